"""Who is an interested party of which case; derived, and rebuilt from the log at any time."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "challenge_party",
        sa.Column("authority", sa.String(40), nullable=False),
        sa.Column("challenge_id", sa.String(36), nullable=False),
        sa.Column("person", sa.String(36), nullable=False),
        sa.PrimaryKeyConstraint("authority", "challenge_id", "person"),
        sa.ForeignKeyConstraint(
            ["authority", "challenge_id"], ["challenge.authority", "challenge.id"], name="fk_challenge_party_challenge"
        ),
    )
    op.create_index("ix_challenge_party_person", "challenge_party", ["authority", "person"])
