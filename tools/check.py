"""Every check of the project, step by step: `./dev check`.

Each step shows the closing line of its own tool, and all it said when it fails. One that cannot run has failed; none is skipped.
"""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Step:
    """One check: its name and the command that does it."""

    name: str
    command: tuple[str, ...]


STEPS = (
    Step("format", ("ruff", "format", "--check", ".")),
    Step("lint", ("ruff", "check", ".")),
    Step("types", ("mypy",)),
    Step("imports", ("lint-imports",)),
    Step("house rules", (sys.executable, "-m", "tools.rules")),
    Step("derived files", ("challenge-api", "generate", "--check")),
)


def passes(step: Step, folder: Path = ROOT) -> bool:
    """Run a step and print what it came to."""
    print(f"== {step.name}: {' '.join(Path(word).name for word in step.command)}", flush=True)
    try:
        done = subprocess.run(step.command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    except OSError as error:
        print(f"cannot run: {error}", flush=True)
        return False
    said = [line for line in done.stdout.splitlines() if line.strip()]
    print("\n".join(said if done.returncode else said[-1:]), flush=True)
    return done.returncode == 0


def main(steps: tuple[Step, ...] = STEPS, folder: Path = ROOT) -> int:
    """Run every step, also after one has failed; 1 when any failed."""
    failed = [step.name for step in steps if not passes(step, folder)]
    print(f"== {len(steps)} checks: " + (f"failed: {', '.join(failed)}" if failed else "all passed"), flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
