"""The results as one Markdown table."""

import statistics


def render(rows, report=None):
    """The table; with the `report` around it where one is given."""
    lines = []
    if report:
        machine = report["machine"]
        lines += [f"# {report['date']}, {machine['name']}", ""]
        lines += [f"{name}: {value}  " for name, value in machine.items()]
        lines += [f"rounds: {report['rounds']}, share of the data: {report['scale']:g}", ""]
    lines += ["| scenario | client | figure | median | least to most | of vod-ingest's | bound |",
              "| --- | --- | --- | --- | --- | --- | --- |"]
    ours = {(row["scenario"], row["figure"]): statistics.median(row["values"])
            for row in rows if row["client"].startswith("vod-ingest")}
    for row in rows:
        median = statistics.median(row["values"])
        base = ours.get((row["scenario"], row["figure"]))
        ratio = "" if not base or row["client"].startswith("vod-ingest") else f"{median / base:.2f}"
        lines.append(
            f"| {row['scenario']} | {row['client']} | {row['figure']} | {text(median)} {row['unit']} | "
            f"{text(min(row['values']))} to {text(max(row['values']))} | {ratio} | {verdict(row, median)} |")
    return "\n".join(lines)


def verdict(row, median):
    """What must hold and whether it does."""
    parts = []
    if row["floor"] is not None:
        parts.append((f"at least {row['floor']:g}", median >= row["floor"]))
    if row["bound"] is not None:
        parts.append((f"at most {row['bound']:g}", median <= row["bound"]))
    return "; ".join(f"{words}: {'yes' if holds else '**no**'}" for words, holds in parts)


def text(value):
    """Three digits that count."""
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"
