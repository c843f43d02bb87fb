"""What a worklist shows of an open term beside its last day, and indexes in the very order of its pages."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

INDEXES = {
    "due": ["authority", "lapses", "due_on", "challenge_id", "kind", "about"],
    "kind": ["authority", "kind", "due_on", "challenge_id", "about"],
    "handler": ["authority", "handler", "lapses", "due_on", "challenge_id", "kind", "about"],
}


def upgrade() -> None:
    """Add the columns, null until a case moves or its terms are counted anew; make the indexes anew."""
    op.add_column("challenge_deadline", sa.Column("number", sa.Integer))
    op.add_column("challenge_deadline", sa.Column("article", sa.String(200)))
    op.add_column("challenge_deadline", sa.Column("suspended", sa.Text))
    for name, columns in INDEXES.items():
        op.drop_index(f"ix_challenge_deadline_{name}", "challenge_deadline")
        op.create_index(f"ix_challenge_deadline_{name}", "challenge_deadline", columns)
