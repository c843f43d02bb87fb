"""The HTTP face of the dry run: as data, or as a page that a council member can read."""

from collections.abc import Mapping
from typing import Annotated, Any, Final, cast

from fastapi import Body, Header
from pydantic import TypeAdapter
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from challenge_api.challenges.dry_run.cases import received
from challenge_api.challenges.dry_run.comparison import PastCase, add_up, compare
from challenge_api.challenges.dry_run.report import DryRunReport
from challenge_api.challenges.dry_run.request import DryRun, not_past, too_many
from challenge_api.challenges.rules import OrdinanceVersion, ordinance_version_by_id
from challenge_api.history.moves import NotFound
from challenge_api.law.access import Principal, Role
from challenge_api.law.errors import Refusal, Refused
from challenge_api.law.ordinance import Ordinance, OrdinanceFault
from challenge_api.law.ordinance_document import read_ordinance
from challenge_api.law.ordinance_schema import OrdinanceDocument
from challenge_api.web.answers import JSON, Bytes, json_answer
from challenge_api.web.negotiation import language, preferred
from challenge_api.web.operations import described, needs
from challenge_api.web.parameters import path_id
from challenge_api.web.problems import Problem
from challenge_api.web.requests import ApiRouter
from challenge_api.web.runtime import Caller, Running

HTML: Final = "text/html"
MOST_CASES: Final = 500
"""Cases that one dry run looks at."""
ROLES: Final = frozenset({Role.ADMINISTRATOR, Role.HANDLER, Role.AUDITOR})
_REPORT: Final = TypeAdapter(DryRunReport)
_PUBLIC_STATES: Final = frozenset({"published", "superseded", "repealed"})
_EXAMPLE: Final = {"from": "2026-01-01", "until": "2026-06-30"}

router = ApiRouter()


@router.post(
    "/v1/ordinances/{ordinanceId}/dry-runs",
    tags=["Ordinances"],
    operation_id="dryRunOrdinance",
    summary="Try an ordinance on past cases",
    description=(
        "What this version, or a document that is sent along and not stored, would have changed for the cases that its authority "
        "received in a past period: case by case and in sum. Would they have been admitted, who would have decided, when would "
        "the decision have been due, which grounds of refusal would be gone, what would have been missing? Where a case does not "
        "hold what this version asks, the report says so and does not guess. Each case is tried as if it had been received under "
        "this version: its transitional rule, and what a second body or adviser would have said, are left out. "
        "It changes nothing and shows no personal data. With "
        "`Accept: text/html` it is a page that a council member can read and print, in Dutch or English by `Accept-Language`. "
        f"At most {MOST_CASES} cases. Roles: administrator, auditor, handler of the authority."
    ),
    response_model=DryRunReport,
    response_description="The report.",
    responses={
        200: {"content": {HTML: {"schema": {"type": "string"}}}},
        **described((400, 401, 403, 404, 406, 409, 413, 415)),
    },
    openapi_extra=dict(needs(ROLES)),
)
def dry_run_ordinance(
    request: Request,
    runtime: Running,
    caller: Caller,
    ordinance_id: Annotated[str, path_id("ordinanceId")],
    asked: Annotated[DryRun, Body(openapi_examples={"example": {"value": _EXAMPLE}})],
    accept_language: Annotated[
        str | None, Header(alias="Accept-Language", max_length=200, description="Language of the page: `nl` or `en`.")
    ] = None,
) -> Response:
    """Give what a version would have changed."""
    with runtime.database.reading() as connection:
        version = _version(connection, caller, ordinance_id)
        today = runtime.clock.today(version.authority)
        if refusals := not_past(asked, today):
            raise Refused(refusals)
        tried = version.rules if asked.document is None else _read(asked.document)
        past = _cases(connection, caller, version, asked)
    cases = [compare(each, tried, today) for each in past]
    report = DryRunReport(
        authority=version.authority,
        ordinance_id=version.id,
        title=tried.title,
        from_=asked.from_,
        until=asked.until,
        ran_on=today,
        document_sent=asked.document is not None,
        sum=add_up(cases),
        cases=cases,
    )
    headers = {"Cache-Control": "no-store", "Vary": "Accept, Accept-Language"}
    if preferred(request.scope["header_map"].get(b"accept"), (JSON, HTML)) == HTML:
        from challenge_api.challenges.dry_run import page  # noqa: PLC0415 # loads a library: not at every start

        shown = page.written(report, language(accept_language))
        return Bytes(shown, media_type=page.MEDIA_TYPE, headers=headers | {"Content-Security-Policy": page.POLICY})
    return json_answer(_REPORT.dump_json(report, by_alias=True), headers=headers)


def _version(connection: Connection, caller: Principal, ordinance_id: str) -> OrdinanceVersion:
    """Give the version to try. Raises NotFound where it is not there for the caller, Problem where their roles do not suffice."""
    found = ordinance_version_by_id(connection, ordinance_id, drafts=True)
    if found is None:
        raise NotFound
    if not ROLES & caller.roles_at(found.authority):
        if found.state not in _PUBLIC_STATES:
            raise NotFound
        raise Problem("role-required", f"A dry run is for: {', '.join(sorted(ROLES))} of this authority.")
    return found


def _read(document: OrdinanceDocument) -> Ordinance:
    try:
        return read_ordinance(cast("Mapping[str, Any]", document))
    except OrdinanceFault as fault:
        raise Refused(
            tuple(
                Refusal(f"ordinance-{each.code}", each.rule, each.reason, pointer=f"/document{each.path}")
                for each in fault.faults
            )
        ) from fault


def _cases(connection: Connection, caller: Principal, version: OrdinanceVersion, asked: DryRun) -> list[PastCase]:
    found = received(connection, caller, version.authority, asked.from_, asked.until, MOST_CASES + 1)
    if refusals := too_many(len(found), MOST_CASES):
        raise Refused(refusals)
    return found
