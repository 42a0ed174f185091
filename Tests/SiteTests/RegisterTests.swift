import Site
import Testing

struct RegisterTests {
    static func register(_ encoding: Register.Encoding, words: Int, mask: UInt16? = nil, scale: Double = 1, bias: Double = 0) -> Register {
        Register(point: "test_point", words: words, encoding: encoding, mask: mask, scale: scale, bias: bias)
    }

    @Test(arguments: [
        (Register.Encoding.u16, [UInt16(0xFFFE)], 65534.0), (.i16, [0xFFFE], -2), (.u32le, [0x0001, 0x0002], 131_073), (.u32be, [0x0001, 0x0002], 65_538),
        (.i32le, [0xFFFF, 0xFFFF], -1), (.i32be, [0xFFFF, 0xFFFE], -2), (.f32be, [0x42C8, 0x0000], 100), (.f32le, [0x0000, 0x42C8], 100),
        (.u64le, [1, 0, 1, 0], 4_294_967_297),
    ])
    func `words mean a number in the encoding's order and sign`(_ encoding: Register.Encoding, _ words: [UInt16], _ number: Double) {
        #expect(Self.register(encoding, words: words.count).number(in: words) == number)
    }

    @Test func `scale and bias turn raw words into our unit and sign, and back`() throws {
        let current = Self.register(.i16, words: 1, scale: -0.01)
        #expect(current.number(in: [500]) == -5)
        #expect(try current.words(for: -5) == [500])
        let temperature = Self.register(.u16, words: 1, scale: 0.1, bias: -100)
        #expect(temperature.number(in: [1213]).map { ($0 * 10).rounded() / 10 } == 21.3)
        #expect(try temperature.words(for: 21.3) == [1213])
    }

    @Test func `every number a register can hold comes back from its words`() throws {
        var chance = SystemRandomNumberGenerator()
        for encoding in [Register.Encoding.u16, .i16, .u32le, .u32be, .i32le, .i32be] {
            let register = Self.register(encoding, words: encoding == .u16 || encoding == .i16 ? 1 : 2, scale: 0.1)
            let range: ClosedRange<Int> = switch encoding {
            case .u16: 0...65535
            case .i16: -32768...32767
            case .u32le, .u32be: 0...4_294_967_295
            default: -2_147_483_648...2_147_483_647
            }
            for raw in [range.lowerBound, range.upperBound] + (0..<200).map({ _ in Int.random(in: range, using: &chance) }) {
                let value = Double(raw) * 0.1
                #expect(register.number(in: try register.words(for: value)) == value)
            }
            #expect(throws: RegisterRangeError.self) {
                try register.words(for: Double(range.upperBound + 1) * 0.1)
            }
        }
    }

    @Test func `bits of a shared register leave the others alone`() throws {
        let sell = Self.register(.u16, words: 1, mask: 0x20)
        #expect(sell.number(in: [0x0061]) == 1)
        #expect(try sell.words(for: 0, current: [0x0061]) == [0x0041])
        #expect(try sell.words(for: 1, current: [0x0001]) == [0x0021])
        let hour = Self.register(.u16, words: 1, mask: 0x00FF)
        #expect(try hour.words(for: 23, current: [0x0C05]) == [0x0C17])
    }

    @Test func `bits are not changed in a register that was not read, nor by a number that does not fit them`() {
        let sell = Self.register(.u16, words: 1, mask: 0x20)
        #expect(throws: RegisterRangeError.self) { try sell.words(for: 1) }
        #expect(throws: RegisterRangeError.self) { try sell.words(for: 2, current: [0]) }
    }

    @Test(arguments: [Double.nan, .infinity, -1, 65536]) func `an error names the point and the value`(_ value: Double) {
        let error = #expect(throws: RegisterRangeError.self) { try Self.register(.u16, words: 1).words(for: value) }
        #expect(error?.description.hasPrefix("test_point: ") == true)
    }

    @Test func `what SunSpec calls not available, and a block cut short, are missing and not zero`() {
        #expect(Self.register(.i16, words: 1).number(in: [0x8000], sunspec: true) == nil)
        #expect(Self.register(.u16, words: 1).number(in: [0xFFFF], sunspec: true) == nil)
        #expect(Self.register(.f32be, words: 2).number(in: [0x7FC0, 0]) == nil)
        #expect(Self.register(.u32le, words: 2).number(in: [1]) == nil)
        var scaled = Self.register(.i16, words: 1)
        scaled.exponentOffset = 1
        #expect(scaled.number(in: [1234, UInt16(bitPattern: -2)]) == 12.34)
        #expect(scaled.number(in: [1234, 0x8000]) == nil)
        #expect(scaled.number(in: [1234]) == nil)
    }

    @Test func `text ends at NUL and loses its blanks`() {
        #expect(Self.register(.ascii, words: 4).text(in: [0x3231, 0x4142, 0x2000, 0x4343]) == "21AB")
        #expect(Self.register(.ascii, words: 1).text(in: [0]) == nil)
    }
}
