"""The log, what lies beside it, and the triggers that keep it append-only.

Imports nothing of the service: a migration stays what it was when the code moves on.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

NOW_FIXED = {
    "event": [
        "authority",
        "position",
        "stream",
        "kind",
        "version",
        "type",
        "recorded_at",
        "occurred_on",
        "actor",
        "client",
        "role",
        "state_before",
        "state_after",
        "leaf",
    ],
    "private_item": ["authority", "position", "ordinal", "stream", "subject", "field"],
}
ERASABLE = {"event": ["entry"], "private_item": ["salt", "value"]}
KEYS = {
    "event": ["(authority = NEW.authority AND position = NEW.position)",
              "(authority = NEW.authority AND stream = NEW.stream AND version = NEW.version)"],
    "private_item": ["(authority = NEW.authority AND position = NEW.position AND ordinal = NEW.ordinal)"],
    "transition": ["(kind = NEW.kind AND state_before = NEW.state_before AND type = NEW.type AND state_after = NEW.state_after)"],
}  # fmt: skip


def upgrade() -> None:
    """Create the tables and the triggers."""
    _tables()
    if op.get_bind().dialect.name == "postgresql":
        _triggers_postgresql()
    else:
        _triggers_sqlite()


def _tables() -> None:
    instant = sa.DateTime(timezone=True)
    op.create_table(
        "transition",
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("state_before", sa.String(64), nullable=False),
        sa.Column("type", sa.String(64), nullable=False),
        sa.Column("state_after", sa.String(64), nullable=False),
        sa.Column("retired", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("kind", "state_before", "type", "state_after"),
    )
    op.create_table(
        "head",
        sa.Column("authority", sa.String(40), primary_key=True),
        sa.Column("position", sa.Integer, nullable=False),
    )
    op.create_table(
        "event",
        sa.Column("authority", sa.String(40), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("stream", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("previous_version", sa.Integer, sa.Computed("nullif(version - 1, 0)", persisted=True)),
        sa.Column("type", sa.String(64), nullable=False),
        sa.Column("recorded_at", instant, nullable=False),
        sa.Column("occurred_on", sa.Date, nullable=False),
        sa.Column("actor", sa.String(128), nullable=False),
        sa.Column("client", sa.String(200), nullable=False),
        sa.Column("role", sa.String(200), nullable=False),
        sa.Column("state_before", sa.String(64), nullable=False),
        sa.Column("state_after", sa.String(64), nullable=False),
        sa.Column("entry", sa.Text),
        sa.Column("leaf", sa.LargeBinary(32), nullable=False),
        sa.PrimaryKeyConstraint("authority", "position"),
        sa.UniqueConstraint("authority", "stream", "version", name="uq_event_version"),
        sa.UniqueConstraint("authority", "stream", "version", "kind", "state_after", name="uq_event_walk"),
        sa.CheckConstraint("version >= 1", name="ck_event_version"),
        sa.CheckConstraint("(version = 1) = (state_before = 'none')", name="ck_event_first"),
        sa.ForeignKeyConstraint(["authority"], ["head.authority"], name="fk_event_authority"),
        sa.ForeignKeyConstraint(
            ["authority", "stream", "previous_version", "kind", "state_before"],
            ["event.authority", "event.stream", "event.version", "event.kind", "event.state_after"],
            name="fk_event_walk",
        ),
        sa.ForeignKeyConstraint(
            ["kind", "state_before", "type", "state_after"],
            ["transition.kind", "transition.state_before", "transition.type", "transition.state_after"],
            name="fk_event_legal",
        ),
    )
    op.create_index("ix_event_recorded", "event", ["authority", "recorded_at"])
    op.create_table(
        "private_item",
        sa.Column("authority", sa.String(40), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("ordinal", sa.SmallInteger, nullable=False),
        sa.Column("stream", sa.String(64), nullable=False),
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column("field", sa.String(200), nullable=False),
        sa.Column("salt", sa.LargeBinary(16)),
        sa.Column("value", sa.Text),
        sa.Column("erased_at", instant),
        sa.PrimaryKeyConstraint("authority", "position", "ordinal"),
        sa.ForeignKeyConstraint(["authority", "position"], ["event.authority", "event.position"], name="fk_private_item_event"),
    )
    op.create_index("ix_private_item_subject", "private_item", ["authority", "subject"])
    op.create_index("ix_private_item_stream", "private_item", ["authority", "stream"])
    op.create_table(
        "person",
        sa.Column("authority", sa.String(40), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("issuer", sa.String(200)),
        sa.Column("subject", sa.String(255)),
        sa.PrimaryKeyConstraint("authority", "id"),
        sa.UniqueConstraint("authority", "issuer", "subject", name="uq_person_subject"),
        sa.ForeignKeyConstraint(["authority"], ["head.authority"], name="fk_person_authority"),
    )
    op.create_table(
        "idempotency_key",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("authority", sa.String(40), nullable=False),
        sa.Column("stream", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("status", sa.SmallInteger, nullable=False),
        sa.Column("location", sa.Text, nullable=False),
        sa.Column("etag", sa.String(64), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("created_at", instant, nullable=False),
    )
    op.create_index("ix_idempotency_key_created", "idempotency_key", ["created_at"])
    op.create_index("ix_idempotency_key_stream", "idempotency_key", ["authority", "stream"])


def _changed(table: str, unlike: str) -> str:
    """Give the condition that a row changed in a way that is never allowed."""
    fixed = [f"NEW.{column} {unlike} OLD.{column}" for column in NOW_FIXED[table]]
    erasable = [f"(NEW.{column} IS NOT NULL AND NEW.{column} {unlike} OLD.{column})" for column in ERASABLE[table]]
    if table == "private_item":
        erasable.append(f"(OLD.erased_at IS NOT NULL AND NEW.erased_at {unlike} OLD.erased_at)")
        erasable.append("((NEW.value IS NULL) <> (NEW.erased_at IS NOT NULL))")
    return " OR ".join(fixed + erasable)


def _triggers_postgresql() -> None:
    op.execute(
        """
        CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'history is append-only: % on % is refused', TG_OP, TG_TABLE_NAME
                USING ERRCODE = 'restrict_violation';
        END $$
        """
    )
    for table in ("event", "private_item"):
        op.execute(
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} FOR EACH ROW "
            f"WHEN ({_changed(table, 'IS DISTINCT FROM')}) EXECUTE FUNCTION refuse_change()"
        )
    op.execute(
        "CREATE TRIGGER transition_no_update BEFORE UPDATE ON transition FOR EACH ROW "
        "WHEN (NEW.kind <> OLD.kind OR NEW.state_before <> OLD.state_before OR NEW.type <> OLD.type "
        "OR NEW.state_after <> OLD.state_after) EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        "CREATE TRIGGER head_no_return BEFORE UPDATE ON head FOR EACH ROW "
        "WHEN (NEW.authority <> OLD.authority OR NEW.position < OLD.position) EXECUTE FUNCTION refuse_change()"
    )
    for table in ("event", "private_item", "transition", "head"):
        op.execute(f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()")
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def _triggers_sqlite() -> None:
    refuse = "BEGIN SELECT RAISE(ABORT, 'history is append-only'); END"
    for table in ("event", "private_item"):
        op.execute(f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} WHEN {_changed(table, 'IS NOT')} {refuse}")
    op.execute(
        "CREATE TRIGGER transition_no_update BEFORE UPDATE ON transition "
        "WHEN NEW.kind <> OLD.kind OR NEW.state_before <> OLD.state_before OR NEW.type <> OLD.type "
        f"OR NEW.state_after <> OLD.state_after {refuse}"
    )
    op.execute(
        "CREATE TRIGGER head_no_return BEFORE UPDATE ON head "
        f"WHEN NEW.authority <> OLD.authority OR NEW.position < OLD.position {refuse}"
    )
    for table in ("event", "private_item", "transition", "head"):
        op.execute(f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}")
    # INSERT OR REPLACE removes a row without a DELETE trigger where recursive triggers are off
    for table, keys in KEYS.items():
        op.execute(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {' OR '.join(keys)}) {refuse}"
        )
