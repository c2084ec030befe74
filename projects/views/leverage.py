"""Forms of leverage: that a line's money won another line, the story told anew, the link taken away."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from areas.write_forms import WriteForm
from areas.writing import Result, WriteView
from projects import rules_leverage as rules
from projects.forms.leverage import LeverageForm, NewLeverageForm
from projects.models import Leverage
from projects.rules_projects import lock_project
from projects.views.finding import FindingView
from projects.views.lines import LineAct, page_of
from projects.views.projects import above


class LeverageAdd(FindingView, LineAct):
    """That the money of a line won another line."""

    form_class = NewLeverageForm
    template_name = "projects/leverage_form.html"
    checks_version = False

    def lock(self) -> Any:
        """Lock the project alone: the rule locks both lines in one order, so that two links never wait in a ring."""
        lock_project(self.target.project_id)
        return self.find()

    def form_kwargs(self, target: Any) -> dict[str, Any]:
        """Offer the lines that may have been won."""
        return {"seed": target, "user": self.user, "words": self.words.typed}

    def context(self, form: Any) -> dict[str, Any]:
        """Name the seed."""
        return {**super().context(form), "leverage": None, "words": self.words}

    def perform(self, form: Any, target: Any) -> Result:
        """Link the two lines."""
        rules.link(target, form.cleaned_data["won"], form.cleaned_data["note"])
        return Result(page_of(target), _("It is saved which money this line won."))


class LeverageAct(WriteView):
    """A page about one link, reached and changed from its seed."""

    model = Leverage

    def context(self, form: Any) -> dict[str, Any]:
        """Name the seed, what it won, and their project."""
        link: Leverage = self.target
        seed = link.seed
        return {"leverage": link, "line": seed, "project": seed.project, "above": above(seed.project)}


class LeverageEdit(LeverageAct):
    """The story of how the money was won, told anew."""

    form_class = LeverageForm
    template_name = "projects/leverage_form.html"

    def form_kwargs(self, target: Leverage) -> dict[str, Any]:
        """Show the story as it is."""
        return {"leverage": target}

    def perform(self, form: Any, target: Leverage) -> Result:
        """Write it."""
        rules.change_note(target.pk, form.cleaned_data["note"])
        return Result(page_of(target.seed), _("The story of the money that was won is saved."))


class LeverageRemove(LeverageAct):
    """A link is taken away; both lines and the link's history stay."""

    form_class = WriteForm
    template_name = "projects/leverage_remove.html"

    def perform(self, form: Any, target: Leverage) -> Result:
        """Take it away."""
        seed = target.seed
        rules.unlink(target)
        return Result(page_of(seed), _("The link is taken away. Both budget lines stay as they are."))
