"""The transparency log of each authority over HTTP, open to anyone: signed tree heads, tiles of hashes, and proofs.

Checkpoint, tiles and public key are what C2SP tlog-checkpoint and tlog-tiles say they are, so that stock tools read them; their
paths and forms are not ours to choose, and they stand beside the described API. Entries are not served here: they reach a reader
through the visibility filter only, and a hash tells nothing of them (each holds a nonce).
"""

from typing import Annotated, Any, Final

from fastapi import Path, Query
from pydantic import BaseModel, ConfigDict
from starlette.responses import PlainTextResponse, Response

from challenge_api.history import checkpoints, proofs
from challenge_api.history.checkpoints import Published
from challenge_api.history.notes import encoded
from challenge_api.history.tree import WIDTH, width
from challenge_api.law.outside import camel
from challenge_api.web.answers import Bytes, json_answer
from challenge_api.web.operations import PUBLIC, described
from challenge_api.web.parameters import path_authority
from challenge_api.web.problems import not_found
from challenge_api.web.requests import ApiRouter
from challenge_api.web.runtime import Running, Runtime

PREFIX: Final = "/v1/authorities/{code}/log"
TAG: Final = "Log"
_TEXT: Final = "text/plain; charset=utf-8"
_FOREVER: Final = {"Cache-Control": "public, max-age=31536000, immutable"}
_OPEN: Final = {"Access-Control-Allow-Origin": "*"}

Code = Annotated[str, path_authority("demo-voorbeeldstad")]

router = ApiRouter()


class _Octets(Response):
    media_type = "application/octet-stream"


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", alias_generator=camel)


class LogView(_Model):
    """The newest signed tree head of a log, and what its signature is checked with. Hashes are base64."""

    authority: str
    origin: str
    """Name of the log, and of its key."""
    tree_size: int
    root_hash: str
    checkpoint: str
    """The signed note (C2SP tlog-checkpoint)."""
    verifier_keys: list[str]
    """Public keys, the one in use first, then retired ones, for checkpoints that they signed."""


class InclusionProof(_Model):
    """That an event is in a log at its position (RFC 9162, 2.1.3). Hashes are base64."""

    authority: str
    position: int
    leaf_index: int
    """Position less one: trees count from 0."""
    leaf_hash: str
    tree_size: int
    root_hash: str
    inclusion_path: list[str]
    checkpoint: str | None
    """The signed note of this size; null when none was signed at exactly this size."""


class ConsistencyProof(_Model):
    """That a log of one size begins with the whole log of an earlier size (RFC 9162, 2.1.4). Hashes are base64."""

    authority: str
    first_size: int
    first_root_hash: str
    second_size: int
    second_root_hash: str
    consistency_path: list[str]


def _newest(runtime: Runtime, code: str, position: int = 0) -> Published:
    found = runtime.log.covering(code, position)
    if found is None:
        raise not_found()
    return found


def _answer(said: dict[str, Any], *, lasting: bool = False) -> Response:
    return json_answer(proofs.written(said).encode(), headers=_OPEN | (_FOREVER if lasting else {"Cache-Control": "no-cache"}))


# --- described ------------------------------------------------------------------------------------------------------


@router.get(
    PREFIX,
    tags=[TAG],
    operation_id="getLog",
    summary="Get the log of an authority",
    description="The newest signed tree head of the log, and the keys that it is checked with. Public.",
    response_model=LogView,
    responses=described((400, 404, 406)),
    openapi_extra=dict(PUBLIC),
)
def get_log(runtime: Running, code: Code) -> Response:
    """Give the newest tree head."""
    found = _newest(runtime, code)
    return _answer(
        {
            "authority": code,
            "origin": runtime.log.origin(code),
            "treeSize": found.size,
            "rootHash": encoded(found.root),
            "checkpoint": found.note,
            "verifierKeys": list(runtime.log.verifier_keys(code)),
        }
    )


@router.get(
    f"{PREFIX}/inclusion-proofs/{{position}}",
    tags=[TAG],
    operation_id="getInclusionProof",
    summary="Prove that an event is in the log",
    description=(
        "The path from the event at a position to the root of the tree: of the newest checkpoint, or of `treeSize`. With the "
        "leaf hash of a receipt it proves that the event is there, unchanged. Public: it tells nothing but hashes."
    ),
    response_model=InclusionProof,
    responses=described((400, 404, 406)),
    openapi_extra=dict(PUBLIC),
)
def get_inclusion_proof(
    runtime: Running,
    code: Code,
    position: Annotated[int, Path(ge=1, le=2**31 - 1, description="Position of the event in the log.")],
    tree_size: Annotated[int | None, Query(alias="treeSize", ge=1, le=2**31 - 1, description="Size of the tree.")] = None,
) -> Response:
    """Give an inclusion proof."""
    newest = _newest(runtime, code, position if tree_size is None else max(position, tree_size))
    size = newest.size if tree_size is None else tree_size
    if position > size:
        raise not_found()
    signed = newest if size == newest.size else runtime.log.signed_at_size(code, size)
    with runtime.database.reading() as connection:
        tiles = checkpoints.tiles(connection, code, size)
        said = {
            "authority": code,
            "position": position,
            "leafIndex": position - 1,
            "leafHash": encoded(tiles.head(position - 1, position)),
            "treeSize": size,
            "rootHash": encoded(tiles.head(0, size)),
            "inclusionPath": [encoded(each) for each in tiles.inclusion(position - 1)],
            "checkpoint": None if signed is None else signed.note,
        }
    return _answer(said, lasting=tree_size is not None)


