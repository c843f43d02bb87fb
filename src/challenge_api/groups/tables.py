"""The read tables of groups."""

from sqlalchemy import Column, ForeignKeyConstraint, Index, Integer, PrimaryKeyConstraint, String, Table, Text, UniqueConstraint

from challenge_api.history.tables import metadata

challenge_group = Table(
    "challenge_group",
    metadata,
    Column("authority", String(40), nullable=False),
    Column("id", String(36), nullable=False),
    Column("version", Integer, nullable=False),
    Column("folded", Text, nullable=False),
    Column("document", Text, nullable=False),
    PrimaryKeyConstraint("authority", "id"),
    UniqueConstraint("id", name="uq_challenge_group_id"),
    ForeignKeyConstraint(["authority"], ["head.authority"], name="fk_challenge_group_authority"),
)
group_representative = Table(
    "group_representative",
    metadata,
    Column("authority", String(40), nullable=False),
    Column("group_id", String(36), nullable=False),
    Column("person", String(36), nullable=False),
    PrimaryKeyConstraint("authority", "group_id", "person"),
    ForeignKeyConstraint(["authority"], ["head.authority"], name="fk_group_representative_authority"),
    Index("ix_group_representative_person", "authority", "person"),
)
"""Who speaks for which group; capabilities that ask whether a viewer does read it too."""
