"""The HTTP face of calendars: their secret links, and the files behind them."""

import base64
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Any, Final

import orjson
from fastapi import Body as FromBody
from fastapi import Path, Query
from pydantic import BaseModel, ConfigDict
from starlette.responses import Response

from challenge_api.challenges import queries
from challenge_api.challenges.addresses import EVERY_ROLE, ChallengeId
from challenge_api.challenges.calendars import links, reading
from challenge_api.challenges.calendars.entries import MEDIA_TYPE, Language, etag
from challenge_api.challenges.calendars.links import CalendarLink
from challenge_api.challenges.clocks import DutyOf, Kind
from challenge_api.challenges.contents import AuthorityCode
from challenge_api.challenges.worklist.reading import Chosen
from challenge_api.history.entries import instant_text
from challenge_api.history.moves import KeyReused, NotFound, People
from challenge_api.law.access import Principal, Role
from challenge_api.law.aggregate import CODE_PATTERN, Body, Code
from challenge_api.law.errors import Refusal, Refused
from challenge_api.law.outside import camel, describe
from challenge_api.web import caching
from challenge_api.web.answers import Bytes, json_answer
from challenge_api.web.idempotency import key_of
from challenge_api.web.operations import PUBLIC, described, needs
from challenge_api.web.parameters import IdempotencyKey, IfNoneMatch, path_id
from challenge_api.web.problems import Problem
from challenge_api.web.requests import ApiRouter
from challenge_api.web.runtime import Caller, Running, Runtime

LINKS: Final = "/v1/calendar-links"
CALENDARS: Final = "/v1/calendars"
TAG: Final = "Calendars"
MOST_EACH: Final = 50
"""Links that one person may have."""
_MAKING: Final = described((400, 401, 403, 404, 406, 409, 413, 415, 422))
_OWN: Final = (400, 401, 403, 404, 406)
LinkId = Annotated[str, path_id("linkId")]

router = ApiRouter()


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkCaseCalendar(Body):
    """Make a secret link to the deadlines of a case."""

    language: Language = "nl"
    """Language of what the calendar says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkWorklistCalendar(Body):
    """Make a secret link to a worklist."""

    authority: AuthorityCode
    handler: Annotated[str, Code(64)] | None = None
    """Actor id of the handler of the cases; left out: whoever handles them."""
    kind: Kind | None = None
    duty_of: DutyOf | None = None
    language: Language = "nl"
    """Language of what the calendar says."""


class CalendarLinkView(BaseModel):
    """A secret link to a calendar."""

    model_config = ConfigDict(extra="forbid", alias_generator=camel, json_schema_extra=describe, title="CalendarLink")

    id: str
    authority: str
    challenge_id: str | None
    """The case whose deadlines it shows; null: a worklist."""
    handler: str | None
    kind: Kind | None
    duty_of: DutyOf | None
    language: Language
    made_by: str
    """Actor id of who made it, as whom it is read."""
    made_at: datetime
    expires_at: datetime
    """When it ends, unless it is renewed."""
    url: str | None
    """Where the calendar is, for whoever has this address: only in the answer that makes the link, and never again."""


class CalendarLinkList(BaseModel):
    """Secret links, newest first."""

    model_config = ConfigDict(extra="forbid")

    items: list[CalendarLinkView]


class _File(Response):
    media_type = MEDIA_TYPE


def _shown(link: CalendarLink, url: str | None = None) -> dict[str, Any]:
    return {
        "id": link.id,
        "authority": link.authority,
        "challengeId": link.challenge,
        "handler": link.chosen.handler,
        "kind": link.chosen.kind,
        "dutyOf": link.chosen.duty_of,
        "language": link.language,
        "madeBy": link.made_by,
        "madeAt": instant_text(link.made_at),
        "expiresAt": instant_text(link.expires_at),
        "url": url,
    }


def _person(caller: Principal) -> str:
    if caller.subject is None:
        raise Problem("person-required", "A link is read as the person who made it; use a token that names a person.")
    return caller.subject


def _made(runtime: Runtime, caller: Principal, route: str, said: Any, given: str | None, link: CalendarLink) -> Response:
    """Keep a link that its maker may make, and answer with its secret; the same request again is answered without."""
    subject, key = _person(caller), key_of(given, caller, route, said)
    secret = base64.urlsafe_b64encode(runtime.moves.random_bytes(32)).rstrip(b"=").decode()
    with runtime.database.writing() as connection:
        before = None if key is None else links.made_with(connection, key)
        if before is None:
            if len(links.own(connection, caller)) >= MOST_EACH:
                raise Refused((_too_many(),))
            people = People(connection, link.authority, runtime.moves.random_bytes)
            link = links.add(connection, people, caller.issuer, subject, link, secret, key)
        else:
            link, fingerprint = before
            if key is not None and fingerprint != key.fingerprint:
                raise KeyReused
    headers = {"Location": f"{LINKS}/{link.id}", "Cache-Control": "no-store"}
    if before is not None:
        return json_answer(orjson.dumps(_shown(link)), status=201, headers=headers | {"Idempotency-Replayed": "true"})
    url = f"{runtime.public_url.rstrip('/')}{CALENDARS}/{secret}"
    return json_answer(orjson.dumps(_shown(link, url)), status=201, headers=headers)


def _too_many() -> Refusal:
    detail = f"Somebody may have {MOST_EACH} links; withdraw one that is not used."
    return Refusal("too-many-calendar-links", "challenge-api", detail)


def _new(
    runtime: Runtime, caller: Principal, authority: str, challenge: str | None, chosen: Chosen, language: Language
) -> CalendarLink:
    roles, now = caller.roles_at(authority), runtime.clock.now()
    return CalendarLink(
        id=runtime.moves.new_id(),
        authority=authority,
        made_by="",
        client=caller.client,
        roles=roles,
        challenge=challenge,
        chosen=chosen,
        language=language,
        made_at=now,
        expires_at=now + links.lasting(roles),
    )


@router.post(
    "/v1/challenges/{challengeId}/calendar-links",
    tags=[TAG],
    operation_id="linkCaseCalendar",
    summary="Make a calendar of a case's deadlines",
    description=(
        "A secret address under which any calendar program finds the open deadlines of the case, without a token. It shows what "
        "its maker may see whenever it is read, ends at `expiresAt` unless it is renewed, and can be withdrawn. Its secret is in "
        "this answer alone: a repeated `Idempotency-Key` gets the link without it."
    ),
    status_code=201,
    response_model=CalendarLinkView,
    responses=_MAKING,
    openapi_extra=dict(needs(EVERY_ROLE)),
)
def link_case_calendar(
    runtime: Running,
    caller: Caller,
    challenge_id: ChallengeId,
    command: Annotated[LinkCaseCalendar, FromBody(openapi_examples={"example": {"value": {"language": "en"}}})],
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Make a link to a case."""
    with runtime.database.reading() as connection:
        found = queries.one(connection, caller, challenge_id)
    if found is None:
        raise NotFound
    link = _new(runtime, caller, found.authority, challenge_id, Chosen(authority=found.authority), command.language)
    said = {"language": command.language}
    return _made(runtime, caller, f"/v1/challenges/{challenge_id}/calendar-links", said, idempotency_key, link)


