"""The forms of the reference lists: one for each list, each showing its row as it is; and what narrows a list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from areas.models import Area, Assignment, Level
from areas.rules_lists import MOST_POSITION, read_code
from areas.write_forms import WriteForm
from config.tools.fields import CleanCharField
from config.tools.listing import Filter
from config.tools.text import arabic
from projects.models import Agency

IN_USE, AWAY = "in_use", "away"


class ListFilter(Filter):
    """Rows of a list by words in their name or code, and by whether forms offer them."""

    q = CleanCharField(label=_("name or code"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=_("state"),
        required=False,
        choices=[("", _("all states")), (IN_USE, _("in use")), (AWAY, _("put away"))],
    )

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Return the rows that were asked for."""
        chosen = self.chosen()
        if words := chosen.get("q"):
            coded = any(field.name == "code" for field in rows.model._meta.get_fields())
            found = Q(name__icontains=words)
            rows = rows.filter(found | Q(code__icontains=arabic(words)) if coded else found)
        if state := chosen.get("state"):
            rows = rows.filter(is_active=state == IN_USE)
        return rows


class OrderField(forms.IntegerField):
    """A place in the list, 0–999, in Arabic or Thai digits."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def __init__(self, **kwargs: Any) -> None:
        """Take a number of three digits."""
        super().__init__(min_value=0, max_value=MOST_POSITION, **kwargs)

    def to_python(self, value: Any) -> int | None:
        """Return the number, or None for a blank."""
        return super().to_python(arabic(str("" if value is None else value)).strip()[:20])


class AreaCodeField(CleanCharField):
    """The official code of an area that is in force; blank is the whole country (None)."""

    def clean(self, value: Any) -> Any:
        """Return the area of the code."""
        code = arabic(str(super().clean(value) or ""))
        if not code:
            return None
        area = Area.objects.current().filter(pk=code[:9]).first()
        if area is None:
            told = _("There is no area with the code %(code)s. A province has 2 digits, a tambon 6.")
            raise ValidationError(told % {"code": code})
        return area


class ListForm(WriteForm):
    """A row of a list; a new one is given its code, which it keeps."""

    FIELDS: tuple[str, ...] = ()

    def __init__(self, data: Any = None, *, row: Any = None, may_widen: bool = False) -> None:
        """Build the form for a row, or for a new one."""
        super().__init__(data)
        if row is not None:
            self.fields.pop("code", None)
            self.initial = {name: getattr(row, name) for name in self.fields if name in self.FIELDS}

    def values(self) -> dict[str, Any]:
        """Return what was typed, by the names of the row's columns."""
        return {name: value for name, value in self.cleaned_data.items() if name in self.FIELDS}


class CodedForm(ListForm):
    """A row that is known by its code: a dimension, a topic."""

    FIELDS: tuple[str, ...] = ("code", "name", "position")

    code = CleanCharField(
        label=_("code"), max_length=8, help_text=_("Letters A–Z and digits, such as WS12; it stays for good.")
    )
    name = CleanCharField(label=_("name"), max_length=120)
    position = OrderField(label=_("order"), help_text=_("Small numbers come first."))

    def clean_code(self) -> str:
        """Return the code in capitals."""
        return read_code(self.cleaned_data["code"])


class StreamForm(CodedForm):
    """A work stream."""

    FIELDS = ("code", "name", "position", "is_codi")

    is_codi = forms.BooleanField(label=_("a stream of CODI"), required=False)


class AgencyForm(ListForm):
    """An agency and where it works."""

    FIELDS = ("name", "kind", "area")

    name = CleanCharField(label=_("name"), max_length=160)
    kind = forms.ChoiceField(label=_("kind"), choices=Agency.Kind.choices)
    area = AreaCodeField(
        label=_("works in"),
        required=False,
        max_length=20,
        help_text=_("Code of the province or tambon, such as 71 or 710109; blank for the whole country."),
    )

    def __init__(self, data: Any = None, *, row: Any = None, may_widen: bool = False) -> None:
        """Show the area by its code; only a superuser keeps agencies of the whole country."""
        super().__init__(data, row=row)
        if not may_widen:
            self.fields["area"].required = True
            self.fields["area"].help_text = _("Code of the province or tambon, such as 71 or 710109.")
        if row is not None:
            self.initial["area"] = row.area_id or ""


class ClusterForm(ListForm):
    """A cluster; its provinces decide what its people see and change, so only a superuser chooses them.

    A coordinator's own assignment hangs on the cluster: with the provinces to choose, coordinators could let
    themselves into any province of the country.
    """

    FIELDS = ("name", "scheme")

    name = CleanCharField(label=_("name"), max_length=120)
    scheme = CleanCharField(label=_("whose grouping"), max_length=60, required=False)
    provinces = forms.ModelMultipleChoiceField(
        label=_("provinces"),
        queryset=Area.objects.filter(level=Level.PROVINCE),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any = None, *, row: Any = None, may_widen: bool = False) -> None:
        """Leave the provinces out for a coordinator; tell a superuser whose scope they are."""
        super().__init__(data, row=row)
        if not may_widen:
            del self.fields["provinces"]
        else:
            self.fields["provinces"].help_text = people_told(row)
            if row is not None:
                self.initial["provinces"] = [area.pk for area in row.provinces.all()]


def people_told(cluster: Any) -> str:
    """Return whose scope the provinces of a cluster are, with how many people it is today."""
    if cluster is None:
        return gettext("Coordinators and heads of the cluster see and change everything in these provinces.")
    people = Assignment.objects.active().filter(cluster=cluster).values("user").distinct().count()
    told = ngettext(
        "%(count)s person is assigned to this cluster and sees everything in these provinces, from the next page on.",
        "%(count)s people are assigned to this cluster and see everything in these provinces, from the next page on.",
        people,
    )
    return told % {"count": people}
