"""The id of a person follows from whom it stands for and a salt, so that nobody can put somebody else behind it."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the salt."""
    op.add_column("person", sa.Column("salt", sa.LargeBinary(16)))
