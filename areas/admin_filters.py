"""Filters of the admin's lists that follow the area tree."""

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
        low, high = subtree(code)
        return queryset.filter(**{f"{self.column}__gte": low, f"{self.column}__lt": high})


def by_province(column: str) -> type[ProvinceFilter]:
    """Return the filter of a table whose area stands in the column."""
    return type("ProvinceFilter", (ProvinceFilter,), {"column": column})
