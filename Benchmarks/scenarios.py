"""What is measured. Each scenario gives rows: who, what, the values of all rounds, and the bound that holds for it."""

import functools
import os
import sys

import sampling
from measuring import CORES, SLOT, Sink, large_files, measure, segments

OURS = "vod-ingest"
PEER = "awscrt"
SEGMENT = 64 << 10
GIB = 1 << 30


def row(scenario, client, figure, unit, values, bound=None, floor=None):
    """`bound` is the most that the median may be, `floor` the least."""
    return {"scenario": scenario, "client": f"{client.name} {client.version}", "figure": figure, "unit": unit,
            "values": [round(value, 4) for value in values], "bound": bound, "floor": floor}


def take_turns(clients, rounds, one):
    """The results of `one` for each client, which take turns."""
    results = {client.name: [] for client in clients}
    for _ in range(rounds):
        for client in clients:
            results[client.name].append(one(client))
    return results


def beside_peer(scenario, clients, results, bound):
    """Our CPU seconds of the peer's, round by round: what a bound in seconds means on a machine of another speed."""
    if PEER not in results:
        return []
    pairs = zip(results[OURS], results[PEER])
    return [row(scenario, clients[OURS], f"CPU, of {PEER}'s in the same round", "", [ours.cpu / its.cpu for ours, its in pairs],
                bound=bound)]


