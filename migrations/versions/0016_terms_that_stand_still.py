"""An index of the terms that stand still, or did, in the order of the worklist."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Make the index; it holds few rows."""
    still = sa.text("suspended IS NOT NULL")
    columns = ["authority", "lapses", "due_on", "challenge_id", "kind", "about"]
    op.create_index("ix_challenge_deadline_suspended", "challenge_deadline", columns, sqlite_where=still, postgresql_where=still)
