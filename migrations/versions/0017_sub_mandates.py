"""The mandate that a sub-mandate comes from."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Add the column; mandates given before come from none."""
    op.add_column("mandate", sa.Column("under", sa.Text))
