"""The table of mandates: given, then withdrawn or run out."""

from typing import Final

from challenge_api.law.access import Role
from challenge_api.law.action import Action
from challenge_api.mandates.commands import GiveMandate, WithdrawMandate

_ADMINISTRATOR: Final = frozenset({Role.ADMINISTRATOR})

GIVE: Final = Action(
    name="give-mandate",
    noun="mandates",
    summary="Put a mandate or delegation on the register",
    article="Awb 10:1, 10:5, 10:13",
    command=GiveMandate,
    roles=_ADMINISTRATOR,
    creates=True,
)
WITHDRAW: Final = Action(
    name="withdraw-mandate",
    noun="withdrawal",
    summary="Withdraw a mandate or delegation",
    article="Awb 10:8, 10:18",
    command=WithdrawMandate,
    roles=_ADMINISTRATOR,
)
TABLE: Final = (GIVE, WITHDRAW)
TRANSITIONS: Final = frozenset({("none", "mandate-given", "given"), ("given", "mandate-withdrawn", "withdrawn")})
