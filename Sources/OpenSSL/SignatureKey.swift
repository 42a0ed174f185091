internal import COpenSSL

/// Which hash a signature is over.
public enum Digest: Sendable {
    case sha256, sha384, sha512

    var method: OpaquePointer? {
        switch self {
        case .sha256: EVP_sha256()
        case .sha384: EVP_sha384()
        case .sha512: EVP_sha512()
        }
    }

    /// Bytes of a hash.
    public var length: Int { Int(EVP_MD_get_size(method)) }
}

/// HMAC (RFC 2104) of `bytes`.
public func authenticationCode(_ bytes: [UInt8], key: [UInt8], _ digest: Digest) -> [UInt8] {
    var code = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
    var length: CUnsignedInt = 0
    guard HMAC(digest.method, key, CInt(key.count), bytes, bytes.count, &code, &length) != nil else { fatalError("OpenSSL could not hash") }
    return Array(code.prefix(Int(length)))
}

/// Compares in a time that tells nothing about where the two differ.
public func isSame(_ one: [UInt8], _ other: [UInt8]) -> Bool {
    one.count == other.count && CRYPTO_memcmp(one, other, one.count) == 0
}

/// A public key that checks signatures as JSON Web Signatures hold them (RFC 7518 section 3, RFC 8037).
public final class SignatureKey: Sendable {
    public enum Curve: String, Sendable {
        case p256 = "P-256", p384 = "P-384", p521 = "P-521"

        /// Bytes of a coordinate.
        var width: Int {
            switch self {
            case .p256: 32
            case .p384: 48
            case .p521: 66
            }
        }
    }

    /// An elliptic key's, whose signatures are written in a way of their own.
    private let curve: Curve?
    // Never changed once made; OpenSSL's verifying only reads it.
    nonisolated(unsafe) private let pointer: OpaquePointer

    private init?(_ pointer: OpaquePointer?, _ curve: Curve? = nil) {
        defer { ERR_clear_error() }
        guard let pointer else { return nil }
        (self.curve, self.pointer) = (curve, pointer)
    }

    deinit { EVP_PKEY_free(pointer) }

    /// - Parameters: big-endian. `nil` where they are no key, or one of less than the 2048 bits RFC 7518 asks for.
    public convenience init?(modulus: [UInt8], exponent: [UInt8]) {
        let (n, e) = (BN_bin2bn(modulus, CInt(modulus.count), nil), BN_bin2bn(exponent, CInt(exponent.count), nil))
        defer {
            BN_free(n)
            BN_free(e)
        }
        guard BN_num_bits(n) >= 2048 else { return nil }
        self.init(ems_evp_rsa_key(n, e))
    }

    /// - Parameters: the point's coordinates, big-endian, each as wide as the curve's. `nil` where the point is not on the curve.
    public convenience init?(_ curve: Curve, x: [UInt8], y: [UInt8]) {
        guard x.count == curve.width, y.count == curve.width else { return nil }
        // SEC 1 section 2.3.3: 4 is an uncompressed point.
        let point = [4] + x + y
        self.init(ems_evp_elliptic_key(curve.rawValue, point, point.count), curve)
    }

    /// - Parameter edwards25519: 32 bytes.
    public convenience init?(edwards25519 bytes: [UInt8]) {
        self.init(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nil, bytes, bytes.count))
    }

    /// - Parameters:
    ///   - signature: an elliptic one is both numbers after each other, not DER.
    ///   - digest: not for Ed25519, which has its own.
    ///   - pss: RSASSA-PSS with a salt as long as the hash, instead of PKCS #1 1.5.
    public func verifies(_ signature: [UInt8], over bytes: [UInt8], _ digest: Digest?, pss: Bool = false) -> Bool {
        defer { ERR_clear_error() }
        guard let context = EVP_MD_CTX_new() else { return false }
        defer { EVP_MD_CTX_free(context) }
        var parameters: OpaquePointer?
        guard EVP_DigestVerifyInit(context, &parameters, digest?.method, nil, pointer) == 1 else { return false }
        if pss {
            guard EVP_PKEY_CTX_set_rsa_padding(parameters, RSA_PKCS1_PSS_PADDING) == 1,
                EVP_PKEY_CTX_set_rsa_pss_saltlen(parameters, RSA_PSS_SALTLEN_DIGEST) == 1
            else { return false }
        }
        var signature = signature
        if let curve {
            guard let encoded = Self.derEncoded(signature, curve) else { return false }
            signature = encoded
        }
        return EVP_DigestVerify(context, signature, signature.count, bytes, bytes.count) == 1
    }

    /// RFC 7518 section 3.4 has the numbers r and s side by side, OpenSSL wants them in DER.
    private static func derEncoded(_ signature: [UInt8], _ curve: Curve) -> [UInt8]? {
        guard signature.count == 2 * curve.width, let pair = ECDSA_SIG_new() else { return nil }
        defer { ECDSA_SIG_free(pair) }
        let (r, s) = (Array(signature.prefix(curve.width)), Array(signature.suffix(curve.width)))
        // The pair owns them from here on.
        guard ECDSA_SIG_set0(pair, BN_bin2bn(r, CInt(r.count), nil), BN_bin2bn(s, CInt(s.count), nil)) == 1 else { return nil }
        var encoded = [UInt8](repeating: 0, count: Int(max(0, i2d_ECDSA_SIG(pair, nil))))
        return encoded.withUnsafeMutableBufferPointer { space in
            var cursor = space.baseAddress
            return i2d_ECDSA_SIG(pair, &cursor) > 0
        } ? encoded : nil
    }
}