@router.post(
    LINKS,
    tags=[TAG],
    operation_id="linkWorklistCalendar",
    summary="Make a calendar of a worklist",
    description=(
        f"As for a case, of the worklist of an authority: the {reading.MOST} terms that end first, of the cases that its maker "
        "may see whenever it is read."
    ),
    status_code=201,
    response_model=CalendarLinkView,
    responses=_MAKING,
    openapi_extra=dict(needs(EVERY_ROLE)),
)
def link_worklist_calendar(
    runtime: Running,
    caller: Caller,
    command: Annotated[
        LinkWorklistCalendar,
        FromBody(openapi_examples={"example": {"value": {"authority": "demo-voorbeeldstad", "dutyOf": "authority"}}}),
    ],
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Make a link to a worklist."""
    authority = command.authority
    if not caller.roles_at(authority):
        raise Problem("role-required", "Your token carries no role at this authority.")
    with runtime.database.reading() as connection:
        if not links.has_log(connection, authority):
            raise NotFound
    chosen = Chosen(authority=authority, handler=command.handler, kind=command.kind, duty_of=command.duty_of)
    link = _new(runtime, caller, authority, None, chosen, command.language)
    said = [authority, command.handler, command.kind, command.duty_of, command.language]
    return _made(runtime, caller, LINKS, said, idempotency_key, link)


@router.get(
    LINKS,
    tags=[TAG],
    operation_id="listCalendarLinks",
    summary="List calendar links",
    description=(
        "Your own links, without their secrets. With `authority` an administrator of it gets everybody's, to withdraw those of "
        "who left."
    ),
    response_model=CalendarLinkList,
    responses=described((400, 401, 403, 406)),
    openapi_extra=dict(needs(EVERY_ROLE)),
)
def list_calendar_links(
    runtime: Running,
    caller: Caller,
    authority: Annotated[
        str | None, Query(max_length=40, pattern=CODE_PATTERN, description="Everybody's, of this authority.")
    ] = None,
) -> Response:
    """Give links."""
    if authority is not None and Role.ADMINISTRATOR not in caller.roles_at(authority):
        raise Problem("role-required", "The links of everybody are for administrators of this authority.")
    with runtime.database.reading() as connection:
        found = links.own(connection, caller) if authority is None else links.at_authority(connection, authority)
    return json_answer(orjson.dumps({"items": [_shown(link) for link in found]}))


@router.get(
    f"{LINKS}/{{linkId}}",
    tags=[TAG],
    operation_id="getCalendarLink",
    summary="Get a calendar link",
    description="A link that you made, or one at an authority that you administer; without its secret.",
    response_model=CalendarLinkView,
    responses=described(_OWN),
    openapi_extra=dict(needs(EVERY_ROLE)),
)
def get_calendar_link(runtime: Running, caller: Caller, link_id: LinkId) -> Response:
    """Give a link."""
    with runtime.database.reading() as connection:
        found = links.one(connection, caller, link_id)
    if found is None:
        raise NotFound
    return json_answer(orjson.dumps(_shown(found[0])))


@router.put(
    f"{LINKS}/{{linkId}}/renewal",
    tags=[TAG],
    operation_id="renewCalendarLink",
    summary="Renew a calendar link",
    description=(
        "Let a link of your own go on, with the roles that your token has now: "
        f"{links.BY_OFFICE.days} days from now with a role that sees every case of the authority, {links.AS_PARTY.days} without. "
        "Its address stays as it is."
    ),
    response_model=CalendarLinkView,
    responses=described(_OWN),
    openapi_extra=dict(needs(EVERY_ROLE)),
)
def renew_calendar_link(runtime: Running, caller: Caller, link_id: LinkId) -> Response:
    """Renew a link."""
    with runtime.database.writing() as connection:
        found = links.one(connection, caller, link_id)
        if found is None:
            raise NotFound
        link, is_own = found
        roles = caller.roles_at(link.authority)
        if not (is_own and roles):
            raise Problem("role-required", "A link is renewed by who made it, with a role at its authority.")
        link = replace(link, roles=roles, expires_at=runtime.clock.now() + links.lasting(roles))
        links.renew(connection, link)
    return json_answer(orjson.dumps(_shown(link)))


@router.delete(
    f"{LINKS}/{{linkId}}",
    tags=[TAG],
    operation_id="withdrawCalendarLink",
    summary="Withdraw a calendar link",
    description="From now on nothing is at its address. For who made it, and for administrators of its authority.",
    status_code=204,
    response_class=Response,
    responses=described(_OWN),
    openapi_extra=dict(needs(EVERY_ROLE)),
)
def withdraw_calendar_link(runtime: Running, caller: Caller, link_id: LinkId) -> Response:
    """Withdraw a link."""
    with runtime.database.writing() as connection:
        if links.one(connection, caller, link_id) is None:
            raise NotFound
        links.withdraw(connection, link_id)
    return Bytes(b"", status=204)


@router.get(
    f"{CALENDARS}/{{secret}}",
    tags=[TAG],
    operation_id="getCalendar",
    summary="Get a calendar",
    description=(
        "The open deadlines behind a secret link, as an iCalendar file (RFC 5545): a whole day for each last day. It stays the "
        "same until a term changes, and has an ETag. There is nothing here once the link was withdrawn or has ended, or when "
        "who made it may not see the case any more."
    ),
    response_class=_File,
    responses=described((400, 404, 406)),
    openapi_extra=dict(PUBLIC),
)
def get_calendar(
    runtime: Running,
    secret: Annotated[str, Path(pattern="^[A-Za-z0-9_-]{43}$", description="The last part of the link's address.")],
    if_none_match: IfNoneMatch = None,
) -> Response:
    """Give a calendar."""
    with runtime.database.reading() as connection:
        held = links.by_secret(connection, secret, runtime.clock.now())
        if held is None:
            raise NotFound
        link, maker = held
        heading = _HEADINGS[link.language]
        if link.challenge is None:
            today = {link.authority: runtime.clock.today(link.authority)}
            entries, about = reading.of_worklist(connection, maker, link.chosen, today), link.authority
        else:
            found = reading.of_case(connection, maker, link.challenge)
            if found is None:
                raise NotFound
            entries, about = found[1], found[0] or link.challenge
    name = f"{heading}: {about}"
    tag = etag(entries, name, link.language)
    headers = {"ETag": tag, "Cache-Control": caching.KEEP_BUT_ASK, "X-Robots-Tag": "noindex"}
    if caching.is_current(if_none_match, tag):
        return Bytes(b"", status=304, headers=headers)
    headers["Content-Disposition"] = 'inline; filename="deadlines.ics"'
    from challenge_api.challenges.calendars.writing import written  # noqa: PLC0415 # loads a library: not at every start

    file = written(entries, name, link.language)
    return Bytes(file, media_type=f"{MEDIA_TYPE}; charset=utf-8", headers=headers)


_HEADINGS: Final = {"nl": "Termijnen", "en": "Deadlines"}
