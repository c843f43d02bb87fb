"""The read table of sandbox clocks: derived from the log, rebuilt from it at any time."""

from sqlalchemy import Column, Date, ForeignKeyConstraint, Integer, PrimaryKeyConstraint, String, Table

from challenge_api.history.tables import Instant, metadata

sandbox_clock = Table(
    "sandbox_clock",
    metadata,
    Column("authority", String(40), nullable=False),
    Column("version", Integer, nullable=False),
    Column("today", Date, nullable=False),
    Column("set_at", Instant, nullable=False),
    PrimaryKeyConstraint("authority", "version"),
    ForeignKeyConstraint(["authority"], ["head.authority"], name="fk_sandbox_clock_authority"),
)
"""One row each time that the clock of a sandbox was set; the newest is in force."""
