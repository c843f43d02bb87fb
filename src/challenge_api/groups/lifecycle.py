"""The table of groups: one state, `open`, and three events."""

from typing import Final

from challenge_api.groups.commands import AddRepresentative, RemoveRepresentative
from challenge_api.law.access import Role
from challenge_api.law.action import Action

_MAY: Final = frozenset({Role.REPRESENTATIVE, Role.INTAKE})

TABLE: Final = (
    Action(
        name="add-representative",
        noun="representatives",
        summary="Let another person speak for the group",
        article="Awb 2:1",
        command=AddRepresentative,
        roles=_MAY,
        addition=True,
        person_required=False,
    ),
    Action(
        name="remove-representative",
        noun="representative-removals",
        summary="End that a person speaks for the group",
        article="Awb 2:1",
        command=RemoveRepresentative,
        roles=_MAY,
        addition=True,
    ),
)
"""Actions over the API; a group is formed by the event that first names it."""

TRANSITIONS: Final = frozenset(
    {("none", "group-formed", "open"), ("open", "representative-added", "open"), ("open", "representative-removed", "open")}
)
