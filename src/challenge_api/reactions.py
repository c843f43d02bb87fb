"""What an event means for another stream of the same authority: one table, decided in the same commit."""

from datetime import timedelta
from typing import Final

from challenge_api.challenges.events import Drafted, Submitted
from challenge_api.groups.commands import FormGroup
from challenge_api.groups.routes import STREAM as GROUPS
from challenge_api.history.moves import Reaction, Reactions
from challenge_api.law.aggregate import Event
from challenge_api.ordinances.commands import SupersedeOrdinance
from challenge_api.ordinances.events import OrdinancePublished
from challenge_api.ordinances.routes import STREAM as ORDINANCES


def form_group(event: Event) -> Reaction | None:
    """A draft or challenge that names a new group forms it; a representative who files is its first one (design §6)."""
    assert isinstance(event, Drafted | Submitted)
    if not event.group_is_new:
        return None
    named = event.contents.group
    command = FormGroup(name=named.name, legal_form=named.legal_form, representative=event.representative)
    return Reaction(GROUPS, event.group_id, command)


def supersede(event: Event) -> Reaction | None:
    """Publishing a version supersedes the one that was published before, from the day on which the newer one begins."""
    assert isinstance(event, OrdinancePublished)
    if event.supersedes is None:
        return None
    command = SupersedeOrdinance(by=event.version_id, last_day=event.in_force_from - timedelta(days=1))
    return Reaction(ORDINANCES, event.supersedes, command, begins=False)


REACTIONS: Final[Reactions] = {
    ("challenge", "drafted"): form_group,
    ("challenge", "submitted"): form_group,
    ("ordinance", "ordinance-published"): supersede,
}
