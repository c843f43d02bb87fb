"""Missed terms with their cost, also those that the case no longer has; derived, and filled by a rebuild."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Make the table anew."""
    op.drop_table("challenge_missed")
    op.create_table(
        "challenge_missed",
        sa.Column("authority", sa.String(40), nullable=False),
        sa.Column("challenge_id", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("about", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("until_version", sa.Integer, nullable=False),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("done_on", sa.Date),
        sa.Column("cents", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("authority", "challenge_id", "kind", "about", "number", "until_version"),
        sa.ForeignKeyConstraint(
            ["authority", "challenge_id"], ["challenge.authority", "challenge.id"], name="fk_challenge_missed_challenge"
        ),
    )
    columns = ["authority", "due_on", "challenge_id", "kind", "about", "number", "until_version"]
    op.create_index("ix_challenge_missed_due", "challenge_missed", columns)
