"""The lifecycle as a page of diagrams, drawn from the table."""

from challenge_api.challenges.lifecycle import TABLE
from challenge_api.challenges.row import Row


def mermaid() -> str:
    """Give `docs/lifecycle.md`: the moves, the tracks, and the table with roles and articles."""
    lines = [
        "# Lifecycle of a challenge",
        "",
        "Made from `challenge_api.challenges.lifecycle`.",
        "",
        "```mermaid",
        "stateDiagram-v2",
    ]
    for row in TABLE:
        if not row.track:
            lines += _arrows(row)
    lines += [
        "```",
        "",
        "## Actions",
        "",
        "| action | from | to | by | article | clocks | route |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    lines += [_line(row) for row in TABLE]
    return "\n".join(lines) + "\n"


def _arrows(row: Row) -> list[str]:
    named = {"none": "[*]"}
    return [
        f"    {named.get(source, source)} --> {target}: {row.action}"
        for source in sorted(row.sources)
        for target in sorted(row.targets or {source})
    ]


def _line(row: Row) -> str:
    to = ", ".join(sorted(row.targets)) or "same"
    route = f"`POST /v1/{row.noun}`" if row.creates else f"`POST …/{row.noun}`" if row.over_api else "–"
    cells = (
        row.action,
        ", ".join(sorted(row.sources)),
        to,
        ", ".join(sorted(row.roles)),
        row.article,
        ", ".join(row.clock) or "–",
        route,
    )
    return "| " + " | ".join(cells) + " |"
