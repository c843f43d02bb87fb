"""Challenge events → read table; the only writer of it.

What lists filter by, the folded case that the next move loads, and the representation as it goes out are written once here, in
the transaction of the move, and read as bytes.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete

from challenge_api.challenges import due_dates, duties, findings, periods, representation
from challenge_api.challenges.case import Case
from challenge_api.challenges.clocks import Deadline
from challenge_api.challenges.decider import AGGREGATE
from challenge_api.challenges.tables import (
    challenge,
    challenge_deadline,
    challenge_duty,
    challenge_finding,
    challenge_missed,
    challenge_party,
    challenge_period,
)
from challenge_api.history import proofs, replay, store
from challenge_api.history.entries import dump
from challenge_api.history.moves import Change
from challenge_api.history.writes import Writes


@dataclass(frozen=True, slots=True)
class Projected:
    """The representation as it was written."""

    document: str
    personal: str


def project(writes: Writes, change: Change[Case]) -> Projected:
    """Write the case as it is now; gives its representation."""
    case = change.after
    if case.state == "discarded" and change.before.state == "draft":
        case = _erased(writes, change)
    folded = dump(case)
    said = representation.members_of(folded)
    document = proofs.written(representation.document(change.authority, change.stream, case, said))
    personal = proofs.written(representation.personal(said))
    row = {
        "authority": change.authority,
        "id": change.stream,
        "version": case.version,
        **periods.listed(case),
        "sealed_after": case.sealed_after,
        "folded": folded,
        "document": document,
        "personal": personal,
        "summary": proofs.written(representation.summary(change.authority, change.stream, case)),
    }
    found: Sequence[Deadline] | None = None
    if change.before.version == 0:
        found = due_dates.terms(writes.connection, case)
        writes.put(challenge, row | {"due_on": due_dates.earliest(found)})
        due_dates.write(writes, change, (), found)
        findings.write_missed(writes, change, (), found)
    elif due_dates.same_terms(change.before, case):
        writes.change(challenge, row)
    else:
        found = due_dates.terms(writes.connection, case)
        writes.change(challenge, row | {"due_on": due_dates.earliest(found)})
        before = due_dates.terms(writes.connection, change.before)
        due_dates.write(writes, change, before, found)
        findings.write_missed(writes, change, before, found)
    periods.write(writes, change, found)
    duties.write(writes, change)
    findings.write(writes, change)
    for party in sorted(_parties(case) - _parties(change.before)):
        writes.put(challenge_party, {"authority": change.authority, "challenge_id": change.stream, "person": party})
    return Projected(document, personal)


def _parties(case: Case) -> set[str]:
    """Give the third parties who are interested parties of the case."""
    return {objection.party for objection in case.objections if objection.party is not None}


def clear(connection: Connection) -> None:
    """Empty the read tables, to be built anew."""
    connection.execute(delete(challenge_duty))
    connection.execute(delete(challenge_deadline))
    connection.execute(delete(challenge_period))
    connection.execute(delete(challenge_finding))
    connection.execute(delete(challenge_missed))
    connection.execute(delete(challenge_party))
    connection.execute(delete(challenge))


def _erased(writes: Writes, change: Change[Case]) -> Case:
    """A discarded draft loses its texts at once (GDPR 17); its case is folded anew without them."""
    at = change.recorded[-1].recorded_at
    writes.then(lambda connection: store.erase_stream(connection, change.authority, change.stream, at))
    return replay.without_texts(writes.connection, AGGREGATE, change)
