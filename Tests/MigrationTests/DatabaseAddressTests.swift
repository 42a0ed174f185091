import Testing

@testable import Migration

struct DatabaseAddressTests {
    @Test(
        arguments: [
            ("jdbc:postgresql://h:5433/d", nil, nil, "postgresql://h:5433/d"),
            ("jdbc:postgresql://h/d", "u", "p@ss/w:rd", "postgresql://h/d?user=u&password=p%40ss%2Fw%3Ard"),
            (
                "jdbc:postgresql://h/d?user=x&password=y%26&sslmode=require", "u", nil,
                "postgresql://h/d?password=y%26&sslmode=require&user=u"
            ),
            ("jdbc:postgresql:d", nil, nil, "postgresql://localhost/d"),
            ("jdbc:postgresql:/", nil, nil, "postgresql://localhost/"),
            ("jdbc:postgresql:///d", nil, nil, "postgresql://localhost/d"),
            ("jdbc:postgresql://h/d?ApplicationName=ems&ssl=true", nil, nil, "postgresql://h/d?application_name=ems&sslmode=verify-full"),
            ("postgresql://h/d?sslmode=disable", "u", nil, "postgresql://h/d?sslmode=disable&user=u"),
            ("host=h dbname=d", nil, nil, "host=h dbname=d"),
        ] as [(String, String?, String?, String)])
    func `a JDBC URL becomes a libpq URI`(url: String, user: String?, password: String?, expected: String) throws {
        #expect(try DatabaseAddress.libpqURI(url: url, user: user, password: password) == expected)
    }

    @Test(arguments: ["jdbc:mysql://h/d?password=secret", "jdbc:postgresql://h/d?password=secret&socketFactory=x"])
    func `what libpq cannot do is refused without telling the secret`(url: String) {
        let error = #expect(throws: MigrationError.self) { try DatabaseAddress.libpqURI(url: url, user: nil, password: nil) }
        #expect(error?.code == .configuration)
        #expect(error.map { "\($0)".contains("secret") } == false)
    }
}
