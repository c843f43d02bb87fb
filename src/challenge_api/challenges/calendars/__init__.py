"""Deadlines as calendars that any calendar program can follow, by secret links."""
