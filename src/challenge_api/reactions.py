"""What an event means for another stream of the same authority: one table, decided in the same commit."""

from typing import Final

from challenge_api.challenges.events import Drafted, Submitted
from challenge_api.groups.commands import FormGroup
from challenge_api.groups.routes import STREAM as GROUPS
from challenge_api.history.transaction import Reaction, Reactions
from challenge_api.law.aggregate import Event


def form_group(event: Event) -> Reaction | None:
    """A draft or challenge that names a new group forms it; a representative who files is its first one (design §6)."""
    assert isinstance(event, Drafted | Submitted)
    if not event.group_is_new:
        return None
    named = event.contents.group
    command = FormGroup(name=named.name, legal_form=named.legal_form, representative=event.representative)
    return Reaction(GROUPS, event.group_id, command)


REACTIONS: Final[Reactions] = {("challenge", "drafted"): form_group, ("challenge", "submitted"): form_group}
