"""Indexes for questions of auditors that read more than their page: a filter in its order, the longest first, reads by time."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Make the indexes; decisions under no mandate, and what was recorded the same day, are in none of theirs."""
    under, late = sa.text("mandate IS NOT NULL"), sa.text("days > 0")
    finding, asked = "challenge_finding", ("authority", "question")
    op.drop_index("ix_challenge_finding_actor", finding)
    op.drop_index("ix_challenge_finding_mandate", finding)
    op.create_index("ix_challenge_finding_actor", finding, [*asked, "actor", "position", "code"])
    for name, columns, rows in (
        ("mandate", ("mandate", "position", "code"), under),
        ("mandate_actor", ("mandate", "actor", "position", "code"), under),
        ("days", ("days", "position"), late),
    ):
        op.create_index(f"ix_{finding}_{name}", finding, [*asked, *columns], sqlite_where=rows, postgresql_where=rows)
    op.drop_index("ix_reading_authority", "reading")
    op.create_index("ix_reading_read", "reading", ["authority", "read_at", "number"])
