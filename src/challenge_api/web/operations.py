"""What the signature of a route does not say, for the document: who may call it, which problems it answers, which headers."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from challenge_api.law.access import Role

PUBLIC: Final[Mapping[str, Any]] = {"security": []}
"""For `openapi_extra`: the route needs no token. The document and the check of the route both read it."""


def needs(roles: Iterable[Role]) -> Mapping[str, Any]:
    """For `openapi_extra`: a token with any of these roles."""
    return {"security": [{"bearer": [role.value]} for role in sorted(roles)]}


def described(statuses: Iterable[int]) -> dict[int | str, dict[str, Any]]:
    """For `responses`: the problems that a route answers; the document refers each to its shared description."""
    return {status: {"$ref": f"#/components/responses/Problem{status}"} for status in statuses}


READ: Final = (400, 401, 404, 406)
"""Problems of a route that reads one thing; for `described`."""

LIST: Final = (400, 401, 403, 406)
"""Problems of a route that lists."""

RECORDED: Final[Mapping[int | str, Mapping[str, Any]]] = {
    201: {"headers": {name: {"$ref": f"#/components/headers/{name}"} for name in ("ETag", "Log-Position", "Log-Leaf-Hash")}}
}
"""For `responses`: what an answer to a move has beside its address: the new tag, and the receipt of the log."""
