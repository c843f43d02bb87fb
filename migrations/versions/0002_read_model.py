"""The read tables of challenges, groups and ordinances; they can be rebuilt from the log at any time."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

CHALLENGE_INDEXES = {
    "filed": ["authority", "filed_on", "id"],
    "due": ["authority", "due_on", "id"],
    "state": ["authority", "state", "filed_on", "id"],
    "phase": ["authority", "phase", "filed_on", "id"],
    "outcome": ["authority", "outcome", "filed_on", "id"],
    "domain": ["authority", "task_domain", "filed_on", "id"],
    "handler": ["authority", "handler", "filed_on", "id"],
    "group": ["authority", "group_id", "filed_on", "id"],
}


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "challenge",
        sa.Column("authority", sa.String(40), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("phase", sa.String(16), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("outcome", sa.String(32)),
        sa.Column("task_domain", sa.String(64)),
        sa.Column("handler", sa.String(64)),
        sa.Column("group_id", sa.String(36), nullable=False),
        sa.Column("begun_by", sa.String(128), nullable=False),
        sa.Column("filed_on", sa.Date, nullable=False),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("sealed_after", sa.Integer, nullable=False),
        sa.Column("folded", sa.Text, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("personal", sa.Text, nullable=False),
        sa.Column("summary", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("authority", "id"),
        sa.UniqueConstraint("id", name="uq_challenge_id"),
        sa.ForeignKeyConstraint(["authority"], ["head.authority"], name="fk_challenge_authority"),
    )
    for name, columns in CHALLENGE_INDEXES.items():
        op.create_index(f"ix_challenge_{name}", "challenge", columns)
    op.create_table(
        "challenge_group",
        sa.Column("authority", sa.String(40), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("folded", sa.Text, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("authority", "id"),
        sa.UniqueConstraint("id", name="uq_challenge_group_id"),
        sa.ForeignKeyConstraint(["authority"], ["head.authority"], name="fk_challenge_group_authority"),
    )
    op.create_table(
        "group_representative",
        sa.Column("authority", sa.String(40), nullable=False),
        sa.Column("group_id", sa.String(36), nullable=False),
        sa.Column("person", sa.String(36), nullable=False),
        sa.PrimaryKeyConstraint("authority", "group_id", "person"),
        sa.ForeignKeyConstraint(["authority"], ["head.authority"], name="fk_group_representative_authority"),
    )
    op.create_index("ix_group_representative_person", "group_representative", ["authority", "person"])
    op.create_table(
        "ordinance_version",
        sa.Column("authority", sa.String(40), nullable=False),
        sa.Column("stream", sa.String(36), nullable=False),
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("published_on", sa.Date, nullable=False),
        sa.Column("in_force_from", sa.Date, nullable=False),
        sa.Column("in_force_until", sa.Date),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("folded", sa.Text, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("authority", "id", "number"),
        sa.UniqueConstraint("stream", name="uq_ordinance_version_stream"),
        sa.ForeignKeyConstraint(["authority"], ["head.authority"], name="fk_ordinance_version_authority"),
    )
    op.create_index("ix_ordinance_version_in_force", "ordinance_version", ["authority", "in_force_from"])
