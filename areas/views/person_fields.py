"""The fields of forms about people: a place typed by name or code, a user name, and what is assigned."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from areas import search
from areas.models import Area, Cluster, Role, User
from areas.write_forms import WriteForm
from config.tools.fields import BEDateFormField, CleanCharField
from config.tools.thai import arabic

CODE = re.compile(r"^\s*([0-9]{2,8}|[0-9]{6}[A-Z][0-9A-Z]?)(?![0-9A-Z])")
NAMED = 5  # places that a sentence names
OFFERED = 400  # places that the browser offers while one types


class PlaceField(CleanCharField):
    """One area, typed as a code or as a name with its district; `user` tells which are within reach."""

    user: User

    def clean(self, value: Any) -> Any:
        """Return the area, or None for a blank."""
        text = super().clean(value)
        return self.area_of(text) if text else None

    def area_of(self, text: str) -> Area:
        """Return the one area that a text means; raises ValidationError that names those it could mean."""
        if code := CODE.match(arabic(text).upper()):
            area = Area.objects.filter(code=code.group(1)).first()
            if area is None:
                raise ValidationError(_("There is no area with the code %(code)s.") % {"code": code.group(1)})
            return area
        hits = [hit.area for hit in search.find(text, self.user).hits]
        mine = {*Area.objects.filter(self.user.people_areas("code"), code__in=[one.code for one in hits])}
        found = [one for one in hits if one in mine] or hits
        if len(found) == 1:
            return found[0]
        if not found:
            raise ValidationError(
                _("No area fits “%(text)s”. Type its name with the district, or its code.") % {"text": text}
            )
        names = ", ".join(f"{one.code} {one}" for one in found[:NAMED])
        raise ValidationError(
            _("“%(text)s” fits several areas: %(names)s. Type the code of one.")
            % {"text": text, "names": names}
        )


class AssignForm(WriteForm):
    """A role in a place, from a day until a day; offers the roles and clusters within reach."""

    role = forms.ChoiceField(label=gettext_lazy("role"))
    area = PlaceField(
        label=gettext_lazy("area"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("A code of six digits, or a name with its district"),
        widget=forms.TextInput(attrs={"list": "places", "autocomplete": "off"}),
    )
    cluster = forms.ModelChoiceField(
        Cluster.objects.none(), label=gettext_lazy("cluster"), required=False, empty_label="–"
    )
    from_date = BEDateFormField(
        label=gettext_lazy("from"), required=False, help_text=gettext_lazy("Blank: from now on")
    )
    to_date = BEDateFormField(
        label=gettext_lazy("until"), required=False, help_text=gettext_lazy("Blank: until it is ended")
    )

    def __init__(self, data: Any = None, *, user: User, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        roles: Any = [(role.value, role.label) for role in user.roles_to_give]
        self.fields["role"].choices = roles  # type: ignore[attr-defined]  # it is a ChoiceField
        self.fields["role"].initial = Role.TAMBON_WORKER
        self.fields["area"].user = user  # type: ignore[attr-defined]  # it is a PlaceField
        clusters = Cluster.objects.order_by("name")
        if not user.is_superuser:
            clusters = clusters.filter(pk__in=user.coordinated_clusters)
        if user.is_superuser or user.coordinated_clusters:
            self.fields["cluster"].queryset = clusters  # type: ignore[attr-defined]  # it is a ModelChoiceField
        else:
            del self.fields["cluster"]
        self.places = [] if user.is_superuser else list(offered(user))

    def assigned(self) -> dict[str, Any]:
        """Return what was typed, as `rules_people.assign` takes it."""
        names = ("role", "area", "cluster", "from_date", "to_date")
        return {name: self.cleaned_data.get(name) for name in names}


class NameForm(WriteForm):
    """A person's name and e-mail."""

    first_name = CleanCharField(label=gettext_lazy("First name"), max_length=150)
    last_name = CleanCharField(label=gettext_lazy("Surname"), max_length=150, required=False)
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        required=False,
        help_text=gettext_lazy("Leave it blank where there is none."),
    )


class InviteForm(AssignForm, NameForm):
    """A new person with the first assignment."""

    username = CleanCharField(
        label=gettext_lazy("User name"),
        max_length=60,
        help_text=gettext_lazy("Small English letters, digits, dot and dash, such as somsri.w"),
        validators=[
            RegexValidator(
                r"^[a-z0-9][a-z0-9._-]{2,59}\Z",
                gettext_lazy(
                    "Type at least 3 small English letters, digits, dots or dashes, such as somsri.w."
                ),
            )
        ],
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    field_order = (
        "first_name",
        "last_name",
        "username",
        "email",
        "role",
        "area",
        "cluster",
        "from_date",
        "to_date",
    )


class ReasonForm(WriteForm):
    """Why an account is closed or opened."""

    reason = CleanCharField(label=gettext_lazy("Reason"), max_length=100)


def offered(user: User) -> Any:
    """Return the places within reach that are offered while one types: provinces, districts and tambons."""
    within = Area.objects.filter(user.people_areas("code"), abolished_on__isnull=True)
    return within.filter(level__in=["province", "tambon"]).select_related("parent").order_by("code")[:OFFERED]
