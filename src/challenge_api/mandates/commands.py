"""What can be asked of a mandate."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from annotated_types import Ge, Le

from challenge_api.law.aggregate import Body, Code, Private, Text

Line = Annotated[str, Text(200), Private()]


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveMandate(Body):
    """Put on the register that a body lets somebody decide: in its name (mandate) or in its place (delegation).

    From the first entry on, a decision that names a mandate must name one of the register. To change one, withdraw it and
    give the next: what held on a day stays to be seen.
    """

    authority: Annotated[str, Code(40)]
    reference: Line
    """What decisions name it by, such as `M-2026-14`; an authority gives each once."""
    kind: Literal["mandate", "delegation"]
    body: Annotated[str, Code()]
    """The body whose power it is, as the ordinance names it: `executive`, `council`."""
    holder: Line
    """Who may decide, by office and not by name: the head of a department, a committee."""
    subordinate: bool
    """Whether the holder works under the body's responsibility."""
    up_to_cents: Annotated[int, Ge(0), Le(10**13)] | None = None
    """Largest amount of a decision, for its dearest year; left out: any."""
    sub_mandates: bool = False
    """Whether the holder may let others decide in turn (Awb 10:9(1))."""
    under: Line | None = None
    """For a sub-mandate: reference or id of the mandate it comes from. It reaches no further: body, amount, days."""
    basis: Line | None = None
    """The provision that allows it; a delegation needs one (Awb 10:15)."""
    given_on: date
    published_on: date | None = None
    """Day on which it was made known, for a general one (Awb 3:42, 10:5(2))."""
    from_on: date
    """First day on which it can be used."""
    until: date | None = None
    """Last day; left out: until it is withdrawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawMandate(Body):
    """Withdraw a mandate or delegation (Awb 10:8, 10:18)."""

    last_day: date
    """Last day on which it can be used: today or later, and not after its own last day."""


Command = GiveMandate | WithdrawMandate
