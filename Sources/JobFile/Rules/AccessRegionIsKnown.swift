import Diagnostics

/// An access region that is nearly a known one is a slip. One that is far from all is let pass, because the service adds regions
/// and no current list of them is published (vod-api 4).
enum AccessRegionIsKnown {
    /// Access and storage regions that documents and SDKs of the service name.
    static let known =
        StorageRegions.known + ["ap-guangzhou-open", "ap-shanghai-fsi", "ap-shenzhen-fsi"]

    static func fault(_ region: String, of key: String) -> ValueFault? {
        guard !known.contains(region), let nearest = NearestName.nearest(to: region, in: known),
            shape(nearest) == shape(region)
        else { return nil }
        return ValueFault(
            .jobAccessRegion, .warning, "`\(key)` is \(Quoted.text(region)), which is no known region",
            hint: "did you mean `\(nearest)`?")
    }

    /// What a slip does not change: the number of words, the first of them, and the digits.
    private static func shape(_ region: String) -> [String] {
        let words = region.split(separator: "-")
        return ["\(words.count)", words.first.map(String.init) ?? "", region.filter { "0123456789".contains($0) }]
    }
}
