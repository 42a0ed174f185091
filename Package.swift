// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

func module(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource]? = nil) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource]? = nil) -> Target {
    .testTarget(name: name, dependencies: dependencies, resources: resources, swiftSettings: settings)
}

let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let nio = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
    name: "ems",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "ems", targets: ["ems"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        // Doors to C.
        .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CModbus", pkgConfig: "libmodbus", providers: [.apt(["libmodbus-dev"])]),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CXML", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),

        // Tools that know no energy.
        module("Blocking"),
        module("Postgres", ["CPostgres", "Blocking"]),
        module("Modbus", ["CModbus", "Blocking"]),
        module("OpenSSL", ["COpenSSL", nio]),
        module("HTTPServer", [hummingbirdCore, logging, nio]),
        module("Fetch", ["CCurl", "CXML", "Blocking", "Site"]),
        module("Cluster", [subprocess]),
        module("Migration", ["Postgres"]),

        // Pure: units, instants, samples; last-stage safety.
        module("Site"),
        module("Clock", ["Site"]),
        module("Guard", ["Site"]),

        // Downloads with pure parsers; one file per SQL function called.
        module("Prices", ["Fetch", "Site"]),
        module("Forecasts", ["Fetch", "Site"]),
        module("Database", ["Postgres", "Site"]),

        // Loops without opinions; HTTP; counterparts.
        module("Worker", ["Clock", "Database", "Fetch", "Forecasts", "Guard", "Modbus", "Postgres", "Prices", "Site", lifecycle, logging]),
        module("API", ["Clock", "HTTPServer", "OpenSSL", "Postgres", "Site", hummingbird, lifecycle, logging, nio, nioHTTP1, yams]),
        module("Simulator", ["Clock", "HTTPServer", "Modbus", "Site", hummingbird, lifecycle, logging]),

        .executableTarget(
            name: "ems",
            dependencies: [
                "API", "Clock", "Cluster", "Database", "Migration", "Postgres", "Simulator", "Site", "Worker", arguments, hummingbird, lifecycle, logging,
                signals,
            ],
            swiftSettings: settings),

        // What only tests need.
        module("TestSupport", ["Postgres", subprocess]),
        module("FetchTestSupport", ["HTTPServer", "TestSupport", hummingbird, logging]),
        tests("PostgresTests", ["Postgres", "TestSupport"]),
        tests("HTTPServerTests", ["HTTPServer", logging, nio, nioPosix]),
        tests("ModbusTests", ["Modbus"]),
        tests("FetchTests", ["Fetch", "FetchTestSupport", "Site", "TestSupport"]),
        tests("MigrationTests", ["Migration", "Postgres", "TestSupport"]),
        tests("SiteTests", ["Site"]),
        tests("ClockTests", ["Clock", "Site"]),
        tests("GuardTests", ["Guard", "Site"]),
        tests("PricesTests", ["Fetch", "FetchTestSupport", "Prices", "Site", "TestSupport"]),
        tests("ForecastsTests", ["Fetch", "FetchTestSupport", "Forecasts", "Site", "TestSupport"]),
        tests("DatabaseTests", ["Database", "Postgres", "Site", "TestSupport"]),
        tests("WorkerTests", ["Clock", "Cluster", "Database", "Guard", "Modbus", "Postgres", "Simulator", "Site", "TestSupport", "Worker", lifecycle, logging, subprocess]),
        tests("APITests", ["API", "Clock", "Fetch", "OpenSSL", "Postgres", "Site", "TestSupport", hummingbird, lifecycle, logging, nio, nioHTTP1, nioPosix, subprocess, yams]),
        tests("SimulatorTests", ["Clock", "Modbus", "Simulator", "Site"]),
    ]
)
