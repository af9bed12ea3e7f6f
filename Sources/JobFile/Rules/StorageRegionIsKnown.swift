import Diagnostics

/// A StorageRegion outside the known list is a warning: most often a slip, sometimes a new region.
enum StorageRegionIsKnown {
    static func fault(_ region: String) -> ValueFault? {
        guard !region.isEmpty, !StorageRegions.known.contains(region) else { return nil }
        return ValueFault(
            .jobStorageRegion, .warning, "`StorageRegion` is \(Quoted.text(region)), which is no known storage region",
            hint: NearestName.nearest(to: region, in: StorageRegions.known).map { "did you mean `\($0)`?" })
    }
}
