"""The register of mandates; derived, and rebuilt from the log at any time."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "mandate",
        sa.Column("authority", sa.String(40), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("reference", sa.Text, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("body", sa.String(64), nullable=False),
        sa.Column("up_to_cents", sa.BigInteger),
        sa.Column("from_on", sa.Date, nullable=False),
        sa.Column("until", sa.Date),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("folded", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("authority", "id"),
        sa.UniqueConstraint("id", name="uq_mandate_id"),
        sa.UniqueConstraint("authority", "reference", name="uq_mandate_reference"),
        sa.ForeignKeyConstraint(["authority"], ["head.authority"], name="fk_mandate_authority"),
    )
