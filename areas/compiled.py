"""Questions about areas whose SQL is made once for everybody who reaches as far, and then asked of any area.

    @compiled
    def _plans(user: User, code: str) -> QuerySet[Plan]:
        return Plan.objects.visible_to(user).inside(code)

    plans = _plans(user, "710109")  # a list

What the function is given in place of the person and the area answers only what the kept SQL is told apart by: how far
the person reaches (`Reach`), the area's level and whether the person reads all of it (`AnyArea`), a number not at all
(`Slot`). Named arguments and today's date are told apart too. Nothing else can come into the SQL: not the person, not
a code that was looked at, and nothing that the database held when the SQL was made.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import date
from functools import lru_cache, wraps
from typing import Any

from django.db.models import IntegerField, QuerySet

from areas.codes import subtree
from areas.models import User
from areas.reach import AnyArea, Reach
from config.tools.compiled import CompiledQuery, Slot, nothing_asked
from config.tools.thai import today

MOST = 32  # of each question that are kept: reaches × levels; some 65 KB each
Shape = tuple[int, bool] | None
"""Of an area: the length of its code, and whether the person reads all of it; None of a number."""
_forgets: list[Callable[[], None]] = []


def compiled(build: Callable[..., QuerySet[Any, Any]]) -> Callable[..., list[Any]]:
    """Return the question that a function builds, compiled: asked of a person, codes and numbers, it gives a list.

    Of what everyone may see it is asked of nobody: None.
    """

    @lru_cache(maxsize=MOST)
    def made(
        reach: Reach | None, shapes: tuple[Shape, ...], _day: date, choices: tuple[tuple[str, Hashable], ...]
    ) -> CompiledQuery:
        with nothing_asked():
            return CompiledQuery(build(reach, *map(_slot, range(len(shapes)), shapes), **dict(choices)))

    _forgets.append(made.cache_clear)

    @wraps(build)
    def ask(user: User | None, *values: str | int, **choices: Hashable) -> list[Any]:
        shapes = tuple(_shape(user, one) for one in values)
        query = made(user and user.reach, shapes, today(), tuple(choices.items()))
        return query.ask([end for one in values for end in _ends(one)])

    return ask


def forget_all() -> None:
    """Let all SQL be made anew: for tests that change the rules by which it is made."""
    for forget in _forgets:
        forget()


def _shape(user: User | None, value: str | int) -> Shape:
    if isinstance(value, int):
        return None
    return len(value), user is not None and user.reads_all_of(value)


def _slot(number: int, shape: Shape) -> Slot:
    return AnyArea(2 * number, *shape) if shape else Slot(2 * number, IntegerField())


def _ends(value: str | int) -> tuple[Any, Any]:
    """Return what fills the two places of a value: the range of a code, a number alone."""
    return subtree(value) if isinstance(value, str) else (value, None)
