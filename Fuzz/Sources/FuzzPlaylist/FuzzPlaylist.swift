import FuzzEntries

/// What libFuzzer calls for each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafeRawPointer, _ count: Int) -> CInt {
    FuzzTarget.playlist.mustHold(for: UnsafeRawBufferPointer(start: start, count: count))
    return 0
}
