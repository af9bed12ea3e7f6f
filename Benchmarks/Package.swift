// swift-tools-version: 6.1

import PackageDescription

/// What costs instructions and can be counted exactly: `make bench-check` runs it under callgrind and compares with
/// `Thresholds/`.
///
/// `Sources/` holds links to the modules under test: most of them are no products of the main package, which must not offer
/// them for the sake of a benchmark.
let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

let package = Package(
    name: "Benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: [
        .systemLibrary(name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .systemLibrary(name: "CISAL", pkgConfig: "libisal", providers: [.apt(["libisal-dev"])]),
        module("Diagnostics"),
        module("IngestModel"),
        module("Checksums", ["CISAL"]),
        module("YAMLEvents", ["CLibYAML", "Diagnostics"]),
        module("JobFile", ["YAMLEvents", "Diagnostics", "IngestModel"]),
        module("StreamingManifest", ["Diagnostics", "IngestModel"]),
        module("RequestSigning", [.product(name: "Crypto", package: "swift-crypto")]),
        module("IngestPolicy", ["IngestModel"]),
        module(
            "IngestJournal",
            [
                "Checksums", "IngestModel", .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]),
        .executableTarget(
            name: "MicroBenchmarks",
            dependencies: [
                "Checksums", "IngestJournal", "IngestModel", "IngestPolicy", "JobFile", "RequestSigning",
                "StreamingManifest",
            ], swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)
