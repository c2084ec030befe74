"""Who may see and change which rows: the two questions `visible_to` and `editable_by`, answered here alone.

A person's scope is the set of code ranges of the areas assigned to them today. A row is in scope when its area
code lies in one of the ranges: one half-open range on one indexed column, never a join (style.md "Habits").
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Protocol, Self, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, Q, QuerySet

from areas.codes import is_inside, subtree
from config.tools.among import among

if TYPE_CHECKING:
    from areas.models.people import User

M = TypeVar("M", bound=Model)


class Ranged(Protocol):
    """Stands for the code of an area that is not known yet (areas.reach.AnyArea)."""

    @property
    def ends(self) -> tuple[Any, Any]:
        """The half-open range of the area and all below it."""


def inside_any(field: str, codes: Iterable[str | Ranged]) -> Q:
    """Return the condition that the code in a column lies in (or is) one of the areas; no areas match nothing."""
    condition = Q()
    for code in codes:
        low, high = subtree(code) if isinstance(code, str) else code.ends
        condition |= Q(**{f"{field}__gte": low, f"{field}__lt": high})
    return condition or Q(pk__in=[])


def readable_inside(user: User, area: str) -> list[str]:
    """Return the codes of what the person may read of an area ('' is everywhere), as few as there are."""
    if user.is_superuser or (area and user.reads_all_of(area)):
        return [area]
    return [code for code in user.readable_codes if is_inside(code, area)]


def sql_inside(column: str, codes: Iterable[str]) -> tuple[str, list[str]]:
    """Return `inside_any` as SQL with its values, for a sum that is answered sooner than its query is built."""
    ends = [subtree(code) for code in codes]
    condition = " OR ".join([f"{column} >= %s AND {column} < %s"] * len(ends)) or "1 = 0"
    return f"({condition})", [end for both in ends for end in both]


class ScopedQuerySet(QuerySet[M]):
    """A queryset of rows that belong to an area; `scope_field` names the column with the area's code."""

    scope_field = "area_id"

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Return the rows that the person may see."""
        return self.none() if user.is_anonymous else self.filter(user.readable_areas(self.scope_field))

    def editable_by(self, user: User | AnonymousUser) -> Self:
        """Return the rows that the person may change."""
        return self.none() if user.is_anonymous else self.filter(user.editable_areas(self.scope_field))

    def inside(self, *codes: str) -> Self:
        """Return the rows of the areas and of everything below them."""
        return self.filter(inside_any(self.scope_field, codes))

    def beyond(self, user: User, *codes: str) -> Self:
        """Return the rows that lie outside the areas (none is everywhere), or that the person may not see."""
        inside = inside_any(self.scope_field, codes) if codes else Q()
        seen = user.readable_areas(self.scope_field) & inside
        return self.exclude(seen) if seen else self.none()


class HomeQuerySet(ScopedQuerySet[M]):
    """Rows whose home is an area or a cluster: a province's people see their cluster's, its own people change it."""

    cluster_field = "cluster_id"

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Return the rows whose home the person may see."""
        if user.is_anonymous or user.is_superuser:
            return super().visible_to(user)
        of_cluster = Q(**{f"{self.cluster_field}__in": user.readable_clusters})
        return self.filter(user.readable_areas(self.scope_field) | of_cluster)

    def editable_by(self, user: User | AnonymousUser) -> Self:
        """Return the rows whose home the person looks after."""
        if user.is_anonymous or user.is_superuser:
            return super().editable_by(user)
        of_cluster = Q(**{f"{self.cluster_field}__in": user.editable_clusters})
        return self.filter(user.editable_areas(self.scope_field) | of_cluster)


class ReachingQuerySet(HomeQuerySet[M]):
    """Rows with a home that reach into other areas: seen from their home and from each of those, changed from home.

    `reach` names the rows (by their related name) that carry the code of an area in `area_id`. They are asked by a
    subquery, never a join: a row that came twice would be a budget counted twice (design.md §3, invariant 6). And by
    one union of keys, never an OR, for which the engines read the whole country's table.
    """

    reach = ""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Return the rows whose home, or any area that they reach into, the person may see."""
        if user.is_anonymous or user.is_superuser:
            return super().visible_to(user)
        of_cluster = Q(**{f"{self.cluster_field}__in": user.readable_clusters})
        home = user.readable_areas(self.scope_field)
        return self.filter(among(self._any([home, of_cluster], user.readable_areas("area_id"))))

    def touching(self, code: str) -> Self:
        """Return the rows whose home lies in an area, or that reach into it."""
        home, reached = (inside_any(field, [code]) for field in (self.scope_field, "area_id"))
        return self.filter(among(self._any([home], reached)))

    def _any(self, homes: Sequence[Q], reached: Q) -> QuerySet[Any, Any]:
        """Return the keys of the rows that meet one of the conditions, or of which a part meets the last."""
        relation: Any = self.model._meta.get_field(self.reach)
        parts: QuerySet[Any] = QuerySet(relation.related_model).filter(reached).order_by()
        rows: QuerySet[Any] = QuerySet(self.model).order_by()
        keys = parts.values(relation.remote_field.attname)
        return keys.union(*(rows.filter(home).values("pk") for home in homes))
