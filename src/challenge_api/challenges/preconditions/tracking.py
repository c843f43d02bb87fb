"""Tests of dates, of withdrawal and of the tracks beside the states."""

from collections.abc import Iterator
from datetime import date

from challenge_api.challenges import commands as asked
from challenge_api.challenges.clocks import decision_term
from challenge_api.challenges.commands import tracks
from challenge_api.challenges.preconditions.situation import Situation, refused
from challenge_api.law.deadlines import Extension, end_of
from challenge_api.law.errors import Refusal


def withdrawn_today(at: Situation, command: asked.Withdraw) -> Iterator[Refusal]:
    """A withdrawal over the API is received today (Awb 2:20)."""
    if command.received_on != at.today:
        yield refused("receipt-date-by-intake", "Awb 2:20", "What comes in over the API is received today.", "/receivedOn")


def decision_to_announce(at: Situation, command: tracks.Announce) -> Iterator[Refusal]:
    """A decision is announced once, and not before it was taken (Awb 3:40, 3:41)."""
    decision = at.case.decision(command.decision)
    if decision is None:
        yield refused("no-such-decision", "Awb 3:41", "No decision of this case has that version.", "/decision")
    elif decision.announced_on is not None:
        yield refused("already-announced", "Awb 3:41", f"It was announced on {decision.announced_on.isoformat()}.", "/decision")
    elif command.announced_on < decision.taken_on:
        yield refused(
            "announced-before-decision", "Awb 3:40", f"It was taken on {decision.taken_on.isoformat()}.", "/announcedOn"
        )


def something_to_announce(at: Situation) -> Refusal | None:
    """There is a decision that was not announced yet (Awb 3:40)."""
    if any(decision.announced_on is None for decision in at.case.decisions):
        return None
    return refused("nothing-to-announce", "Awb 3:40", "No decision waits for its announcement.")


def assignee_is_known(at: Situation, command: tracks.Assign) -> Iterator[Refusal]:
    """Whoever loses a part had it."""
    if command.change == "begins":
        return
    here = {"handler": at.case.handler, "contract-manager": at.case.contract_manager}.get(command.part)
    person = at.facts.assignee
    held = at.case.assessor(person) is not None if command.part == "assessor" and person else here == person
    if person is None or not held:
        yield refused("not-assigned", "challenge-api", "This person does not have that part in the case.", "/subject")


def extends_a_running_term(at: Situation, command: tracks.Extend) -> Iterator[Refusal]:
    """An extension is told by the due date; later it has no effect (Awb 4:14; ordinance)."""
    due = decision_term(at.case, at.rules, at.calendar).due
    if command.told_on > due:
        yield refused(
            "extension-too-late",
            "Awb 4:14",
            f"The term ended on {due.isoformat()}: an extension told later has no effect. Tell the delay instead (Awb 4:14(1)).",
            "/toldOn",
        )


def extends_within_the_power(at: Situation, command: tracks.Extend) -> Iterator[Refusal]:
    """Weeks need a power in the ordinance (Awb 4:14(1)); a named date such a power, or no term at all (Awb 4:14(3))."""
    own = at.rules.decision_term is not None
    if (command.by_weeks is None) == (command.named_date is None):
        yield refused("weeks-or-date", "Awb 4:14", "Give either byWeeks or namedDate.", "/byWeeks")
    elif command.named_date is not None:
        if own and at.rules.decision_extension() is not None:
            yield from _date_within(at, command.told_on, command.named_date)
        elif own:
            yield refused(
                "own-term", "Awb 4:14(1)", "The ordinance sets a term: naming another date does not extend it.", "/namedDate"
            )
        elif command.named_date <= command.told_on:
            yield refused("date-order", "Awb 4:14(3)", "The named date lies after the day it is told.", "/namedDate")
    else:
        yield from _weeks_left(at, command)


