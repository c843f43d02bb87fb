"""The read table of ordinance versions."""

from sqlalchemy import (
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from challenge_api.history.tables import metadata

ordinance_version = Table(
    "ordinance_version",
    metadata,
    Column("authority", String(40), nullable=False),
    Column("stream", String(36), nullable=False),
    Column("id", String(64), nullable=False),
    Column("number", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("title", Text, nullable=False),
    Column("published_on", Date),
    Column("in_force_from", Date),
    Column("in_force_until", Date),
    Column("version", Integer, nullable=False),
    Column("folded", Text, nullable=False),
    Column("document", Text, nullable=False),
    PrimaryKeyConstraint("authority", "id", "number"),
    UniqueConstraint("stream", name="uq_ordinance_version_stream"),
    ForeignKeyConstraint(["authority"], ["head.authority"], name="fk_ordinance_version_authority"),
    Index("ix_ordinance_version_in_force", "authority", "in_force_from"),
)
"""Every version; capabilities that ask for an authority's rules read it too.

Once a version is published the database itself refuses to change what it says, or to remove it (migration 0008).
"""
