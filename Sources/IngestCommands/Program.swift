import ArgumentParser

/// The whole program: reads the command line, runs the command, exits with a code of `ExitCode`.
public enum Program {
    /// Runs the command that `arguments` name (without the program's own name) and ends the process.
    public static func main(_ arguments: [String] = Array(CommandLine.arguments.dropFirst())) async -> Never {
        var color = ColorChoice.auto
        do {
            var command = try VODIngest.parseAsRoot(arguments)
            color = (command as? any CommonCommand)?.common.color ?? color
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            VODIngest.exit()
        } catch {
            end(error, color)
        }
    }

    private static func end(_ error: any Error, _ color: ColorChoice) -> Never {
        let console = Console.ofThisProcess(color: color, environment: .ofThisProcess())
        if let end = error as? CommandEnd {
            console.say(end)
            VODIngest.exit(withError: ArgumentParser.ExitCode(end.code.rawValue))
        }
        // What ArgumentParser knows (help, version, wrong use) it ends itself; it gives any other error the code 1.
        guard !(error is ArgumentParser.ExitCode), VODIngest.exitCode(for: error) == .failure else {
            VODIngest.exit(withError: error)
        }
        console.say(
            CommandEnd(
                .defect, "this is a defect of the program: \(error)",
                hint: "please report it with this message; what is done is in the state file, so running again goes on")
        )
        VODIngest.exit(withError: ArgumentParser.ExitCode(ExitCode.defect.rawValue))
    }
}
