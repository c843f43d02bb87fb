"""Tables of the log and of what lies beside it; the one `MetaData` that every capability's read tables share.

The database itself keeps the walk: a stream starts from state `none`, each event begins in the state that the one before it left,
and (kind, state before, type, state after) is a row of the transition table. Triggers (see the migrations) refuse to change or
remove what is there. Details and measurements: `docs/architecture.md`.
"""

from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Computed,
    Date,
    DateTime,
    Dialect,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    SmallInteger,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)


class Instant(TypeDecorator[datetime]):
    """A moment in UTC: refuses naive values, gives aware ones, on a database that drops the zone as well."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant has a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Give an aware value in UTC."""
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


metadata = MetaData()


def partly(condition: str) -> dict[str, Any]:
    """Give the arguments of an index over the rows of a condition alone."""
    return {"postgresql_where": text(condition), "sqlite_where": text(condition)}


AUTHORITY: Final = String(40)
STREAM: Final = String(64)
KIND: Final = String(32)
CODE: Final = String(64)

ABOUT_A_PERSON: Final = "subject <> 'case'"
"""Of a private text; as a condition written out, for SQLite knows an index over some rows by the words of its condition."""

transition = Table(
    "transition",
    metadata,
    Column("kind", KIND, nullable=False),
    Column("state_before", CODE, nullable=False),
    Column("type", CODE, nullable=False),
    Column("state_after", CODE, nullable=False),
    Column("retired", Boolean, nullable=False),
    PrimaryKeyConstraint("kind", "state_before", "type", "state_after"),
)
"""Every legal step of every kind of stream; rows are never deleted, only marked retired."""

head = Table(
    "head",
    metadata,
    Column("authority", AUTHORITY, primary_key=True),
    Column("position", Integer, nullable=False),
)
"""The last position of each authority's log."""