def large(clients, data, rounds, scale, secure):
    """Files of 256 MiB in parts of 8 MiB."""
    scenario = "large files, " + ("TLS" if secure else "plain")
    size = max(1, round(4 * scale)) * GIB // 4
    paths = large_files(data / "films", size, size * 4 // GIB)
    chosen = [client for name, client in clients.items() if name != "vod-python-sdk"]

    def one(client):
        with Sink() as sink:
            measured = client.upload(sink, secure, paths)
        assert sink.seen["bytes"] >= size, (client.name, sink.seen["bytes"])
        return measured

    turns = take_turns(chosen, rounds, one)
    rows = beside_peer(scenario, clients, turns, 0.45 if secure else None)
    for client, results in zip(chosen, turns.values()):
        ours = client.name == OURS
        rows.append(row(scenario, client, "CPU", "s/GiB", [result.cpu * GIB / size for result in results],
                        bound=1.0 if ours and secure else None))
        rows.append(row(scenario, client, "peak memory", "MiB", [result.peak for result in results],
                        bound=96 if ours and secure else None))
        rows.append(row(scenario, client, "pace", "MiB/s", [size / result.wall / (1 << 20) for result in results]))
    return rows


def small(clients, data, rounds, scale, secure):
    """One HLS entry of thousands of segments of 64 KiB; the same files for the peers."""
    scenario = "64 KiB objects, " + ("TLS" if secure else "plain")
    count = max(100, round(8000 * scale))
    playlist = segments(data / "small", count, SEGMENT)
    chosen = [client for name, client in clients.items() if name != "vod-python-sdk"]

    def one(client):
        with Sink() as sink:
            measured = client.upload(sink, secure, [playlist if client.name == OURS else playlist.parent / "segments"])
        assert sink.seen["puts"] >= count, (client.name, sink.seen["puts"])
        return measured

    turns = take_turns(chosen, rounds, one)
    rows = beside_peer(scenario, clients, turns, 0.6 if secure else None)
    for client, results in zip(chosen, turns.values()):
        ours = client.name == OURS
        rows.append(row(scenario, client, "CPU", "ms/object", [result.cpu * 1000 / count for result in results],
                        bound=0.25 if ours and secure else None))
        rows.append(row(scenario, client, "peak memory", "MiB", [result.peak for result in results]))
    return rows


def latency(clients, data, rounds, scale):
    """One HLS entry of 1,000 segments when every answer takes 20 ms more: how near to all permits busy at all times."""
    scenario, delay, count = "HLS, 20 ms an answer, TLS", 0.020, max(64, round(1000 * scale))
    playlist = segments(data / "hls", count, SEGMENT)
    ideal = count * delay / 32
    ours, sdk = clients[OURS], clients.get("vod-python-sdk")
    seen, whole = [], []
    for _ in range(rounds):
        with Sink(latency=1000 * delay) as sink:
            whole.append(ours.upload(sink, True, [playlist]).wall)
        seen.append(sink.seen)
    rows = [
        row(scenario, ours, "segments' time / (segments · latency / 32)", "", [one["media_span"] / ideal for one in seen],
            bound=1.15),
        # The top manifest goes up when all segments are there: a latency more, and no permit was free for want of work.
        row(scenario, ours, "the same with the top manifest after them", "", [one["puts_span"] / ideal for one in seen]),
        row(scenario, ours, "a permit free with work waiting", "ms", [one["idleMs"] for one in seen], bound=1),
        row(scenario, ours, "whole run", "s", whole),
    ]
    if sdk:
        with Sink(latency=1000 * delay) as sink:
            its = sdk.upload(sink, True, [playlist]).wall
        rows.append(row(scenario, sdk, "whole run", "s", [its]))
        rows.append(row(scenario, ours, "times faster than vod-python-sdk", "", [its / wall for wall in whole], floor=20))
    return rows


def many(clients, data, _, scale):
    """A job of 100,000 entries: judged, uploaded, opened again when nothing is left. Two cores."""
    count = max(1000, round(100_000 * scale))
    scenario, ours, folder = f"{count} entries", clients[OURS], data / "many"
    paths = []
    for number in range(count):
        path = folder / f"{number // 1000:03}" / f"film-{number:06}.mp4"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"%016d" % number * 16)
        paths.append(path)
    ours.forget()
    with Sink() as sink:
        ours.write_job(sink, False, paths)
        first = ours.run(sink, cores=CORES, samples=True)
        judged = sink.first_request() - first.began
        again = ours.run(sink, cores=CORES)
    assert sink.seen["puts"] == count, sink.seen["puts"]
    steady = first.resident[int(judged) + 1:]
    tenth = max(1, len(steady) // 10)
    growth = sum(steady[-tenth:]) / tenth - sum(steady[:tenth]) / tenth if steady else 0
    rate = count / 100_000
    return [
        row(scenario, ours, "judged and in the journal, until the first request", "s", [judged], bound=10 * rate),
        row(scenario, ours, "opened with nothing to do", "s", [again.wall], bound=3 * rate),
        row(scenario, ours, "uploaded, 256 bytes each: CPU", "ms/entry", [first.cpu * 1000 / count]),
        row(scenario, ours, "growth of memory from the first tenth of the run to the last", "MiB", [growth], bound=8),
        row(scenario, ours, "peak memory", "MiB", [first.peak]),
    ]


def bandwidth(clients, data, _, scale):
    """`rate.bandwidth` over ten seconds, by the sink's own count of bytes."""
    ours, rows = clients[OURS], []
    path = large_files(data / "films", GIB // 4, 1)[0]
    seconds = 10
    for name, rate in [("1MiB", 1 << 20), ("16MiB", 16 << 20), ("256MiB", 256 << 20), ("1GiB", GIB)]:
        if rate * scale > GIB:
            continue
        size = rate * (seconds + 2)
        # Many names of one file: the data would not fit a RAM disk.
        paths = []
        for number in range(max(1, size // (GIB // 4))):
            linked = data / f"linked-{name}-{number}.mp4"
            os.link(path, linked)
            paths.append(linked)
        if size < GIB // 4:
            paths[0].unlink()
            paths[0].write_bytes(path.read_bytes()[:size])
        ours.forget()
        with Sink(crc=False) as sink:
            ours.write_job(sink, False, paths, [f"rate: {{ bandwidth: {name}/s }}"], ids=True)
            # A gigabyte a second is more than one core sends beside whatever else it does.
            ours.run(sink, cores=CORES)
        for linked in paths:
            linked.unlink()
        sent = sum(sink.seen["slots"][:int(seconds / SLOT)])
        rows.append(row("rate.bandwidth over ten seconds, plain", ours, f"sent of what {name}/s allows", "%",
                        [100 * sent / (rate * seconds)], bound=103, floor=97))
    return rows


def request_rate(clients, data, _, scale):
    """`rate.requests`, by the sink's own clock: the most requests that any span of one second saw begin."""
    ours, rate = clients[OURS], 80
    playlist = segments(data / "hls", max(64, round(1000 * scale)), SEGMENT)
    ours.forget()
    with Sink() as sink:
        ours.write_job(sink, True, [playlist], [f"rate: {{ requests: {rate}/s }}"])
        ours.run(sink)
    starts, first, most = sink.seen["starts"], 0, 0
    for last, moment in enumerate(starts):
        while moment - starts[first] >= 1:
            first += 1
        most = max(most, last - first + 1)
    mean = (len(starts) - 1) / (starts[-1] - starts[0])
    scenario = f"rate.requests: {rate}/s, TLS"
    return [row(scenario, ours, "most in any one second", "requests", [most], bound=rate),
            row(scenario, ours, "on average", "requests/s", [mean], floor=0.97 * rate)]


def journal_share(clients, data, rounds, scale):
    """What the state file takes of the CPU of small files: plan, reading back, notes, SQLite and its writes to the disk."""
    if not sampling.is_there():
        print("bench: no share of the state file: `perf` is not there or may not be used", file=sys.stderr)
        return []
    ours, playlist = clients[OURS], segments(data / "small", max(100, round(8000 * scale)), SEGMENT)
    shares = []
    for _ in range(rounds):
        with Sink() as sink:
            shares.append(sampling.share(
                lambda prefix, sink=sink: ours.upload(sink, True, [playlist], prefix=prefix),
                # Nothing else of the program writes at a place or waits for a disk in this way.
                "IngestJournal|4GRDB|libsqlite3|sys_pwrite64|sys_fdatasync"))
    return [row("64 KiB objects, TLS", ours, "the state file's share of the CPU", "%", shares, bound=5)]


SCENARIOS = {
    "large-tls": functools.partial(large, secure=True),
    "large-plain": functools.partial(large, secure=False),
    "small-tls": functools.partial(small, secure=True),
    "journal": journal_share,
    "small-plain": functools.partial(small, secure=False),
    "latency": latency,
    "many": many,
    "bandwidth": bandwidth,
    "request-rate": request_rate,
}