@router.get(
    f"{PREFIX}/consistency-proof",
    tags=[TAG],
    operation_id="getConsistencyProof",
    summary="Prove that the log has only grown",
    description=(
        "That the log of size `second` (the newest checkpoint, when left out) begins with the whole log of size `first`: "
        "whoever kept an old checkpoint sees that nothing of it was changed or dropped. Public."
    ),
    response_model=ConsistencyProof,
    responses=described((400, 404, 406)),
    openapi_extra=dict(PUBLIC),
)
def get_consistency_proof(
    runtime: Running,
    code: Code,
    first: Annotated[int, Query(ge=1, le=2**31 - 1, description="Size of the earlier tree.")],
    second: Annotated[int | None, Query(ge=1, le=2**31 - 1, description="Size of the later tree.")] = None,
) -> Response:
    """Give a consistency proof."""
    if second is not None and second < first:
        raise not_found()
    newest = _newest(runtime, code, first if second is None else second)
    size = newest.size if second is None else second
    with runtime.database.reading() as connection:
        tiles = checkpoints.tiles(connection, code, size)
        said = {
            "authority": code,
            "firstSize": first,
            "firstRootHash": encoded(tiles.head(0, first)),
            "secondSize": size,
            "secondRootHash": encoded(tiles.head(0, size)),
            "consistencyPath": [encoded(each) for each in tiles.consistency(first)],
        }
    return _answer(said, lasting=second is not None)


# --- as C2SP has them -----------------------------------------------------------------------------------------------


@router.get(f"{PREFIX}/checkpoint", response_class=PlainTextResponse, include_in_schema=False, openapi_extra=dict(PUBLIC))
def checkpoint(runtime: Running, code: Code) -> Response:
    """Give the newest checkpoint, with the signatures of witnesses where they have signed it."""
    note = runtime.log.witnessed(code, _newest(runtime, code))
    return Bytes(note.encode(), media_type=_TEXT, headers=_OPEN | {"Cache-Control": "no-cache"})


@router.get(f"{PREFIX}/public-key", response_class=PlainTextResponse, include_in_schema=False, openapi_extra=dict(PUBLIC))
def public_key(runtime: Running, code: Code) -> Response:
    """Give the keys that checkpoints are checked with, one a line, the one in use first."""
    _newest(runtime, code)
    keys = "".join(f"{key}\n" for key in runtime.log.verifier_keys(code))
    return Bytes(keys.encode(), media_type=_TEXT, headers=_OPEN | {"Cache-Control": "no-cache"})


def tile_number(parts: tuple[str, ...]) -> tuple[int, int] | None:
    """Read the number of a tile and its width off the end of its path; None when no tile is written so.

    >>> tile_number(("x001", "x234", "067"))
    (1234067, 256)
    >>> tile_number(("x001", "067.p", "5"))
    (1067, 5)
    """
    wide = WIDTH
    if len(parts) > 1 and parts[-2].endswith(".p"):
        *head, said = parts
        if not (said.isascii() and said.isdigit()) or str(int(said)) != said or not 0 < int(said) < WIDTH:
            return None
        wide, parts = int(said), (*head[:-1], head[-1][:-2])
    number = 0
    for place, part in enumerate(parts):
        digits = part if place == len(parts) - 1 else part.removeprefix("x")
        if len(digits) != 3 or not (digits.isascii() and digits.isdigit()) or (digits == part) != (place == len(parts) - 1):
            return None
        number = number * 1000 + int(digits)
    return None if len(parts) > 1 and parts[0] == "x000" else (number, wide)


def _tile(runtime: Runtime, code: str, level: int, parts: tuple[str, ...]) -> Response:
    found = tile_number(parts)
    newest = _newest(runtime, code)
    if found is None or found[1] > width(level, found[0], newest.size):
        raise not_found()
    with runtime.database.reading() as connection:
        tile = checkpoints.tiles(connection, code, newest.size).tile(level, found[0])
    return Bytes(b"".join(tile[: found[1]]), media_type="application/octet-stream", headers=_OPEN | _FOREVER)


_Level = Annotated[int, Path(ge=0, le=63)]
_Part = Annotated[str, Path(max_length=5)]
_tile_routes: Final[dict[str, Any]] = {"response_class": _Octets, "include_in_schema": False, "openapi_extra": dict(PUBLIC)}


@router.get(f"{PREFIX}/tile/{{level}}/{{one}}", **_tile_routes)
def tile_of_one(runtime: Running, code: Code, level: _Level, one: _Part) -> Response:
    """Give a tile whose number is written in one segment."""
    return _tile(runtime, code, level, (one,))


@router.get(f"{PREFIX}/tile/{{level}}/{{one}}/{{two}}", **_tile_routes)
def tile_of_two(runtime: Running, code: Code, level: _Level, one: _Part, two: _Part) -> Response:
    """Give a tile whose number is written in two segments."""
    return _tile(runtime, code, level, (one, two))


@router.get(f"{PREFIX}/tile/{{level}}/{{one}}/{{two}}/{{three}}", **_tile_routes)
def tile_of_three(runtime: Running, code: Code, level: _Level, one: _Part, two: _Part, three: _Part) -> Response:
    """Give a tile whose number is written in three segments."""
    return _tile(runtime, code, level, (one, two, three))


@router.get(f"{PREFIX}/tile/{{level}}/{{one}}/{{two}}/{{three}}/{{four}}", **_tile_routes)
def tile_of_four(runtime: Running, code: Code, level: _Level, one: _Part, two: _Part, three: _Part, four: _Part) -> Response:
    """Give a tile whose number is written in four segments; a log of 2^31 events needs no more."""
    return _tile(runtime, code, level, (one, two, three, four))
