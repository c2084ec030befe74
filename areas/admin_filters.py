"""Filters of the admin's lists: by the area tree, and by what was put away."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import DropdownFilter

from areas.codes import PROVINCE, subtree
from areas.models import Area, Level
from areas.people import person_of


class ProvinceFilter(DropdownFilter):  # type: ignore[misc]  # unfold's classes have no types
    """Rows of one province: the person's own to choose from; `column` names the column with the area's code."""

    title = _("province")
    parameter_name = "province"
    column = "area_id"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Offer the provinces in which the person may read something; everyone's areas of a superuser."""
        user = person_of(request)
        codes = {code[:PROVINCE] for code in user.readable_codes}
        rows = Area.objects.current().filter(level=Level.PROVINCE)
        chosen = rows if user.is_superuser else rows.filter(code__in=codes)
        return [(row.code, row.full_name) for row in chosen]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Narrow the rows to the province; what is no province of the list narrows to nothing."""
        code = self.value()
        if not code:
            return queryset
        if code not in {value for value, _label in self.lookup_choices}:
            return queryset.none()
        return self.narrow(queryset, code)

    def narrow(self, queryset: QuerySet[Any], code: str) -> QuerySet[Any]:
        """Return the rows of a province."""
        low, high = subtree(code)
        return queryset.filter(**{f"{self.column}__gte": low, f"{self.column}__lt": high})


class ReachFilter(ProvinceFilter):
    """Rows whose home lies in a province, or that reach into it; for querysets that know `touching`.

    `of` names the column that points at those rows, where they are not the table's own.
    """

    of = ""

    def narrow(self, queryset: QuerySet[Any], code: str) -> QuerySet[Any]:
        """Return the rows that have to do with a province."""
        rows: Any = queryset
        if not self.of:
            touching: QuerySet[Any] = rows.touching(code)
            return touching
        model: Any = rows.model._meta.get_field(self.of).remote_field.model
        return queryset.filter(**{f"{self.of}__in": model._default_manager.touching(code)})


def by_reach(column: str) -> type[ReachFilter]:
    """Return the filter of a table whose column points at rows that reach into areas."""
    return type("ReachFilter", (ReachFilter,), {"of": column})


def by_province(column: str) -> type[ProvinceFilter]:
    """Return the filter of a table whose area stands in the column."""
    return type("ProvinceFilter", (ProvinceFilter,), {"column": column})


class ArchivedFilter(DropdownFilter):  # type: ignore[misc]  # unfold's classes have no types
    """Items in their plan, or those that were archived; both where nothing is chosen."""

    title = _("in the plan or archived")
    parameter_name = "archived"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Offer both kinds."""
        return [("no", _("In the plan")), ("yes", _("Archived items"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Narrow to one kind; anything else narrows nothing."""
        wanted = {"no": True, "yes": False}.get(self.value() or "")
        return queryset if wanted is None else queryset.filter(archived_at__isnull=wanted)


class PutAwayFilter(ArchivedFilter):
    """Plans in use, or those that were put away."""

    title = _("in use or put away")

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Offer both kinds."""
        return [("no", _("In use")), ("yes", _("Put away"))]
