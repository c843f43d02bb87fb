"""`./dev faults`: kill the server under load on both databases, and say whether anything acknowledged was lost or doubled."""

import argparse
import sys
import time

from tools.faults import kills, writers

DATABASES = ("sqlite", "postgresql")


def main() -> None:
    """Run what is asked; the exit status is 1 when anything is wrong."""
    parser = argparse.ArgumentParser(prog="./dev faults", description=__doc__)
    parser.add_argument("--database", choices=DATABASES, help="only this one")
    parser.add_argument("--kills", type=int, default=200, help="kills of the service")
    parser.add_argument("--acknowledged", type=int, default=10_000, help="moves to be acknowledged in all")
    parser.add_argument("--writers", action="store_true", help="no kills: 16 writers, and a poller that must miss nothing")
    parser.add_argument("--events", type=int, default=100_000, help="events to be written with --writers")
    asked = parser.parse_args()
    bad = False
    for kind in (asked.database,) if asked.database else DATABASES:
        begun = time.monotonic()
        if asked.writers:
            outcome: kills.Outcome | writers.Outcome = writers.run(kind, asked.events)
        else:
            outcome = kills.run(kind, kills.Plan(asked.kills, asked.acknowledged))
        for fault in outcome.faults:
            print(f"  {fault}", file=sys.stderr)
        print(f"{outcome.line()} ({time.monotonic() - begun:.0f} s)", flush=True)
        bad |= bool(outcome.faults)
    sys.exit(int(bad))


if __name__ == "__main__":
    main()
