"""Tests of agreement and execution."""

from collections.abc import Iterator, Sequence

from challenge_api.challenges.clocks import agreement_term
from challenge_api.challenges.commands import execution as asked
from challenge_api.challenges.contents import IndicatorValue
from challenge_api.challenges.preconditions import qualifying
from challenge_api.challenges.preconditions.situation import Situation, refused
from challenge_api.law.deadlines import end_of
from challenge_api.law.errors import Refusal


def agreement_holds_together(at: Situation, command: asked.StartExecution) -> Iterator[Refusal]:
    """The agreement begins before it ends, was made between award and today, and stays within the award."""
    agreement, award = command.agreement, at.case.award
    decided_on = at.case.moved_on
    if agreement.ends_on <= agreement.starts_on:
        yield refused("date-order", "Agreement", "The agreement ends before it starts.", "/agreement/endsOn")
    if agreement.agreed_on > at.today:
        yield refused("date-in-future", "challenge-api", "The agreement cannot be made after today.", "/agreement/agreedOn")
    elif decided_on is not None and agreement.agreed_on < decided_on:
        detail = f"The award was decided on {decided_on.isoformat()}."
        yield refused("date-before-previous-move", "Award", detail, "/agreement/agreedOn")
    if award is not None and agreement.amount_cents_per_year > award.granted_cents_per_year:
        yield refused(
            "above-award",
            "Award",
            f"The award grants {award.granted_cents_per_year} cents a year.",
            "/agreement/amountCentsPerYear",
        )
    if award is not None and award.starts_on is not None and agreement.starts_on < award.starts_on:
        detail = f"The award lets the execution start on {award.starts_on.isoformat()}."
        yield refused("starts-before-award", "Award", detail, "/agreement/startsOn")
    if award is not None and agreement.ends_on > (last := end_of(agreement.starts_on, award.term_months, "months")):
        detail = f"The award is for {award.term_months} months, which end by {last.isoformat()}."
        yield refused("term-beyond-award", "Award", detail, "/agreement/endsOn")


def agreement_term_is_over(at: Situation, command: asked.Lapse) -> Iterator[Refusal]:
    """An award lapses only after the term for the agreement; where the ordinance sets none, a last day was told (Awb 3:2)."""
    term = agreement_term(at.case, at.rules, at.calendar)
    if term is None:
        detail = "The ordinance sets no term for the agreement: tell the group a last day first (tell-deadline)."
        yield refused("agreement-term-not-told", "Awb 3:2", detail)
    elif command.decided_on <= term.due:
        yield refused(
            "agreement-term-running",
            term.chain[0].article,
            f"The agreement may still be made until {term.due.isoformat()}.",
            "/decidedOn",
        )


def indicators_are_reported(at: Situation, command: asked.Report) -> Iterator[Refusal]:
    """A report gives each indicator of the award, against its target."""
    yield from _known_indicators(at, command.indicators)
    given = {value.code for value in command.indicators}
    missing = [indicator.code for indicator in (at.case.award.indicators if at.case.award else ()) if indicator.code not in given]
    if missing:
        yield refused("indicator-missing", "Award", f"Report on: {', '.join(missing)}.", "/indicators")


def indicators_are_known(at: Situation, command: asked.Inspect) -> Iterator[Refusal]:
    """An inspection measures indicators of the award."""
    yield from _known_indicators(at, command.indicators)


def _known_indicators(at: Situation, values: Sequence[IndicatorValue]) -> Iterator[Refusal]:
    known = [indicator.code for indicator in (at.case.award.indicators if at.case.award else ())]
    seen: set[str] = set()
    for index, value in enumerate(values):
        if value.code not in known or value.code in seen:
            yield refused(
                "unknown-indicator",
                "Award",
                f"The award's indicators, once each: {', '.join(known)}.",
                f"/indicators/{index}/code",
            )
        seen.add(value.code)


def period_is_past(at: Situation, command: asked.Report) -> Iterator[Refusal]:
    """A report is about a period that began before it ended, and has ended."""
    if command.period_until < command.period_from:
        yield refused("date-order", "challenge-api", "The period ends before it begins.", "/periodUntil")
    elif command.period_until > at.today:
        yield refused("date-in-future", "challenge-api", "Report on a period that is over.", "/periodUntil")


def gives_time_to_mend(at: Situation, command: asked.RequireImprovement) -> Iterator[Refusal]:
    """An improvement term begins after it is told."""
    if command.until <= command.sent_on:
        yield refused("date-order", "Agreement", "The improvement term must end after the day it is told.", "/until")


def goes_on_longer(at: Situation, command: asked.Renew) -> Iterator[Refusal]:
    """A renewal follows an evaluation and gives a later end."""
    if at.case.ends_on is not None and command.ends_on <= at.case.ends_on:
        yield refused("end-not-later", "Agreement", f"The present end is {at.case.ends_on.isoformat()}.", "/endsOn")
    if command.evaluated_on > command.decided_on:
        yield refused("date-order", "Ordinance", "The evaluation comes before the renewal.", "/evaluatedOn")


def within_longest_term_in_all(at: Situation, command: asked.Renew) -> Iterator[Refusal]:
    """A renewal does not go round the longest term of the ordinance: the execution counts as one, from its first day."""
    rule, agreement = at.rules.agreement, at.case.agreement
    months = None if rule is None else qualifying.longest_months(rule)
    if rule is None or agreement is None or months is None:
        return
    last = end_of(agreement.starts_on, months, "months")
    if command.ends_on > last:
        detail = f"The ordinance allows {months} months in all, which end by {last.isoformat()}."
        yield refused("term-too-long", rule.article or "Ordinance", detail, "/endsOn")


def term_is_served(at: Situation, command: asked.Complete) -> Iterator[Refusal]:
    """An execution is completed at the end of its term, with the final report in."""
    if at.case.ends_on is not None and command.ended_on < at.case.ends_on:
        yield refused(
            "execution-term-running", "Agreement", f"The agreement runs until {at.case.ends_on.isoformat()}.", "/endedOn"
        )
    if at.case.last_report is None or at.case.last_report.version != command.final_report:
        yield refused("no-final-report", "Ordinance", "Name the version of the newest report.", "/finalReport")


def notice_is_kept(at: Situation, command: asked.HandBack) -> Iterator[Refusal]:
    """A task is handed back with the notice that the ordinance asks."""
    if command.received_on != at.today:
        yield refused("receipt-date-by-intake", "Awb 2:20", "What comes in over the API is received today.", "/receivedOn")
    notice = at.rules.hand_back
    if notice is not None and command.ends_on < notice.end_after(command.received_on):
        earliest = notice.end_after(command.received_on)
        yield refused("notice-too-short", notice.article, f"The earliest end is {earliest.isoformat()}.", "/endsOn")
    elif command.ends_on < command.received_on:
        yield refused("date-order", "challenge-api", "The task cannot be handed back before the notice.", "/endsOn")


def ground_stands(at: Situation, command: asked.Terminate) -> Iterator[Refusal]:
    """A failed improvement needs an improvement term that has passed."""
    if command.ground != "improvement-failed":
        return
    until = at.case.improvement_until
    if at.case.state != "improving" or until is None:
        yield refused("no-improvement-required", "Agreement", "No improvement was required that could have failed.", "/ground")
    elif command.decided_on <= until:
        yield refused("improvement-term-running", "Agreement", f"The group may mend it until {until.isoformat()}.", "/ground")
