"""The read table of mandates: the register, derived from the log."""

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    ForeignKeyConstraint,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from challenge_api.history.tables import metadata

mandate = Table(
    "mandate",
    metadata,
    Column("authority", String(40), nullable=False),
    Column("id", String(36), nullable=False),
    Column("reference", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("body", String(64), nullable=False),
    Column("up_to_cents", BigInteger),
    Column("from_on", Date, nullable=False),
    Column("until", Date),
    # reference or id of the mandate it comes from
    Column("under", Text),
    Column("version", Integer, nullable=False),
    Column("folded", Text, nullable=False),
    PrimaryKeyConstraint("authority", "id"),
    UniqueConstraint("id", name="uq_mandate_id"),
    UniqueConstraint("authority", "reference", name="uq_mandate_reference"),
    ForeignKeyConstraint(["authority"], ["head.authority"], name="fk_mandate_authority"),
)
"""Every mandate and delegation, withdrawn ones too; capabilities that take decisions read it."""
