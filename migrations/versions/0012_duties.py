"""What the service told itself of which term, once; derived, and rebuilt from the log at any time."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Create the table, and the index by which receipts to confirm are found."""
    op.create_table(
        "challenge_duty",
        sa.Column("authority", sa.String(40), nullable=False),
        sa.Column("challenge_id", sa.String(36), nullable=False),
        sa.Column("duty", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("about", sa.Integer, nullable=False),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.PrimaryKeyConstraint("authority", "challenge_id", "duty", "kind", "about", "due_on"),
        sa.ForeignKeyConstraint(
            ["authority", "challenge_id"], ["challenge.authority", "challenge.id"], name="fk_challenge_duty_challenge"
        ),
    )
    op.create_index("ix_challenge_deadline_begun", "challenge_deadline", ["authority", "kind", "starts_on", "challenge_id"])
