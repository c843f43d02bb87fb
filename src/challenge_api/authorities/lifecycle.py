"""Which authorities are sandboxes, and the table of their clocks: one state, `open`, and one event.

A sandbox is an authority whose code begins with `sandbox-`, such as `sandbox-gm0797`. The mark is in the name because the name is
in every token, address, event and signed checkpoint: a history made under an invented clock can never be taken for that of the
authority, and no authority with real cases can be given such a clock (docs/decisions/0014).
"""

from typing import Final

from challenge_api.authorities.commands import SetClock
from challenge_api.law.access import Role
from challenge_api.law.action import Action

SANDBOX: Final = "sandbox-"
"""How the code of a sandbox begins."""


def is_sandbox(authority: str) -> bool:
    """Tell whether an authority has a clock of its own.

    >>> is_sandbox("sandbox-gm0797"), is_sandbox("gm0797")
    (True, False)
    """
    return authority.startswith(SANDBOX)


SET_CLOCK: Final = Action(
    name="set-clock",
    noun="clock",
    summary="Set the clock of a sandbox",
    article="challenge-api",
    command=SetClock,
    roles=frozenset({Role.ADMINISTRATOR}),
    person_required=False,
)
TRANSITIONS: Final = frozenset({("none", "clock-set", "open"), ("open", "clock-set", "open")})
