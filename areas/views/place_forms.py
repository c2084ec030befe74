"""The forms that add a village or community below a tambon and change its name."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from areas import rules, tree
from areas.models import Area, Level
from areas.write_forms import WriteForm
from areas.writing import Result, WriteView
from config.tools.fields import CleanCharField
from config.tools.thai import arabic


class MooField(forms.IntegerField):
    """A village number 1–99, in Arabic or Thai digits, with or without ม. before it."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=1, max_value=99, **kwargs)
        self.error_messages["invalid"] = gettext_lazy("Type the village number in digits, such as 3.")
        self.error_messages["min_value"] = gettext_lazy("Village numbers go from 1 to 99.")

    def to_python(self, value: Any) -> int | None:
        """Return the number, or None for a blank."""
        text = arabic(str(value or "")).strip()
        for before in ("หมู่ที่", "หมู่", "ม."):
            text = text.removeprefix(before).strip()
        return super().to_python(text[:20])


class PlaceForm(WriteForm):
    """A new village or community."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of place"),
        choices=[
            (Level.VILLAGE, gettext_lazy("village")),
            (Level.COMMUNITY, gettext_lazy("community (in a town)")),
        ],
        initial=Level.VILLAGE,
        widget=forms.RadioSelect,
    )
    moo_no = MooField(
        label=gettext_lazy("Village number"),
        required=False,
        help_text=gettext_lazy("For a village only. A community has no number."),
    )
    name_th = CleanCharField(
        label=gettext_lazy("Name"),
        max_length=120,
        help_text=gettext_lazy("As it is written on the sign, such as บ้านแก่งหลวง or ชุมชนริมคูเมืองเก่า."),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the number of a village."""
        data = super().clean() or {}
        if data.get("kind") == Level.VILLAGE and "moo_no" not in self.errors and data.get("moo_no") is None:
            self.add_error("moo_no", _("A village needs its number. Type หมู่ที่, such as 3."))
        return data


class NameForm(WriteForm):
    """The name of a village or community."""

    name_th = CleanCharField(label=gettext_lazy("Name"), max_length=120)


class PlaceView(WriteView):
    """A form about an area, or the reason why there is none for this area."""

    model = Area
    pk_kwarg = "code"

    def refusal(self) -> str:
        """Return why there is no form for this area; '' where there is."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form, or why there is none."""
        if self.refusal():
            return self.page(None, key="", version=0, opened="")
        return super().get(request, *args, **kwargs)

    def context(self, form: Any) -> dict[str, Any]:
        """Say where the area lies and, where there is no form, why."""
        return {
            "area": self.target,
            "ancestors": tree.breadcrumb(self.target.code),
            "refusal": self.refusal(),
        }


class PlaceAddView(PlaceView):
    """Adds a village or community below a tambon."""

    form_class = PlaceForm
    template_name = "areas/area_add.html"
    checks_version = False  # what is added changes nothing that somebody else could have changed

    def refusal(self) -> str:
        """Only a tambon in force can have villages and communities."""
        return rules.why_nothing_below(self.target)

    def perform(self, form: Any, target: Any) -> Result:
        """Add the place."""
        data = form.cleaned_data
        if data["kind"] == Level.VILLAGE:
            place = rules.add_village(target, data["moo_no"], data["name_th"])
        else:
            place = rules.add_community(target, data["name_th"])
        told = _("%(place)s was added to %(tambon)s with the code %(code)s.")
        words = {"place": place, "tambon": target, "code": place.code}
        return Result(reverse("area_detail", args=[target.code]), told % words)


class PlaceEditView(PlaceView):
    """Changes the name of a village or community."""

    form_class = NameForm
    template_name = "areas/area_edit.html"

    def refusal(self) -> str:
        """Only villages and communities are named by staff."""
        return rules.why_not_renamed(self.target)

    def form_kwargs(self, target: Any) -> dict[str, Any]:
        """Show the name as it is."""
        return {"initial": {"name_th": target.name_th}}

    def perform(self, form: Any, target: Any) -> Result:
        """Save the name."""
        rules.rename(target, form.cleaned_data["name_th"])
        told = _("The name %(place)s was saved.") % {"place": target}
        return Result(reverse("area_detail", args=[target.code]), told)
