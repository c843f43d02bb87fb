"""The clocks of sandboxes; derived, and rebuilt from the log at any time."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "sandbox_clock",
        sa.Column("authority", sa.String(40), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("today", sa.Date, nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("authority", "version"),
        sa.ForeignKeyConstraint(["authority"], ["head.authority"], name="fk_sandbox_clock_authority"),
    )
