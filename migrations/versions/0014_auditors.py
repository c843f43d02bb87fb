"""What auditors ask and read: findings and missed terms, derived and filled by a rebuild, and the record of their reads."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Create the tables, the triggers and the index on what is no case."""
    op.create_table(
        "reading",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("authority", sa.String(40), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issuer", sa.String(200), nullable=False),
        sa.Column("subject", sa.String(255), nullable=False),
        sa.Column("client", sa.String(200), nullable=False),
        sa.Column("address", sa.Text, nullable=False),
    )
    op.create_index("ix_reading_authority", "reading", ["authority", "number"])
    op.create_table(
        "challenge_finding",
        sa.Column("authority", sa.String(40), nullable=False),
        sa.Column("question", sa.String(20), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("actor", sa.String(128), nullable=False),
        sa.Column("mandate", sa.Text),
        sa.Column("days", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("authority", "question", "position", "code"),
        sa.ForeignKeyConstraint(
            ["authority", "position"], ["event.authority", "event.position"], name="fk_challenge_finding_event"
        ),
    )
    op.create_index("ix_challenge_finding_code", "challenge_finding", ["authority", "question", "code", "position"])
    op.create_index("ix_challenge_finding_mandate", "challenge_finding", ["authority", "question", "mandate", "position"])
    op.create_index("ix_challenge_finding_actor", "challenge_finding", ["authority", "question", "actor", "position"])
    op.create_table(
        "challenge_missed",
        sa.Column("authority", sa.String(40), nullable=False),
        sa.Column("challenge_id", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("about", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.PrimaryKeyConstraint("authority", "challenge_id", "kind", "about", "number"),
        sa.ForeignKeyConstraint(
            ["authority", "challenge_id"], ["challenge.authority", "challenge.id"], name="fk_challenge_missed_challenge"
        ),
    )
    columns = ["authority", "due_on", "challenge_id", "kind", "about", "number"]
    op.create_index("ix_challenge_missed_due", "challenge_missed", columns)
    others = sa.text("kind <> 'challenge'")
    op.create_index("ix_event_others", "event", ["authority", "position"], postgresql_where=others, sqlite_where=others)
    if op.get_bind().dialect.name == "postgresql":
        _guard_postgresql()
    else:
        _guard_sqlite()


def _guard_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION refuse_reading() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the record of what auditors read is append-only'; END $$"
    )
    for what in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER reading_no_{what.lower()} BEFORE {what} ON reading FOR EACH ROW EXECUTE FUNCTION refuse_reading()"
        )
    op.execute(
        "CREATE TRIGGER reading_no_truncate BEFORE TRUNCATE ON reading FOR EACH STATEMENT EXECUTE FUNCTION refuse_reading()"
    )


def _guard_sqlite() -> None:
    refuse = "BEGIN SELECT RAISE(ABORT, 'the record of what auditors read is append-only'); END"
    for what in ("UPDATE", "DELETE"):
        op.execute(f"CREATE TRIGGER reading_no_{what.lower()} BEFORE {what} ON reading {refuse}")
    op.execute(
        "CREATE TRIGGER reading_no_replace BEFORE INSERT ON reading "
        f"WHEN EXISTS (SELECT 1 FROM reading WHERE number = NEW.number) {refuse}"
    )
