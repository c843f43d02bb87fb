"""Counts the last day of a term again from its explanation alone: `python -m tools.recount < deadlines.json`."""
