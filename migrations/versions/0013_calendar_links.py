"""Secret links to calendars; of a secret only its hash. No read model: a rebuild leaves them as they are."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "calendar_link",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("secret_hash", sa.String(64), nullable=False),
        sa.Column("authority", sa.String(40), nullable=False),
        sa.Column("person", sa.String(36), nullable=False),
        sa.Column("client", sa.String(200), nullable=False),
        sa.Column("roles", sa.String(200), nullable=False),
        sa.Column("challenge_id", sa.String(36)),
        sa.Column("chosen", sa.Text, nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key", sa.String(64)),
        sa.Column("fingerprint", sa.String(64)),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("secret_hash", name="uq_calendar_link_secret"),
        sa.UniqueConstraint("key", name="uq_calendar_link_key"),
        sa.ForeignKeyConstraint(["authority", "person"], ["person.authority", "person.id"], name="fk_calendar_link_person"),
    )
    op.create_index("ix_calendar_link_person", "calendar_link", ["authority", "person"])
