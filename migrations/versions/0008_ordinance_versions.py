"""Drafts of ordinances, and published versions that nothing changes."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

COLUMNS = "authority, stream, id, number, state, title, published_on, in_force_from, in_force_until, version, folded, document"
FROZEN = ("authority", "stream", "id", "number", "title", "published_on", "in_force_from", "document")
"""What a published version says: none of it changes."""


def upgrade() -> None:
    """Make the table anew with dates that a draft does not have yet, and guard what was published."""
    op.rename_table("ordinance_version", "ordinance_version_before")
    op.drop_index("ix_ordinance_version_in_force", "ordinance_version_before")
    if op.get_bind().dialect.name == "postgresql":
        for name in ("pk_ordinance_version", "ordinance_version_pkey"):
            op.execute(f"ALTER TABLE ordinance_version_before DROP CONSTRAINT IF EXISTS {name}")
        op.execute("ALTER TABLE ordinance_version_before DROP CONSTRAINT uq_ordinance_version_stream")
        op.execute("ALTER TABLE ordinance_version_before DROP CONSTRAINT fk_ordinance_version_authority")
    op.create_table(
        "ordinance_version",
        sa.Column("authority", sa.String(40), nullable=False),
        sa.Column("stream", sa.String(36), nullable=False),
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("published_on", sa.Date),
        sa.Column("in_force_from", sa.Date),
        sa.Column("in_force_until", sa.Date),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("folded", sa.Text, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("authority", "id", "number"),
        sa.UniqueConstraint("stream", name="uq_ordinance_version_stream"),
        sa.ForeignKeyConstraint(["authority"], ["head.authority"], name="fk_ordinance_version_authority"),
    )
    op.execute(f"INSERT INTO ordinance_version ({COLUMNS}) SELECT {COLUMNS} FROM ordinance_version_before")
    op.drop_table("ordinance_version_before")
    op.create_index("ix_ordinance_version_in_force", "ordinance_version", ["authority", "in_force_from"])
    if op.get_bind().dialect.name == "postgresql":
        _guard_postgresql()
    else:
        _guard_sqlite()


def _changes(differs: str) -> str:
    """What no update of a published version may do: change its words, its end but with its state, or take the state back."""
    words = [f"NEW.{name} {differs} OLD.{name}" for name in FROZEN]
    end = f"(NEW.in_force_until {differs} OLD.in_force_until AND NEW.state = OLD.state)"
    state = "(NEW.state <> OLD.state AND NOT (OLD.state = 'published' AND NEW.state IN ('superseded', 'repealed')))"
    return " OR ".join((*words, end, state))


def _guard_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION refuse_ordinance() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'a published ordinance never changes'; END $$"
    )
    refuse = "EXECUTE FUNCTION refuse_ordinance()"
    op.execute(
        "CREATE TRIGGER ordinance_version_no_update BEFORE UPDATE ON ordinance_version FOR EACH ROW "
        f"WHEN (OLD.state <> 'draft' AND ({_changes('IS DISTINCT FROM')})) {refuse}"
    )
    op.execute(
        "CREATE TRIGGER ordinance_version_no_delete BEFORE DELETE ON ordinance_version FOR EACH ROW "
        f"WHEN (OLD.state <> 'draft') {refuse}"
    )
    op.execute(f"CREATE TRIGGER ordinance_version_no_truncate BEFORE TRUNCATE ON ordinance_version FOR EACH STATEMENT {refuse}")


def _guard_sqlite() -> None:
    refuse = "BEGIN SELECT RAISE(ABORT, 'a published ordinance never changes'); END"
    op.execute(
        "CREATE TRIGGER ordinance_version_no_update BEFORE UPDATE ON ordinance_version "
        f"WHEN OLD.state <> 'draft' AND ({_changes('IS NOT')}) {refuse}"
    )
    op.execute(
        f"CREATE TRIGGER ordinance_version_no_delete BEFORE DELETE ON ordinance_version WHEN OLD.state <> 'draft' {refuse}"
    )
    # INSERT OR REPLACE removes a row without a DELETE trigger where recursive triggers are off
    same = "id = NEW.id AND number = NEW.number AND authority = NEW.authority"
    differs = " OR ".join(f"{name} IS NOT NEW.{name}" for name in FROZEN)
    op.execute(
        "CREATE TRIGGER ordinance_version_no_replace BEFORE INSERT ON ordinance_version "
        f"WHEN EXISTS (SELECT 1 FROM ordinance_version WHERE state <> 'draft' AND "
        f"(({same}) OR stream = NEW.stream) AND ({differs})) {refuse}"
    )
