// swift-tools-version: 6.1

import PackageDescription

/// `make` sets this, so that a warning fails every build of this repository and none of a package that depends on it
/// (unsafe flags are refused in dependencies).
let strict = Context.environment["VOD_INGEST_STRICT"] != nil

let settings: [SwiftSetting] =
    [
        // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0335-existential-any.md
        .enableUpcomingFeature("ExistentialAny"),
        // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0444-member-import-visibility.md
        .enableUpcomingFeature("MemberImportVisibility"),
    ] + (strict ? [.unsafeFlags(["-warnings-as-errors"])] : [])

func core(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = []) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: settings)
}

func tests(
    _ target: String, _ more: [Target.Dependency] = [], resources: [Resource] = []
) -> Target {
    .testTarget(
        name: target + "Tests", dependencies: [.target(name: target), "IngestTestSupport"] + more, resources: resources,
        swiftSettings: settings)
}

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let asyncHTTPClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let x509 = Target.Dependency.product(name: "X509", package: "swift-certificates")
let swiftASN1 = Target.Dependency.product(name: "SwiftASN1", package: "swift-asn1")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioEmbedded = Target.Dependency.product(name: "NIOEmbedded", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioTLS = Target.Dependency.product(name: "NIOTLS", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let nioHTTPCompression = Target.Dependency.product(name: "NIOHTTPCompression", package: "swift-nio-extras")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let serviceLifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let swiftCSV = Target.Dependency.product(name: "SwiftCSV", package: "SwiftCSV")

let package = Package(
    name: "vod-ingest",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "vod-ingest", targets: ["vod-ingest"]),
        .executable(name: "vod-emulator", targets: ["vod-emulator"]),
        .library(name: "VODUpload", targets: ["VODUpload"]),
        .library(name: "JobFile", targets: ["JobFile"]),
        .library(name: "StreamingManifest", targets: ["StreamingManifest"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.1"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.30.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftcsv/SwiftCSV", from: "0.10.0"),
    ],
    targets: [
        // The C wrappers hold all unsafe code's declarations; only YAMLEvents and Checksums import them.
        .systemLibrary(name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .systemLibrary(name: "CISAL", pkgConfig: "libisal", providers: [.apt(["libisal-dev"])]),

        // Pure: no I/O, no clock, no locks, no environment.
        core("Diagnostics"),
        core("IngestModel"),
        core("Checksums", ["CISAL"]),
        core("YAMLEvents", ["CLibYAML", "Diagnostics"]),
        core("JobFile", ["YAMLEvents", "Diagnostics", "IngestModel"]),
        core("StreamingManifest", ["Diagnostics", "IngestModel"]),
        core("TencentWire", ["IngestModel"]),
        core("RequestSigning", [crypto]),
        core("IngestPolicy", ["IngestModel"]),
        core("IngestReport", ["IngestModel", mustache], resources: [.embedInCode("report.mustache")]),

        // Edge.
        core(
            "HTTPTransport",
            [
                "IngestModel", "IngestPolicy", "Checksums", asyncHTTPClient, nioCore, nioPosix, nioHTTP1,
                nioHTTPCompression, nioTLS, nioSSL, logging,
            ]),
        core(
            "TencentClient",
            ["HTTPTransport", "IngestModel", "IngestPolicy", "RequestSigning", "TencentWire", "Checksums", logging]),
        core("IngestJournal", ["IngestModel", "Checksums", grdb, sqlite]),
        core(
            "IngestEngine",
            [
                "TencentClient", "IngestJournal", "StreamingManifest", "IngestPolicy", "IngestModel", "Diagnostics",
                "HTTPTransport", "TencentWire", "Checksums", crypto, logging,
            ]),
        core(
            "ServiceEmulator",
            [
                "Checksums", hummingbirdCore, httpTypes, nioCore, nioPosix, nioHTTP1, nioSSL, x509, swiftASN1, crypto,
                logging,
            ]),
        core(
            "IngestCommands",
            [
                "IngestEngine", "IngestJournal", "IngestReport", "IngestModel", "IngestPolicy", "JobFile",
                "Diagnostics",
                "StreamingManifest", "TencentClient", "TencentWire", "HTTPTransport", "ServiceEmulator", argumentParser,
                crypto, logging,
                unixSignals,
            ]),
        core(
            "VODUpload",
            ["IngestEngine", "TencentClient", "HTTPTransport", "IngestModel", "IngestPolicy", "Diagnostics", logging]),
        .executableTarget(name: "vod-ingest", dependencies: ["IngestCommands"], swiftSettings: settings),
        .executableTarget(
            name: "vod-emulator", dependencies: ["ServiceEmulator", argumentParser, logging, unixSignals],
            swiftSettings: settings),

        .target(
            name: "IngestTestSupport", dependencies: ["Diagnostics", "IngestModel"], path: "Tests/Support",
            swiftSettings: settings),
        // What the fuzz targets do with an input (Fuzz/README.md): seeds and past failures are replayed by an ordinary test.
        .target(
            name: "FuzzEntries",
            dependencies: ["JobFile", "StreamingManifest", "TencentWire", "YAMLEvents", "Diagnostics", "IngestModel"],
            path: "Fuzz/Sources/FuzzEntries", swiftSettings: settings),
        tests("FuzzEntries"),
        tests("Diagnostics"),
        tests("IngestModel"),
        tests("Checksums", resources: [.copy("Fixtures")]),
        tests("YAMLEvents", ["Diagnostics"]),
        tests("JobFile", ["Diagnostics", "IngestModel", "YAMLEvents"]),
        tests("StreamingManifest", ["Diagnostics", "IngestModel"], resources: [.copy("Fixtures")]),
        tests("TencentWire", ["IngestModel"], resources: [.copy("Fixtures")]),
        tests("RequestSigning", resources: [.copy("Fixtures")]),
        tests("IngestPolicy", ["IngestModel"]),
        tests("IngestReport", ["IngestModel", swiftCSV], resources: [.copy("Golden")]),
        tests(
            "HTTPTransport",
            [
                "IngestModel", "IngestPolicy", "Checksums", asyncHTTPClient, nioCore, nioEmbedded, nioHTTP1, nioPosix,
                nioSSL, logging,
            ], resources: [.copy("Fixtures")]),
        tests(
            "TencentClient",
            [
                "HTTPTransport", "IngestModel", "IngestPolicy", "IngestReport", "TencentWire", "RequestSigning",
                "ServiceEmulator", "Checksums", logging,
            ],
            resources: [.copy("Fixtures")]),
        tests("IngestJournal", ["IngestModel"]),
        tests(
            "IngestEngine",
            [
                "IngestModel", "IngestPolicy", "IngestJournal", "ServiceEmulator", "TencentClient", "HTTPTransport",
                "StreamingManifest", "Diagnostics", "Checksums", logging,
            ]),
        tests("VODUpload", ["ServiceEmulator", "IngestModel", logging]),
        tests(
            "ServiceEmulator", ["Checksums", crypto, logging, nioCore, nioPosix, nioSSL],
            resources: [.copy("Fixtures")]),
        tests(
            "IngestCommands",
            [
                "IngestModel", "Diagnostics", "JobFile", "TencentWire", "IngestEngine", "IngestPolicy", "IngestReport",
                argumentParser, logging,
            ]),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "IngestTestSupport", "ServiceEmulator", "IngestModel", "vod-ingest", "vod-emulator", logging, swiftCSV,
            ], exclude: ["Golden"], swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)
