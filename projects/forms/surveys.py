"""The form of a survey: a row for each stream of work, filled on a phone beside the people who know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from areas.models import Area
from areas.write_forms import WriteForm
from config.tools.fields import BEDateFormField, CleanCharField, CleanTextField
from projects.models import Agency, Presence, Survey, WorkStream
from projects.presence import Seen
from projects.rules_surveys import Answer

MORE = 3  # agencies that one sending adds beside those that are known here


@dataclass(frozen=True)
class StreamRow:
    """A stream in the form: how it stood, how it stands, who is in it."""

    before: Seen
    state: BoundField
    agencies: BoundField | None


class SurveyForm(WriteForm):
    """How each stream stands in a tambon on a day; one that is left open was not looked at."""

    surveyed_on = BEDateFormField(label=_("surveyed on"))
    surveyed_by = CleanCharField(
        label=_("who surveyed"),
        max_length=200,
        help_text=_("An office or a team, such as the province's secretariat with the tambon's council."),
    )
    note = CleanTextField(label=_("note"), required=False, help_text=_("No names of people or households."))

    def __init__(
        self,
        data: Any = None,
        *,
        area: Area,
        before: list[Seen],
        survey: Survey | None,
        known: list[Agency],
        initial: dict[str, Any],
    ) -> None:
        """Build the form: `before` what was seen last, `survey` what is written of the day, `known` agencies here."""
        super().__init__(data)
        self.before, self.known = before, {str(one.pk): one for one in known}
        self.initial = initial
        answers = {row.work_stream_id: row for row in survey.answers.all()} if survey else {}
        met = [(row.work_stream_id, str(row.agency_id)) for row in survey.met.all()] if survey else []
        states = [("", _("not surveyed yet")), *Presence.State.choices]
        names = [(str(one.pk), one.name) for one in known]
        for seen in before:
            row, pk = answers.get(seen.stream.pk), seen.stream.pk
            self.fields[f"state{pk}"] = forms.ChoiceField(
                label=seen.stream.name,
                choices=states,
                required=False,
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": _("Choose one of the answers that are listed.")},
            )
            self.initial[f"state{pk}"] = row.state if row else ""
            if names:
                self.fields[f"with{pk}"] = forms.MultipleChoiceField(
                    label=gettext("agencies in %(stream)s") % {"stream": seen.stream.name},
                    choices=names,
                    required=False,
                    widget=forms.CheckboxSelectMultiple,
                    error_messages={"invalid_choice": _("Tick one of the agencies that are listed.")},
                )
                self.initial[f"with{pk}"] = [agency for of, agency in met if of == pk]
        self._offer_more(area)

    def _offer_more(self, area: Area) -> None:
        offered = Agency.objects.serving(area.code).filter(is_active=True).exclude(pk__in=self.known)
        agencies = [("", _("choose an agency")), *((one.pk, one.name) for one in offered)]
        streams = [("", _("choose a stream")), *((one.stream.pk, one.stream.name) for one in self.before)]
        for number in range(1, MORE + 1):
            agency: Any = forms.ModelChoiceField(
                label=gettext("another agency, %(number)d") % {"number": number},
                queryset=offered,
                required=False,
                error_messages={
                    "invalid_choice": _(
                        "This agency is not one of those that work here. Choose one of the list."
                    )
                },
            )
            agency.choices = agencies
            self.fields[f"more{number}"] = agency
            stream: Any = forms.ModelChoiceField(
                label=gettext("stream of agency %(number)d") % {"number": number},
                queryset=WorkStream.objects.filter(pk__in=[one.stream.pk for one in self.before]),
                required=False,
                error_messages={"invalid_choice": _("Choose one of the streams of the form.")},
            )
            stream.choices = streams
            self.fields[f"more_in{number}"] = stream

    @property
    def rows(self) -> list[StreamRow]:
        """The streams in their order."""
        return [
            StreamRow(
                seen,
                self[f"state{seen.stream.pk}"],
                self[f"with{seen.stream.pk}"] if self.known else None,
            )
            for seen in self.before
        ]

    @property
    def more(self) -> list[tuple[BoundField, BoundField]]:
        """The rows for agencies that are not known here yet: which one, in which stream."""
        return [(self[f"more{number}"], self[f"more_in{number}"]) for number in range(1, MORE + 1)]

    def clean(self) -> dict[str, Any]:
        """Ask for the half of a row that is missing."""
        values = super().clean() or self.cleaned_data
        for number in range(1, MORE + 1):
            agency, stream = f"more{number}", f"more_in{number}"
            if {agency, stream} & self.errors.keys():
                continue
            if values.get(agency) and not values.get(stream):
                told = gettext("Choose the stream that %(agency)s is in.")
                self.add_error(stream, told % {"agency": values[agency]})
            if values.get(stream) and not values.get(agency):
                self.add_error(agency, gettext("Choose the agency that is in this stream."))
        for seen in self.before:
            state = f"state{seen.stream.pk}"
            if state not in self.errors and not values.get(state) and self._agencies_in(seen.stream):
                told = gettext("Agencies are ticked for %(stream)s. Say how it stands, or untick them.")
                self.add_error(state, told % {"stream": seen.stream.name})
        return values

    def _agencies_in(self, stream: WorkStream) -> tuple[Agency, ...]:
        """The agencies that were ticked or added for a stream."""
        values = self.cleaned_data
        ticked = {pk: self.known[pk] for pk in values.get(f"with{stream.pk}") or []}
        for number in range(1, MORE + 1):
            agency = values.get(f"more{number}")
            if agency and values.get(f"more_in{number}") == stream:
                ticked[str(agency.pk)] = agency
        return tuple(ticked.values())

    @property
    def answers(self) -> dict[WorkStream, Answer | None]:
        """The answers by stream, for the rules; None for a stream that was left open."""
        found: dict[WorkStream, Answer | None] = {}
        for seen in self.before:
            state = self.cleaned_data.get(f"state{seen.stream.pk}")
            found[seen.stream] = Answer(state, self._agencies_in(seen.stream)) if state else None
        return found
