"""The two forms of a row with a reason in its archive: it is put away, and taken back."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from areas.write_forms import WriteForm
from areas.writing import WriteView
from config.tools.fields import CleanCharField


class ReasonForm(WriteForm):
    """Why a row is put away."""

    reason = CleanCharField(label=_("why it is put away"), max_length=200)


class RowAct(WriteView):
    """A page about one row; subclasses say what it does (`act`), and with `words` what its page says."""

    act: ClassVar[str | Promise] = ""

    def words(self) -> dict[str, Any]:
        """Return the template of the way to the row, the address of its page, and how the link back to it reads."""
        raise NotImplementedError

    def context(self, form: Any) -> dict[str, Any]:
        """Say what is done to which row."""
        return {"act": self.act, **self.words()}


class PutAway(RowAct):
    """A row is put away with a reason."""

    form_class = ReasonForm
    template_name = "areas/put_away_form.html"
    told: ClassVar[str | Promise]
    """What putting it away means."""
    such_as: ClassVar[str | Promise]
    """Reasons that there are."""

    def context(self, form: Any) -> dict[str, Any]:
        """Say what it means."""
        return {**super().context(form), "told": self.told, "such_as": self.such_as}


class TakeBack(RowAct):
    """A row is taken back; the reason stays in its history."""

    form_class = WriteForm
    template_name = "areas/take_back_form.html"
    checks_version = False
