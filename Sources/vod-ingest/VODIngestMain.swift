import IngestCommands

@main
struct VODIngestMain {
    static func main() async { await Program.main() }
}
