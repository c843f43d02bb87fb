"""The way in: `challenge-api`, or `python -m challenge_api`."""

import gc
import sys

_UNSEEN = "rich"
"""What structlog and typer would load to colour a console: ten MB, and a tenth of a start."""


def main() -> None:
    """Load the commands and run the one that is asked for."""
    gc.disable()  # what is loaded stays, and looking through it for what could go takes a tenth of a start
    sys.modules[_UNSEEN] = None  # type: ignore[assignment] # Python's own word for what shall not be found
    from challenge_api.cli import cli  # noqa: PLC0415 # see above

    del sys.modules[_UNSEEN]
    gc.enable()
    cli()


if __name__ == "__main__":
    main()
