"""The way in: `challenge-api`, or `python -m challenge_api`."""

import gc


def main() -> None:
    """Load the commands and run the one that is asked for."""
    gc.disable()  # what is loaded stays, and looking through it for what could go takes a tenth of a start
    from challenge_api.cli import cli  # noqa: PLC0415 # see above

    gc.enable()
    cli()


if __name__ == "__main__":
    main()