def _weeks_left(at: Situation, command: tracks.Extend) -> Iterator[Refusal]:
    power = at.rules.decision_extension()
    if power is None:
        yield refused("no-power-to-extend", "Awb 4:14(1)", "The ordinance gives no power to extend the term.", "/byWeeks")
        return
    asked = in_the_unit_of(power, command.by_weeks or 0)
    if asked is None:
        yield refused("unit-differs", power.article, f"The ordinance extends by {power.unit}, not by weeks.", "/byWeeks")
        return
    used = used_of(at, power)
    if used + asked > power.n:
        yield refused("beyond-the-power", power.article, f"At most {power.n} {power.unit} in all, {used} are used.", "/byWeeks")


def used_of(at: Situation, power: Extension) -> int:
    """Give how much of the power is used; a date that was named uses all of it."""
    extended = [fact for fact in at.case.running if fact.type == "extended"]
    return power.n if any(fact.new_due for fact in extended) else sum(fact.by or 0 for fact in extended)


def _date_within(at: Situation, told_on: date, named: date) -> Iterator[Refusal]:
    """A date that extends lies after the end as it stands, and no further than the power reaches from there."""
    power = at.rules.decision_extension()
    assert power is not None, "asked only where there is one"
    left = power.n - used_of(at, power)
    end = decision_term(at.case, at.rules, at.calendar).unshifted_end
    furthest = end if left <= 0 else end_of(end, left, power.unit, at.calendar)
    if left <= 0:
        yield refused("beyond-the-power", power.article, f"All {power.n} {power.unit} are used.", "/namedDate")
    elif named <= max(end, told_on):
        yield refused("date-order", power.article, f"The term runs through {end.isoformat()} as it is.", "/namedDate")
    elif named > furthest:
        detail = f"The power reaches to {furthest.isoformat()}."
        yield refused("beyond-the-power", power.article, detail, "/namedDate")


def in_the_unit_of(power: Extension, weeks: int) -> int | None:
    """Give so many weeks in the unit in which the ordinance extends; None where weeks are no whole number of it."""
    return {"weeks": weeks, "days": 7 * weeks}.get(power.unit)


def suspends_a_running_term(at: Situation, command: tracks.Suspend) -> Iterator[Refusal]:
    """A suspension has a first and a last day, and begins while the term runs (Awb 4:15(2)(a))."""
    if command.last_day < command.first_day:
        yield refused("date-order", "Awb 4:15(2)(a)", "The last day lies before the first.", "/lastDay")
    if command.consent.given_on > at.today:
        yield refused("date-in-future", "challenge-api", "The consent cannot be given after today.", "/consent/givenOn")
    due = decision_term(at.case, at.rules, at.calendar).unshifted_end
    if command.first_day > due:
        yield refused("term-over", "Awb 4:15(2)(a)", f"The term ends on {due.isoformat()}.", "/firstDay")
    if at.case.received_on is not None and command.first_day <= at.case.received_on:
        yield refused("date-before-receipt", "Awb 4:15(2)(a)", "The term starts the day after receipt.", "/firstDay")


def is_suspended(at: Situation) -> Refusal | None:
    """Only a suspension by consent that still runs can end early."""
    last = None if at.case.suspension is None else at.case.clock[at.case.suspension].last
    if last is not None and at.today <= last:
        return None
    return refused("not-suspended", "Awb 4:15(2)(a)", "No suspension by consent runs.")


def resumes_within_the_suspension(at: Situation, command: tracks.Resume) -> Iterator[Refusal]:
    """The term runs again on a day inside the suspension, after its first."""
    assert at.case.suspension is not None
    fact = at.case.clock[at.case.suspension]
    if fact.first is not None and fact.last is not None and not fact.first < command.runs_from <= fact.last:
        yield refused(
            "outside-suspension",
            "Awb 4:15(2)(a)",
            f"The suspension runs from {fact.first.isoformat()} to {fact.last.isoformat()}.",
            "/runsFrom",
        )
