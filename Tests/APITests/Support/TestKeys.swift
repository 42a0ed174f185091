/// A key pair made for these tests alone; it protects nothing.
enum TestKeys {
    static let rsaPEM = """
        -----BEGIN RSA PRIVATE KEY-----
        MIIEowIBAAKCAQEA0CcD/WniSiqhHeRk/IE3/74QOyRFXNpAJqDWZB0pnIytqRLE
        wVKBh9YWfGxSiNNAoZGT49QR4Y+WzFIn9UmY8JFv64mk6BqRkPfp/jBlBEjT18Tz
        ba3eaCtMxyhEqKwHUqzsDDkYa0CXS5xrhbxiBpYU+GHIBOseNemVIDw1rq1EbiX9
        FpCdJjhVeGxGItZIv2wcxUi7q7JSSwZLg5A/HIVrCS7AudxHalYwh05yINAdsSzG
        MPYRcT92tKSFXjox+c5DmkpBARiHsl277lKbSMJ3zQCaNZUjjbAy+pip4Y8uf72t
        X6m3D1Ancx0rnPUN9/7o4qpgw0XSjyL6kkDoSwIDAQABAoIBAEYhrx11zHGStWA9
        8KyG2RhIsG1MxjYHru+U50cp8Dg3ydcaZMKCCvR6dG8NjC1fh/on830imbe2ymcj
        EyV425fKWLwyTyaItRzz+pnTMmXkJ8QeLqp4l2PfmunLLn7qHzmC27Eul4SjaZZn
        KG8RzrFLZdteDqdhlHczsTQANVIZoUNTktQ64/8l19NkafZWO6mCFVVf3l7iGVYz
        Vu4iOg0i0cGJAizhIMI8FbAtWV5BEtWr2/wVEE69PFhigQb8grrg5c6S3pRzsHi+
        lgGGRXHiVVhSOJCYm1dWzXXUxypcCiL++nrBoo0z1cIBmiS5T4BAPcc/FrpBzQKS
        viglzTkCgYEA7aIfxUs9eQ6k0ueeiG8K89QO9n4T6rN8iQc8NY3ZAkwjAjPxjMhw
        UD2g+WnOc1S2AIJX8hqCKdtgQUDliYMyz9kdsAvxmSJb6MBniz69+eK2+m0HpdK5
        b4LPrn6KX4k0nZkp3a9nEjq6xv4XrUvwvImYfOwcSnvgc/D9i5BoUY8CgYEA4D2T
        HTZTeX2dMOichZGRRUVbYKWibQX6Wr0h8O+LzjTDk85+iWDPbo/nutbtx/a6EikJ
        vvnuhsTX24BNwVMz4hUlkmQmKdrKtUUBq7pwzm05VBgD+0Zh1M6NrtoluKVSYwA7
        nNd6/E58jiBfMSUqEIMBSixowXSd5bP08L3iZ4UCgYBEQ/3ShMHdJArPl8BgO14v
        G61MvH1mQDe3eb+fNuevlEW+XUO4CODS/FFhNTccxKogTVGMeHcKJT5qoIUQUwNm
        2F2B9HxsXIWAwL0+MEENJ0cfe/DlfzrMQQz+eNWxik32NEjlqXz3rK15ewc8PoOi
        9fg7cuzRrPKW/BUqYcrGGwKBgCbG3xrNGzBGJZmgj/iVDJ8C+GNFIUpjH0DztdvZ
        QL7e5vc3XTBaemRvJC5uHl5W7yRWzmWlCLdrcLx3enq07aLp7z5abTMNr8Ia9cgB
        jKJVxvUg1gdsy1wmf9+9v4onpJCUKLrdlFnvJKDbPjrcZ2LFlMKD3XWeufNP5EqB
        O5aVAoGBAOVmmvRRp4jPl/b4DTa5FYcTP46y2iTBlyKwzNKjhFwPLqioXaE8dX1W
        xpVNWt6WPagdZXBmoScMt+ap0sm63UQlSCzCa1TTVwmRA60qivDtTS6HuwDfElxm
        A6NjWuausrZfjq9tWZX4dhWRrYR1wZwiO/JdG9gn1nBhziHL51H9
        -----END RSA PRIVATE KEY-----
        """

    /// The public half, base64url.
    static let rsaModulus =
        "0CcD_WniSiqhHeRk_IE3_74QOyRFXNpAJqDWZB0pnIytqRLEwVKBh9YWfGxSiNNAoZGT49QR4Y-WzFIn9UmY8JFv64mk6BqRkPfp_jBlBEjT18Tzba3eaCtMxyhEqKwHUqzsDDkYa0CXS5xrhbxiBpYU-GHIBOseNemVIDw1rq1EbiX9FpCdJjhVeGxGItZIv2wcxUi7q7JSSwZLg5A_HIVrCS7AudxHalYwh05yINAdsSzGMPYRcT92tKSFXjox-c5DmkpBARiHsl277lKbSMJ3zQCaNZUjjbAy-pip4Y8uf72tX6m3D1Ancx0rnPUN9_7o4qpgw0XSjyL6kkDoSw"
}
