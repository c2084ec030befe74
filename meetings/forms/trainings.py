"""The forms of a training: one for many people at once, and one that corrects what one person was trained in."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from areas.codes import ancestors, province_of
from areas.filter_words import holding, words_of
from areas.models import Cluster, User
from areas.scope import inside_any
from areas.write_forms import WriteForm
from config.tools.fields import BEDateFormField, CleanCharField
from config.tools.text import is_key, quoted
from meetings.forms.homes import Home, HomeField, home_value, homes_in
from meetings.forms.names import NamedLine, NamesField
from meetings.forms.people import who
from meetings.models import CapacityTopic, Meeting, Person, TrainingRecord
from meetings.rules_people import TRAINING_FIELDS, Told
from meetings.same_people import known_around

MOST_OFFERED = 60  # people that the form lists besides those that are ticked; others are found by words
ANOTHER = "new"  # that a typed name is of somebody who is not known


class TrainingForm(WriteForm):
    """What was trained, when, by whom, where that is known from."""

    topic = forms.ModelChoiceField(
        label=_("capacity topic"),
        queryset=CapacityTopic.objects.none(),
        empty_label=_("choose a topic"),
        error_messages={"required": _("Choose a topic.")},
    )
    meeting = forms.ModelChoiceField(
        label=_("meeting"), queryset=Meeting.objects.none(), required=False, empty_label=_("no meeting")
    )
    trained_on = BEDateFormField(label=_("date of the training"))
    trained_by = CleanCharField(
        label=_("who trained"),
        max_length=200,
        help_text=_("An office or a team, such as the region's office of CODI"),
    )
    source = CleanCharField(
        label=_("where this is known from"),
        max_length=200,
        required=False,
        help_text=_("Such as: sign-in sheet, report of the project. Empty means: the chosen meeting."),
    )

    def __init__(
        self, data: Any = None, *, home: Home, user: User, record: TrainingRecord | None = None
    ) -> None:
        """Offer topics in use, and the trainings that a person sees in and above a home.

        A meeting that the record names and the person may not see stays, unnamed.
        """
        super().__init__(data)
        self.kept: Meeting | None = None
        fields: dict[str, Any] = self.fields
        fields["topic"].queryset = CapacityTopic.objects.offered([record.topic_id if record else None])
        fields["meeting"].queryset = offered = trainings_about(home, user)
        if record is not None:
            self.initial = {name: getattr(record, name) for name in TRAINING_FIELDS}
            self.initial |= {"topic": record.topic_id, "meeting": record.meeting_id}
            if record.meeting_id is not None and not offered.filter(pk=record.meeting_id).exists():
                self.kept = record.meeting
                del fields["meeting"]

    @property
    def told(self) -> Told:
        """The training, for the rules."""
        return Told(**{"meeting": self.kept, **{name: self.cleaned_data[name] for name in self.written}})

    @property
    def written(self) -> list[str]:
        """The fields of the training that the form asks for."""
        return [name for name in TRAINING_FIELDS if name in self.fields]


def trainings_about(home: Home, user: User) -> Any:
    """Return the trainings among the meetings that a person sees in an area, above it, and of its clusters."""
    seen = Meeting.objects.visible_to(user).filter(kind=Meeting.Kind.TRAINING)
    if isinstance(home, Cluster):
        return seen.filter(cluster=home)
    above = Q(area__in=ancestors(home.code)) | Q(cluster__provinces=province_of(home.code))
    around = Q(pk__in=Meeting.objects.filter(above).values("pk")) | inside_any("area_id", [home.code])
    return seen.filter(around)


@dataclass(frozen=True)
class PersonRow:
    """A person to tick, and whether they are ticked."""

    person: Person
    ticked: bool


class PeopleField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # takes none at run time
    """People to tick."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value: Any) -> Any:
        """Refuse what is no number of a row before the database is asked."""
        if any(not is_key(str(one)) for one in value or ()):
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().clean(value)

    def label_from_instance(self, obj: Any) -> str:
        """The person as they are told apart."""
        return who(obj)


