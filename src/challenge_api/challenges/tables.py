"""The read tables of challenges, derived from the log and rebuilt from it at any time, and the links to their calendars."""

from typing import Any

from sqlalchemy import (
    Boolean,
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

from challenge_api.history.tables import Instant, metadata, partly


def _listed() -> tuple[Column[Any], ...]:
    """Give the columns that lists filter and sort by: of today, and of each period of the past."""
    return (
        Column("phase", String(16), nullable=False),
        Column("state", String(32), nullable=False),
        Column("outcome", String(32)),
        Column("task_domain", String(64)),
        Column("handler", String(64)),
        Column("group_id", String(36), nullable=False),
        Column("begun_by", String(128), nullable=False),
        # day of receipt, for a draft the day it was begun: never null, so that pages can rest on it
        Column("filed_on", Date, nullable=False),
        # earliest day on which a term of the open case ends; 9999-12-31 when none runs
        Column("due_on", Date, nullable=False),
    )


challenge = Table(
    "challenge",
    metadata,
    Column("authority", String(40), nullable=False),
    Column("id", String(36), nullable=False),
    Column("version", Integer, nullable=False),
    *_listed(),
    # score sheets of later versions than this are sealed
    Column("sealed_after", Integer, nullable=False),
    Column("folded", Text, nullable=False),
    Column("document", Text, nullable=False),
    # the fields about persons, which the audit view does not have
    Column("personal", Text, nullable=False),
    Column("summary", Text, nullable=False),
    PrimaryKeyConstraint("authority", "id"),
    UniqueConstraint("id", name="uq_challenge_id"),
    ForeignKeyConstraint(["authority"], ["head.authority"], name="fk_challenge_authority"),
    Index("ix_challenge_filed", "authority", "filed_on", "id"),
    Index("ix_challenge_due", "authority", "due_on", "id"),
    Index("ix_challenge_state", "authority", "state", "filed_on", "id"),
    Index("ix_challenge_phase", "authority", "phase", "filed_on", "id"),
    Index("ix_challenge_outcome", "authority", "outcome", "filed_on", "id", **partly("outcome IS NOT NULL")),
    Index("ix_challenge_domain", "authority", "task_domain", "filed_on", "id"),
    Index("ix_challenge_handler", "authority", "handler", "filed_on", "id", **partly("handler IS NOT NULL")),
    Index("ix_challenge_group", "authority", "group_id", "filed_on", "id"),
)
"""One row a challenge: what lists filter and sort by, the folded case, and its representation as it goes out."""

challenge_period = Table(
    "challenge_period",
    metadata,
    Column("authority", String(40), nullable=False),
    Column("id", String(36), nullable=False),
    # of the event that made the case so, and of the one that ended it (not included); 2^31 - 1 while it stands
    Column("position", Integer, nullable=False),
    Column("until_position", Integer, nullable=False),
    # days from and until (not included) which the last days were counted so: a decree may be published in between
    Column("believed_from", Date, nullable=False),
    Column("believed_until", Date, nullable=False),
    *_listed(),
    PrimaryKeyConstraint("authority", "id", "position", "believed_from"),
    ForeignKeyConstraint(["authority", "id"], ["challenge.authority", "challenge.id"], name="fk_challenge_period_challenge"),
    Index("ix_challenge_period_filed", "authority", "filed_on", "id", "position", "until_position", "phase", "state"),
    Index("ix_challenge_period_due", "authority", "due_on", "id", "position", "until_position", "phase", "state"),
    Index("ix_challenge_period_state", "authority", "state", "filed_on", "id", "position", "until_position"),
    Index("ix_challenge_period_phase", "authority", "phase", "filed_on", "id", "position", "until_position"),
    Index("ix_challenge_period_outcome", "authority", "outcome", "filed_on", "id", **partly("outcome IS NOT NULL")),
    Index("ix_challenge_period_domain", "authority", "task_domain", "filed_on", "id"),
    Index("ix_challenge_period_handler", "authority", "handler", "filed_on", "id", **partly("handler IS NOT NULL")),
    Index("ix_challenge_period_group", "authority", "group_id", "filed_on", "id"),
)
"""What a list filtered and sorted a case by, in each period of its past and now: lists as of a moment are ranges of it."""

challenge_finding = Table(
    "challenge_finding",
    metadata,
    Column("authority", String(40), nullable=False),
    Column("question", String(20), nullable=False),
    Column("position", Integer, nullable=False),
    # who decided, the ground, the kind of event: what the question is about
    Column("code", String(64), nullable=False),
    Column("actor", String(128), nullable=False),
    Column("mandate", Text),
    # from what happened until it was recorded
    Column("days", Integer, nullable=False),
    PrimaryKeyConstraint("authority", "question", "position", "code"),
    ForeignKeyConstraint(["authority", "position"], ["event.authority", "event.position"], name="fk_challenge_finding_event"),
    Index("ix_challenge_finding_code", "authority", "question", "code", "position"),
    Index("ix_challenge_finding_actor", "authority", "question", "actor", "position", "code"),
    Index(
        "ix_challenge_finding_mandate",
        *("authority", "question", "mandate", "position", "code"),
        **partly("mandate IS NOT NULL"),
    ),
    Index(
        "ix_challenge_finding_mandate_actor",
        *("authority", "question", "mandate", "actor", "position", "code"),
        **partly("mandate IS NOT NULL"),
    ),
    Index(
        "ix_challenge_finding_days",
        *("authority", "question", "days", "position"),
        **partly("days > 0"),
    ),
)
"""Which events answer which question of an auditor's."""

challenge_missed = Table(
    "challenge_missed",
    metadata,
    Column("authority", String(40), nullable=False),
    Column("challenge_id", String(36), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("about", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    # version of the case whose event took the term away; 0 as the case stands
    Column("until_version", Integer, nullable=False),
    Column("due_on", Date, nullable=False),
    # null of a term that waits behind the first of its row, which is in `challenge_deadline`
    Column("done_on", Date),
    # penalty, in euro cents
    Column("cents", Integer, nullable=False),
    PrimaryKeyConstraint("authority", "challenge_id", "kind", "about", "number", "until_version"),
    ForeignKeyConstraint(
        ["authority", "challenge_id"], ["challenge.authority", "challenge.id"], name="fk_challenge_missed_challenge"
    ),
    Index("ix_challenge_missed_due", "authority", "due_on", "challenge_id", "kind", "about", "number", "until_version"),
)
"""Terms that were met, lost their object, or were taken away, after their last day; and of a row those behind the first."""

challenge_party = Table(
    "challenge_party",
    metadata,
    Column("authority", String(40), nullable=False),
    Column("challenge_id", String(36), nullable=False),
    Column("person", String(36), nullable=False),
    PrimaryKeyConstraint("authority", "challenge_id", "person"),
    ForeignKeyConstraint(
        ["authority", "challenge_id"], ["challenge.authority", "challenge.id"], name="fk_challenge_party_challenge"
    ),
    Index("ix_challenge_party_person", "authority", "person"),
)
"""Third parties who objected in a case: it is there for them from then on (Awb 1:2)."""

challenge_deadline = Table(
    "challenge_deadline",
    metadata,
    Column("authority", String(40), nullable=False),
    Column("challenge_id", String(36), nullable=False),
    Column("kind", String(32), nullable=False),
    # version of the case that records what the term is about; 0 where there can be only one
    Column("about", Integer, nullable=False),
    Column("starts_on", Date, nullable=False),
    # 9999-12-31 while it stands still and nobody knows until when
    Column("due_on", Date, nullable=False),
    # whether a power ends with the term, so that passing it is no fault: it is never overdue
    Column("lapses", Boolean, nullable=False),
    # handler of the case, here as well so that a worklist is one index scan
    Column("handler", String(64)),
    # which of a row of terms: the third report
    Column("number", Integer),
    Column("article", String(200)),
    # first and last day of each suspension, as JSON; null when there is none
    Column("suspended", Text),
    PrimaryKeyConstraint("authority", "challenge_id", "kind", "about"),
    ForeignKeyConstraint(
        ["authority", "challenge_id"], ["challenge.authority", "challenge.id"], name="fk_challenge_deadline_challenge"
    ),
    Index("ix_challenge_deadline_due", "authority", "lapses", "due_on", "challenge_id", "kind", "about"),
    Index("ix_challenge_deadline_kind", "authority", "kind", "due_on", "challenge_id", "about"),
    Index(
        "ix_challenge_deadline_handler",
        *("authority", "handler", "lapses", "due_on", "challenge_id", "kind", "about"),
        **partly("handler IS NOT NULL"),
    ),
    # few terms stand still, or ever did
    Index(
        "ix_challenge_deadline_suspended",
        *("authority", "lapses", "due_on", "challenge_id", "kind", "about"),
        **partly("suspended IS NOT NULL"),
    ),
    Index("ix_challenge_deadline_begun", "authority", "kind", "starts_on", "challenge_id"),
)
"""One row a term that a case still waits for; whether it is overdue is computed at reading. Of a row of reports the next."""

challenge_duty = Table(
    "challenge_duty",
    metadata,
    Column("authority", String(40), nullable=False),
    Column("challenge_id", String(36), nullable=False),
    # type of the event that records it
    Column("duty", String(32), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("about", Integer, nullable=False),
    Column("due_on", Date, nullable=False),
    PrimaryKeyConstraint("authority", "challenge_id", "duty", "kind", "about", "due_on"),
    ForeignKeyConstraint(
        ["authority", "challenge_id"], ["challenge.authority", "challenge.id"], name="fk_challenge_duty_challenge"
    ),
)
"""What the service told itself of which term and last day: the key is why it tells it once."""

calendar_link = Table(
    "calendar_link",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("secret_hash", String(64), nullable=False),
    Column("authority", String(40), nullable=False),
    Column("person", String(36), nullable=False),
    Column("client", String(200), nullable=False),
    # roles at the authority, as the token said when the link was made or renewed
    Column("roles", String(200), nullable=False),
    # null for a worklist; no reference, because a rebuild empties what it would refer to
    Column("challenge_id", String(36)),
    Column("chosen", Text, nullable=False),
    Column("language", String(2), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("key", String(64)),
    Column("fingerprint", String(64)),
    UniqueConstraint("secret_hash", name="uq_calendar_link_secret"),
    UniqueConstraint("key", name="uq_calendar_link_key"),
    ForeignKeyConstraint(["authority", "person"], ["person.authority", "person.id"], name="fk_calendar_link_person"),
    Index("ix_calendar_link_person", "authority", "person"),
)
"""Secret links to calendars; `key` and `fingerprint` are those of the Idempotency-Key that one was made with."""
