"""A checkpoint is stored without the time of signing: no signature covers it, so nobody could tell whether it was changed."""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Drop the column."""
    op.drop_column("checkpoint", "signed_at")
