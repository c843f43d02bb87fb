"""Legal terms: from what happened to the last day on which something may be done, and every step on the way there.

Theory. The day of an event is day 0 of the term it starts; the term's first day is the next one, and it ends with its last day,
at midnight. Every term has two ends. The **unshifted end** is what counting gives: base term, suspended days, extensions. The
**due date** is that end after the General Terms Act (Atw), which moves an end, never a start, over days off. Suspensions and
extensions build on the unshifted end, and the shift comes once, at the very end; what is counted from the end of a term starts
from its due date. A term stands still on whole days, and a day that two suspensions share counts once.

Order of work. (1) Count the base term from the day after its start. (2) Take the facts in order of their legal dates, each
tested against the end as it then stands: a suspension adds its days, an extension its weeks, a named date replaces the end.
Facts of one day are taken in the order in which they take effect: suspensions that had begun, extensions, named dates,
suspensions that begin later; so their order in the list does not matter. The exceptions are a request and, on the same day, its
answer, its move, or the news from abroad: there the list says which came first. (3) Shift. (4) Notices of default are judged
against the due date; two weeks, penalty, the decision that fixes it. (5) Every fact leaves a step, also one without effect.

What we chose not to do. Nothing here is stored: a due date is recomputed from the facts, and a date that was told to a party is
a fact of its own. No clock is read: `as_of` is an argument. Nothing judges what takes a person: whether lateness is excusable
(Awb 6:11), whether an application is manifestly unfounded (4:17). Where the law can be read in two ways, `Readings` has a switch
and its default is our choice. Terms in hours are left out, for no rule of a challenge has one. An answer that names no term, or
a notice too early, is no error: it is a fact without effect, and the explanation says so.
"""

from challenge_api.law.deadlines.counting import end_of, later
from challenge_api.law.deadlines.objections import administrative_appeal_decision, objection_decision, objection_window
from challenge_api.law.deadlines.overdue import NOTICE, WITHDRAWN, Asked, without_effect
from challenge_api.law.deadlines.terms import (
    Status,
    SupplementTerm,
    at_once,
    before,
    decision,
    named,
    plain,
    repeated,
    set_aside,
    status,
    supplement_terms,
)
from challenge_api.law.deadlines.values import (
    DEFAULT,
    NO_TERM_SET,
    ClockFact,
    Effect,
    Explained,
    Extension,
    Overdue,
    Readings,
    Step,
    Term,
    Uncovered,
)
from challenge_api.law.wording import Length

__all__ = [
    "DEFAULT",
    "NOTICE",
    "NO_TERM_SET",
    "WITHDRAWN",
    "Asked",
    "ClockFact",
    "Effect",
    "Explained",
    "Extension",
    "Length",
    "Overdue",
    "Readings",
    "Status",
    "Step",
    "SupplementTerm",
    "Term",
    "Uncovered",
    "administrative_appeal_decision",
    "at_once",
    "before",
    "decision",
    "end_of",
    "later",
    "named",
    "objection_decision",
    "objection_window",
    "plain",
    "repeated",
    "set_aside",
    "status",
    "supplement_terms",
    "without_effect",
]
