import Foundation
import HummingbirdCore
import Synchronization

/// What the emulator says of itself, and how it is told what to do next: never counted, never hit by a fault.
extension RequestHandler {
    /// The most bytes of a fault plan.
    private static let largestPlan = 1_048_576

    /// The counts of the plan in force.
    private struct FaultCounts: Encodable {
        var faults: [FaultCount]
        /// Names of the rules that have not fired.
        var unfired: [String]
    }

    func controlReply(_ request: Request, _ raw: RawRequest) async throws -> WireReply {
        let body = try await collectBody(request, RequestEffects(all: []), upTo: Self.largestPlan)
        let path = raw.rawPath.dropFirst("/_emulator/".count)
        switch (raw.method, path) {
        case ("GET", "snapshot"): return Self.json(core.snapshot(), date: core.now)
        case ("GET", "faults"): return faultCounts()
        case ("DELETE", "faults"):
            core.install(FaultPlan())
            return faultCounts()
        case ("PUT", "faults"): return install(body)
        case ("POST", "clock"): return advance(body)
        case ("POST", _) where path.hasPrefix("gates/"):
            guard let gate = PercentCoding.decodedText(String(path.dropFirst("gates/".count)), plusIsBlank: false),
                !gate.isEmpty
            else { return controlRefusal("a gate has a name: `POST /_emulator/gates/NAME`") }
            core.waitingRoom.open(gate)
            return faultCounts()
        default: return Self.html(404)
        }
    }

    private func install(_ body: [UInt8]?) -> WireReply {
        guard let body else { return controlRefusal("the fault plan is larger than 1 MiB") }
        do throws(FaultPlan.Malformed) {
            core.install(try FaultPlan(json: body))
        } catch {
            return controlRefusal(error.description)
        }
        return faultCounts()
    }

    /// `{"advance": SECONDS}`: credentials and sessions age by so much.
    private func advance(_ body: [UInt8]?) -> WireReply {
        let seconds: Double
        switch body.flatMap(JSONValue.fields)?["advance"] {
        case .unsigned(let number): seconds = Double(number)
        case .negative(let number): seconds = Double(number)
        case .fraction(let number): seconds = number
        default: return controlRefusal("a clock is moved by `{\"advance\": SECONDS}`")
        }
        core.advanceClock(by: seconds)
        return faultCounts()
    }

    private func faultCounts() -> WireReply {
        let counts = core.state.withLock { $0.injector.tallies }
        return Self.json(
            FaultCounts(faults: counts, unfired: counts.filter { $0.fired == 0 }.map(\.name)), date: core.now)
    }

    private func controlRefusal(_ message: String) -> WireReply {
        Self.json(["error": message], status: 400, date: core.now)
    }
}
