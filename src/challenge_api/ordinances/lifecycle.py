"""The table of ordinance versions: published, then repealed; a published one never changes."""

from typing import Final

from challenge_api.law.access import Role
from challenge_api.law.action import Action
from challenge_api.ordinances.commands import PublishOrdinance, RepealOrdinance

PUBLISH: Final = Action(
    name="publish-ordinance",
    noun="ordinances",
    summary="Publish a version of an ordinance",
    article="Bekendmakingswet 6",
    command=PublishOrdinance,
    roles=frozenset({Role.ADMINISTRATOR}),
    creates=True,
    person_required=False,
)
REPEAL: Final = Action(
    name="repeal-ordinance",
    noun="repeal",
    summary="End the force of a version",
    article="Gemeentewet 147",
    command=RepealOrdinance,
    roles=frozenset({Role.ADMINISTRATOR}),
    person_required=False,
)
TABLE: Final = (PUBLISH, REPEAL)

TRANSITIONS: Final = frozenset({("none", "ordinance-published", "published"), ("published", "ordinance-repealed", "repealed")})
