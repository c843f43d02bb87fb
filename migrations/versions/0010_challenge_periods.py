"""The periods of each challenge, for lists as of a moment; derived, and filled by a rebuild."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

INDEXES = {
    "filed": ["authority", "filed_on", "id", "position", "until_position", "phase", "state"],
    "due": ["authority", "due_on", "id", "position", "until_position", "phase", "state"],
    "state": ["authority", "state", "filed_on", "id", "position", "until_position"],
    "phase": ["authority", "phase", "filed_on", "id", "position", "until_position"],
    "outcome": ["authority", "outcome", "filed_on", "id"],
    "domain": ["authority", "task_domain", "filed_on", "id"],
    "handler": ["authority", "handler", "filed_on", "id"],
    "group": ["authority", "group_id", "filed_on", "id"],
}


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "challenge_period",
        sa.Column("authority", sa.String(40), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("until_position", sa.Integer, nullable=False),
        sa.Column("believed_from", sa.Date, nullable=False),
        sa.Column("believed_until", sa.Date, nullable=False),
        sa.Column("phase", sa.String(16), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("outcome", sa.String(32)),
        sa.Column("task_domain", sa.String(64)),
        sa.Column("handler", sa.String(64)),
        sa.Column("group_id", sa.String(36), nullable=False),
        sa.Column("begun_by", sa.String(128), nullable=False),
        sa.Column("filed_on", sa.Date, nullable=False),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.PrimaryKeyConstraint("authority", "id", "position", "believed_from"),
        sa.ForeignKeyConstraint(
            ["authority", "id"], ["challenge.authority", "challenge.id"], name="fk_challenge_period_challenge"
        ),
    )
    for name, columns in INDEXES.items():
        op.create_index(f"ix_challenge_period_{name}", "challenge_period", columns)
