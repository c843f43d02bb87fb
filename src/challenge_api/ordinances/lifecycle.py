"""The table of ordinance versions: draft, published, then superseded or repealed; a published one never changes."""

from typing import Final

from challenge_api.law.access import Role
from challenge_api.law.action import Action
from challenge_api.ordinances.commands import DraftOrdinance, PublishOrdinance, RepealOrdinance, ReviseOrdinance

_ADMINISTRATOR: Final = frozenset({Role.ADMINISTRATOR})

DRAFT: Final = Action(
    name="draft-ordinance",
    noun="ordinances",
    summary="Begin a version of an ordinance",
    article="Gemeentewet 147a",
    command=DraftOrdinance,
    roles=_ADMINISTRATOR,
    creates=True,
    person_required=False,
)
REVISE: Final = Action(
    name="revise-ordinance",
    noun="revision",
    summary="Rewrite a draft",
    article="Gemeentewet 147a",
    command=ReviseOrdinance,
    roles=_ADMINISTRATOR,
    person_required=False,
)
PUBLISH: Final = Action(
    name="publish-ordinance",
    noun="publication",
    summary="Publish a version of an ordinance",
    article="Bekendmakingswet 6",
    command=PublishOrdinance,
    roles=_ADMINISTRATOR,
    person_required=False,
)
REPEAL: Final = Action(
    name="repeal-ordinance",
    noun="repeal",
    summary="End the force of a version",
    article="Gemeentewet 147",
    command=RepealOrdinance,
    roles=_ADMINISTRATOR,
    person_required=False,
)
TABLE: Final = (DRAFT, REVISE, PUBLISH, REPEAL)
"""What can be asked over the API; superseding follows from the publication of a newer version."""

TRANSITIONS: Final = frozenset(
    {
        ("none", "ordinance-drafted", "draft"),
        ("draft", "ordinance-revised", "draft"),
        ("draft", "ordinance-published", "published"),
        ("published", "ordinance-superseded", "superseded"),
        ("published", "ordinance-repealed", "repealed"),
    }
)
