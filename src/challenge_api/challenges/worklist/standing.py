"""How a term that is still work stands on a day, as a condition in SQL: the same as `clocks.status_of_open` gives.

What has passed is a matter of the last day. Whether a term stands still lies in its row as a list of periods; few terms have one,
and an index holds those alone.
"""

from typing import Any, Literal

from sqlalchemy import Boolean, ColumnElement, Text, and_, bindparam, not_, or_
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

OpenStatus = Literal["running", "suspended", "missed"]
"""What lapsed is no work, and is not among them."""


class stands_still(FunctionElement[bool]):  # noqa: N801 # named as a function of SQL
    """Whether a day lies in one of the periods of a JSON list; days as text of ISO 8601, which sorts as they do."""

    type = Boolean()
    inherit_cache = True


@compiles(stands_still, "postgresql")
def _on_postgresql(element: stands_still, compiler: Any, **options: Any) -> str:
    periods, first, last = (compiler.process(each, **options) for each in _parts(element))
    lies_in = f"span.value->>0 <= {first} AND span.value->>1 >= {last}"
    return f"EXISTS (SELECT FROM json_array_elements(({periods})::json) AS span WHERE {lies_in})"


@compiles(stands_still, "sqlite")
def _on_sqlite(element: stands_still, compiler: Any, **options: Any) -> str:
    periods, first, last = (compiler.process(each, **options) for each in _parts(element))
    lies_in = f"json_extract(span.value, '$[0]') <= {first} AND json_extract(span.value, '$[1]') >= {last}"
    return f"EXISTS (SELECT 1 FROM json_each({periods}) AS span WHERE {lies_in})"  # noqa: S608 # made of columns and bound values


def _parts(element: stands_still) -> tuple[Any, Any, Any]:
    periods, day = element.clauses
    return periods, day, day


def standing(status: OpenStatus, periods: ColumnElement[Any], at: str) -> ColumnElement[bool]:
    """Give the condition on the periods of a term, beside that on the last day; the day is bound as `today_` and `at`."""
    still = stands_still(periods, bindparam(f"today_{at}", type_=Text()))
    if status == "suspended":
        return and_(periods.is_not(None), still)
    return or_(periods.is_(None), not_(still))
