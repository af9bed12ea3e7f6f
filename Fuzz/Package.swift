// swift-tools-version: 6.1

import PackageDescription

/// The readers of everything that comes from outside, built for libFuzzer. `make fuzz` builds and runs them.
///
/// `Sources/` holds links to the modules under test: a module is instrumented only as a target of the root package, and the
/// main package must not carry these flags.
let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .unsafeFlags(["-sanitize=fuzzer,address"]),
]

func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

/// libFuzzer brings `main` itself, so a target is a library to the compiler.
func fuzzer(_ name: String) -> Target {
    .executableTarget(
        name: name, dependencies: ["FuzzEntries"], swiftSettings: settings + [.unsafeFlags(["-parse-as-library"])])
}

let package = Package(
    name: "Fuzz",
    platforms: [.macOS(.v15)],
    targets: [
        .systemLibrary(name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        module("Diagnostics"),
        module("IngestModel"),
        module("YAMLEvents", ["CLibYAML", "Diagnostics"]),
        module("JobFile", ["YAMLEvents", "Diagnostics", "IngestModel"]),
        module("StreamingManifest", ["Diagnostics", "IngestModel"]),
        module("TencentWire", ["IngestModel"]),
        module(
            "FuzzEntries", ["JobFile", "StreamingManifest", "TencentWire", "YAMLEvents", "Diagnostics", "IngestModel"]),
        fuzzer("FuzzJobFile"),
        fuzzer("FuzzPlaylist"),
        fuzzer("FuzzMPD"),
        fuzzer("FuzzReference"),
        fuzzer("FuzzStoreReply"),
        fuzzer("FuzzServiceReply"),
    ],
    swiftLanguageModes: [.v6]
)