event = Table(
    "event",
    metadata,
    Column("authority", AUTHORITY, nullable=False),
    Column("position", Integer, nullable=False),
    Column("stream", STREAM, nullable=False),
    Column("kind", KIND, nullable=False),
    Column("version", Integer, nullable=False),
    # stored, not virtual: a foreign key of PostgreSQL needs it so
    Column("previous_version", Integer, Computed("nullif(version - 1, 0)", persisted=True)),
    Column("type", CODE, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("occurred_on", Date, nullable=False),
    Column("actor", String(128), nullable=False),
    Column("client", String(200), nullable=False),
    Column("role", String(200), nullable=False),
    # never null: a null would switch both foreign keys off
    Column("state_before", CODE, nullable=False),
    Column("state_after", CODE, nullable=False),
    # the very text that was hashed; goes only at the end of retention
    Column("entry", Text),
    Column("leaf", LargeBinary(32), nullable=False),
    PrimaryKeyConstraint("authority", "position"),
    UniqueConstraint("authority", "stream", "version", name="uq_event_version"),
    UniqueConstraint("authority", "stream", "version", "kind", "state_after", name="uq_event_walk"),
    CheckConstraint("version >= 1", name="ck_event_version"),
    CheckConstraint("(version = 1) = (state_before = 'none')", name="ck_event_first"),
    ForeignKeyConstraint(["authority"], ["head.authority"], name="fk_event_authority"),
    ForeignKeyConstraint(
        ["authority", "stream", "previous_version", "kind", "state_before"],
        ["event.authority", "event.stream", "event.version", "event.kind", "event.state_after"],
        name="fk_event_walk",
    ),
    ForeignKeyConstraint(
        ["kind", "state_before", "type", "state_after"],
        ["transition.kind", "transition.state_before", "transition.type", "transition.state_after"],
        name="fk_event_legal",
    ),
    Index("ix_event_recorded", "authority", "recorded_at"),
    # everything but cases: rules, roles, erasures are few among them
    Index("ix_event_others", "authority", "position", **partly("kind <> 'challenge'")),
)
"""Every event of every authority, in one dense order each."""

private_item = Table(
    "private_item",
    metadata,
    Column("authority", AUTHORITY, nullable=False),
    Column("position", Integer, nullable=False),
    Column("ordinal", SmallInteger, nullable=False),
    Column("stream", STREAM, nullable=False),
    Column("subject", CODE, nullable=False),
    Column("field", String(200), nullable=False),
    Column("salt", LargeBinary(16)),
    Column("value", Text),
    Column("erased_at", Instant),
    PrimaryKeyConstraint("authority", "position", "ordinal"),
    ForeignKeyConstraint(["authority", "position"], ["event.authority", "event.position"], name="fk_private_item_event"),
    Index("ix_private_item_subject", "authority", "subject", **partly(ABOUT_A_PERSON)),
)
"""Texts that a person typed, each with its salt; the log holds only their salted hash."""

checkpoint = Table(
    "checkpoint",
    metadata,
    Column("authority", AUTHORITY, nullable=False),
    Column("size", Integer, nullable=False),
    Column("root", LargeBinary(32), nullable=False),
    # the signed note as it was published, byte for byte
    Column("note", Text, nullable=False),
    PrimaryKeyConstraint("authority", "size"),
    ForeignKeyConstraint(["authority"], ["head.authority"], name="fk_checkpoint_authority"),
)
"""Every checkpoint that was signed of each authority's log: so many leaves, and the hash of the tree over them."""

full_tile = Table(
    "full_tile",
    metadata,
    Column("authority", AUTHORITY, nullable=False),
    Column("level", SmallInteger, nullable=False),
    Column("number", Integer, nullable=False),
    Column("hash", LargeBinary(32), nullable=False),
    PrimaryKeyConstraint("authority", "level", "number"),
    ForeignKeyConstraint(["authority"], ["head.authority"], name="fk_full_tile_authority"),
)
"""The tree above the leaves: hash `number` of each level of tiles, one for each full tile of the level below."""

person = Table(
    "person",
    metadata,
    Column("authority", AUTHORITY, nullable=False),
    Column("id", String(36), nullable=False),
    Column("issuer", String(200)),
    Column("subject", String(255)),
    # with issuer and subject it gives the id, so nobody can put somebody else behind it
    Column("salt", LargeBinary(16)),
    PrimaryKeyConstraint("authority", "id"),
    UniqueConstraint("authority", "issuer", "subject", name="uq_person_subject"),
    ForeignKeyConstraint(["authority"], ["head.authority"], name="fk_person_authority"),
)
"""Which person an actor id stands for at one authority: private and erasable."""

idempotency_key = Table(
    "idempotency_key",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("fingerprint", String(64), nullable=False),
    Column("authority", AUTHORITY, nullable=False),
    Column("stream", STREAM, nullable=False),
    Column("version", Integer, nullable=False),
    Column("status", SmallInteger, nullable=False),
    Column("location", Text, nullable=False),
    Column("etag", String(64), nullable=False),
    Column("body", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Index("ix_idempotency_key_created", "created_at"),
    Index("ix_idempotency_key_stream", "authority", "stream"),
)
"""First answers to requests that carried an Idempotency-Key, kept for 30 days; `id` hashes client, person, route and key."""

reading = Table(
    "reading",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("authority", AUTHORITY, nullable=False),
    Column("read_at", Instant, nullable=False),
    Column("issuer", String(200), nullable=False),
    # empty for a client without a person
    Column("subject", String(255), nullable=False),
    Column("client", String(200), nullable=False),
    # path and query of what was read
    Column("address", Text, nullable=False),
    Index("ix_reading_read", "authority", "read_at", "number"),
)
"""Every read by an auditor: append-only, and no part of the log."""

ERASABLE: Final = {"event": ("entry",), "private_item": ("salt", "value")}
"""Columns that may be set to NULL, and never back."""
