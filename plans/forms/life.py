"""Forms of a plan's life, and of a change below: the words that a person has to give."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from areas.write_forms import WriteForm
from config.tools.fields import CleanCharField
from plans.changes import Difference

BACK = {
    "undo": _("undo the endorsement: it was a mistake, nothing is built on it"),
    "draft": _("back to draft: items can be changed, and the council endorses it again"),
    "endorsed": _("still endorsed: only open it again"),
}

DECISIONS = {
    "accept": _("take the new amounts into the line"),
    "keep": _("keep the line as it is, with a reason"),
}


class LockForm(WriteForm):
    """A word about why a plan is closed, if there is one."""

    reason = CleanCharField(label=_("remark"), max_length=500, required=False)


class StepBackForm(WriteForm):
    """Where a step back leads to, and why it is taken."""

    way = forms.ChoiceField(label=_("what happens"), widget=forms.RadioSelect)
    reason = CleanCharField(label=_("reason"), max_length=500)

    def __init__(self, data: Any = None, *, ways: Sequence[str]) -> None:
        super().__init__(data)
        choices: Any = [(way, BACK[way]) for way in ways]
        self.fields["way"].choices = choices  # type: ignore[attr-defined]  # it is a ChoiceField
        self.initial["way"] = ways[0]


class ChangeForm(WriteForm):
    """Whether a change below is taken into the line, which of its words, or why the line stays as it is."""

    decision = forms.ChoiceField(label=_("decision"), widget=forms.RadioSelect)
    words = forms.MultipleChoiceField(
        label=_("new words to take into the line too"), required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = CleanCharField(label=_("reason to keep it"), max_length=500, required=False)

    def __init__(
        self, data: Any = None, *, ways: Sequence[str], words: Sequence[Difference], ticked: bool
    ) -> None:
        super().__init__(data)
        decisions: Any = [(way, DECISIONS[way]) for way in ways]
        self.fields["decision"].choices = decisions  # type: ignore[attr-defined]  # it is a ChoiceField
        self.initial = {"decision": ways[0], "words": [row.name for row in words] if ticked else []}
        choices: Any = [(row.name, row.label) for row in words]
        self.fields["words"].choices = choices  # type: ignore[attr-defined]  # it is a ChoiceField
        if not words or "accept" not in ways:
            del self.fields["words"]
        if "keep" not in ways:
            del self.fields["reason"]
