"""The glossary: every English term of the API with its Dutch legal term and source."""

from typing import Final

from pydantic import BaseModel, ConfigDict
from starlette.responses import Response

from challenge_api.history import proofs
from challenge_api.law.glossary import TERMS
from challenge_api.web.answers import json_answer
from challenge_api.web.operations import PUBLIC, described
from challenge_api.web.requests import ApiRouter

router = ApiRouter()


class TermView(BaseModel):
    """A term of the field."""

    model_config = ConfigDict(extra="forbid")

    english: str
    dutch: str
    name: str
    kind: str
    source: str
    meaning: str


class Glossary(BaseModel):
    """Every term, in order of kind and name."""

    model_config = ConfigDict(extra="forbid")

    items: list[TermView]


_BODY: Final = proofs.written(
    {
        "items": [
            {
                "english": term.english,
                "dutch": term.dutch,
                "name": term.name,
                "kind": term.kind,
                "source": term.source,
                "meaning": term.meaning,
            }
            for term in TERMS
        ]
    }
).encode()


@router.get(
    "/v1/glossary",
    tags=["Glossary"],
    operation_id="getGlossary",
    summary="Get the glossary",
    description=(
        "Every state, phase, outcome, action, role and term of this API: English, Dutch, the name in the API, and the source."
    ),
    response_model=Glossary,
    responses=described((406,)),
    openapi_extra=dict(PUBLIC),
)
async def get_glossary() -> Response:
    """Give the glossary."""
    return json_answer(_BODY, headers={"Cache-Control": "public, max-age=3600"})
