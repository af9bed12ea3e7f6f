import ArgumentParser

/// The flags of every command.
struct CommonFlags: ParsableArguments {
    @Option(help: "Colour: auto, always or never; NO_COLOR is respected.")
    var color = ColorChoice.auto

    /// The console of this process.
    func console() -> Console { .ofThisProcess(color: color, environment: .ofThisProcess()) }
}

/// A command that has the common flags.
protocol CommonCommand {
    /// The flags of every command.
    var common: CommonFlags { get }
}