class TrainingOfManyForm(TrainingForm):
    """One training of many people of an area or a cluster: known ones are ticked, new ones typed, a name a line.

    A typed name that is known around the place is asked about: the same person, or another.
    """

    people = PeopleField(
        label=_("people who are known"),
        queryset=Person.objects.none(),
        required=False,
        error_messages={
            "invalid_choice": _(
                "One of these people cannot be chosen: they are put away, or not of this place. Choose from the list."
            )
        },
    )
    names = NamesField(
        label=_("people who are new"),
        required=False,
        help_text=_(
            "One a line: first and last name, then after a comma what they do. No card or phone numbers."
        ),
    )
    home = HomeField(label=_("where the new people belong"))

    def __init__(
        self, data: Any = None, *, home: Home, user: User, words: str = "", meeting: str = ""
    ) -> None:
        """Build the form for an area or a cluster; `words` narrow the people that are listed.

        `meeting` is the number of the training that the form is opened from, and filled in with.
        """
        super().__init__(data, home=home, user=user)
        self.user, self.words = user, words_of(words)
        people: Any = self.fields["people"]
        own = Person.objects.editable_by(user).current().around(home)
        people.queryset = self.offered = own.select_related("area__parent", "cluster")
        homes: Any = self.fields["home"]
        homes.offer(homes_in(home, user))
        self.initial["home"] = home_value(home)
        self._fill_in(meeting)
        self.questions: list[str] = []
        self.same: list[Person] = []
        self.new: list[NamedLine] = []
        self.more = False

    def _fill_in(self, meeting: str) -> None:
        """Start with a training and its day."""
        offered: Any = self.fields["meeting"]
        if is_key(meeting) and (found := offered.queryset.filter(pk=meeting).first()):
            self.initial.update(meeting=found.pk, trained_on=found.held_on)

    def keep(self, data: QueryDict) -> None:
        """Take over what was chosen and typed so far."""
        for name in self.fields:
            self.initial[name] = data.get(name, "")
        self.initial["people"] = data.getlist("people")

    def clean(self) -> dict[str, Any]:
        """Ask about each typed name that is known around its place; tell who is whom."""
        values = super().clean() or self.cleaned_data
        lines, home = values.get("names") or [], values.get("home")
        if home is None or not lines:
            return values
        known = known_around(home, self.user)
        for line in lines:
            if found := known.get(line.key):
                self._ask(line, found)
            else:
                self.new.append(line)
        return values

    def _ask(self, line: NamedLine, found: list[Person]) -> None:
        """Put a question about a line; its name in the form is of the name typed, so an answer stays with it."""
        name = f"who-{hashlib.sha256(line.key.encode()).hexdigest()[:12]}"
        choices: Any = [
            *((f"p{one.pk}", gettext("the same: %(who)s") % {"who": who(one)}) for one in found),
            (ANOTHER, gettext("another person, write them down as new")),
        ]
        label = gettext("Line %(number)d: “%(name)s” is known already") % {
            "number": line.number,
            "name": quoted(line.name),
        }
        self.fields[name] = forms.ChoiceField(
            label=label, choices=choices, required=False, widget=forms.RadioSelect
        )
        self.questions.append(name)
        answers = {f"p{one.pk}": one for one in found}
        answer = str(self.data.get(self.add_prefix(name), ""))
        if answer in answers:
            self.same.append(answers[answer])
        elif answer == ANOTHER:
            self.new.append(line)
        else:
            self.add_error(name, gettext("Say whether it is the same person."))

    # --- Showing

    @property
    def asked(self) -> list[BoundField]:
        """The questions, answered or not."""
        if self.is_bound:
            self.errors  # noqa: B018  makes sure that the form was cleaned
        return [self[name] for name in self.questions]

    @property
    def asks(self) -> int:
        """How many questions wait for an answer."""
        return sum(name in self.errors for name in self.questions)

    @property
    def corrections(self) -> int:
        """How many places must be corrected."""
        return len(self.errors) - self.asks

    @property
    def rows(self) -> list[PersonRow]:
        """Who is ticked, then the others that the words find; two queries."""
        ticked = [text for text in map(str, self["people"].value() or ()) if is_key(text)]
        first = list(self.offered.filter(pk__in=ticked))
        others = self.offered.exclude(pk__in=ticked).filter(holding(self.words))
        found = list(others[: MOST_OFFERED + 1])
        self.more = len(found) > MOST_OFFERED
        return [PersonRow(one, True) for one in first] + [
            PersonRow(one, False) for one in found[:MOST_OFFERED]
        ]
