"""The open terms of every case, for worklists; derived, and rebuilt from the log at any time."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

INDEXES = {
    "due": ["authority", "lapses", "due_on", "challenge_id"],
    "kind": ["authority", "kind", "due_on", "challenge_id"],
    "handler": ["authority", "handler", "lapses", "due_on", "challenge_id"],
}


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "challenge_deadline",
        sa.Column("authority", sa.String(40), nullable=False),
        sa.Column("challenge_id", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("about", sa.Integer, nullable=False),
        sa.Column("starts_on", sa.Date, nullable=False),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("lapses", sa.Boolean, nullable=False),
        sa.Column("handler", sa.String(64)),
        sa.PrimaryKeyConstraint("authority", "challenge_id", "kind", "about"),
        sa.ForeignKeyConstraint(
            ["authority", "challenge_id"], ["challenge.authority", "challenge.id"], name="fk_challenge_deadline_challenge"
        ),
    )
    for name, columns in INDEXES.items():
        op.create_index(f"ix_challenge_deadline_{name}", "challenge_deadline", columns)
