import StreamingManifest

extension LocalFiles {
    /// Everything that the manifest `top`, a file of the root, leads to. Reads manifests, not the files they name.
    public func expand(_ top: String, kind: ManifestKind, options: ExpansionOptions) -> ExpansionResult {
        var expansion = Expansion(top: top, kind: kind, options: options) { path in
            FileSystem.follow(localPath(path)).status?.isRegular == true
        }
        while let request = expansion.nextRequest() {
            let (contents, identity) = manifest(at: request, limit: options.maximumDocumentBytes)
            expansion.supply(contents, identity: identity)
        }
        return expansion.finish()
    }
}
