"""Checkpoints of each authority's log, and the tree above its leaves; append-only as the log itself."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

KEYS = {
    "checkpoint": "authority = NEW.authority AND size = NEW.size",
    "full_tile": "authority = NEW.authority AND level = NEW.level AND number = NEW.number",
}


def upgrade() -> None:
    """Create the tables and their triggers."""
    op.create_table(
        "checkpoint",
        sa.Column("authority", sa.String(40), nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("root", sa.LargeBinary(32), nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("authority", "size"),
        sa.ForeignKeyConstraint(["authority"], ["head.authority"], name="fk_checkpoint_authority"),
    )
    op.create_table(
        "full_tile",
        sa.Column("authority", sa.String(40), nullable=False),
        sa.Column("level", sa.SmallInteger, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.PrimaryKeyConstraint("authority", "level", "number"),
        sa.ForeignKeyConstraint(["authority"], ["head.authority"], name="fk_full_tile_authority"),
    )
    if op.get_bind().dialect.name == "postgresql":
        for table in KEYS:
            for event in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table} FOR EACH ROW "
                    "EXECUTE FUNCTION refuse_change()"
                )
            op.execute(
                f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT "
                "EXECUTE FUNCTION refuse_change()"
            )
        return
    refuse = "BEGIN SELECT RAISE(ABORT, 'history is append-only'); END"
    for table, same in KEYS.items():
        for event in ("UPDATE", "DELETE"):
            op.execute(f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table} {refuse}")
        op.execute(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) {refuse}"
        )
