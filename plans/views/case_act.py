"""Acts on a case: found from evidence, locked by the row that it lies on, one decision at a time."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from areas.models import Area, User
from areas.writing import Result, WriteView
from meetings.models import Meeting
from plans import rules_cases as rules
from plans.forms.cases import WithdrawForm
from projects.views.back import back_to


class CaseAct(WriteView):
    """A form about a case; a subclass for gaps and one for overlaps say which case it is. `act` is what it does."""

    act: ClassVar[str | Promise]

    def case(self) -> Any:
        """Return the case as the person may see it, or None."""
        raise NotImplementedError

    def area_of(self, case: Any) -> str:
        """Return the code of the area whose people decide."""
        raise NotImplementedError

    def hold(self) -> None:
        """Lock the row that the case lies on."""
        raise NotImplementedError

    def page_at(self, case: Any) -> str:
        """Return the address of the case."""
        raise NotImplementedError

    def words(self, case: Any) -> dict[str, Any]:
        """Return what the page of the form says of the case (templates/plans/case_form.html)."""
        raise NotImplementedError

    def find(self) -> Any:
        """Return the case, in an area that the person looks after."""
        case = self.case()
        if case is None:
            raise Http404
        if not Area.objects.editable_by(self.user).filter(code=self.area_of(case)).exists():
            raise PermissionDenied
        return case

    def lock(self) -> Any:
        """Return the case, found anew behind the lock."""
        self.hold()
        return self.find()

    @property
    def seen(self) -> str:
        """The evidence as it stood on the page that was sent."""
        return self.request.POST.get("seen", "")

    def context(self, form: Any) -> dict[str, Any]:
        """Show the case beside the form."""
        return {
            **page_of(self.target, self.user),
            **self.words(self.target),
            "case_url": self.page_at(self.target),
            "act": self.act,
        }


class Decide(CaseAct):
    """The form of a decision."""

    def form_kwargs(self, target: Any) -> dict[str, Any]:
        """Show the last decision where it holds."""
        return {"case": target, "code": self.area_of(target), "user": self.user}


class Withdraw(CaseAct):
    """The form that withdraws a decision; for those who may decide."""

    form_class = WithdrawForm
    template_name = "plans/case_withdraw.html"
    act = _("Withdraw the decision")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form; where nothing stands, the case."""
        if self.target.decided.standing is None:
            return redirect(self.page_at(self.target))
        return super().get(request, *args, **kwargs)

    def perform(self, form: Any, target: Any) -> Result:
        """Withdraw the decision."""
        rules.withdraw(target, form.cleaned_data["withdrawn_why"])
        told = _("The decision is withdrawn. The case waits for a decision again.")
        return Result(back_to(self.request, self.page_at(target)), str(told))


def page_of(case: Any, user: User) -> dict[str, Any]:
    """Return what the page of a case needs: the case, and which of the meetings it names the person may see."""
    named = [row.meeting_id for row in case.decided.rows if row.meeting_id]
    seen = Meeting.objects.visible_to(user).filter(pk__in=named).values_list("pk", flat=True)
    return {"case": case, "meetings_seen": set(seen)}
