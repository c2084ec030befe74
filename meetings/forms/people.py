"""The form of a person of a place."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from areas.models import User
from areas.write_forms import WriteForm
from config.tools.fields import CleanCharField
from meetings.forms.homes import Home, HomeField, home_value
from meetings.forms.names import LONGEST
from meetings.models import Person
from meetings.same_people import known_around, name_key


class PersonForm(WriteForm):
    """A person: a name, where they belong, what they do there. One of a known name is asked about once."""

    name = CleanCharField(label=_("first and last name"), max_length=LONGEST, min_length=2)
    home = HomeField(label=_("where they belong"))
    role = CleanCharField(
        label=_("what they do there"),
        max_length=LONGEST,
        required=False,
        help_text=_("Such as: head of the council, secretary of the welfare fund, field worker"),
    )
    other = forms.BooleanField(label=_("It is another person of the same name"), required=False)

    def __init__(
        self, data: Any = None, *, user: User, homes: list[Home], person: Person | None, home: Home | None
    ) -> None:
        """Offer homes; a new person is first offered `home`."""
        super().__init__(data)
        self.user, self.person, self.same = user, person, ""
        self.fields["home"].offer(homes)  # type: ignore[attr-defined]  # it is a HomeField
        self.initial = {"home": home_value(home)} if home is not None else {}
        if person is not None:
            own: Any = person.area or person.cluster
            self.initial = {"name": person.name, "role": person.role, "home": home_value(own)}

    def clean(self) -> dict[str, Any]:
        """Ask where somebody of the name is known around the place."""
        values = super().clean() or self.cleaned_data
        name, home = values.get("name"), values.get("home")
        stays = self.person is not None and name_key(self.person.name) == name_key(name or "")
        if not name or home is None or stays:
            return values
        known = [one for one in known_around(home, self.user).get(name_key(name), []) if one != self.person]
        if known:
            self.same = gettext("“%(name)s” is known already: %(who)s.") % {
                "name": name,
                "who": " · ".join(map(who, known)),
            }
            if not values.get("other"):
                self.add_error(
                    "other", ValidationError(gettext("Open that one, or tick that it is another."))
                )
        return values

    @property
    def asks(self) -> int:
        """How many questions wait for a tick."""
        return int("other" in self.errors)

    @property
    def corrections(self) -> int:
        """How many places must be corrected."""
        return len(self.errors) - self.asks


def who(person: Person) -> str:
    """Return a person as they are told apart: name, what they do, where."""
    return " ".join(part for part in (person.name, person.role, person.home_name) if part)
