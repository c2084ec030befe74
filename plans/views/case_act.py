"""A decision on a case: found from evidence, locked by the row that it lies on, one decision at a time."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404

from areas.models import Area, User
from areas.writing import WriteView
from meetings.models import Meeting


class CaseAct(WriteView):
    """The form of a decision; subclasses say with `case` which case it is, and with `hold` which row they lock."""

    def case(self) -> Any:
        """Return the case as the person may see it, or None."""
        raise NotImplementedError

    def area_of(self, case: Any) -> str:
        """Return the code of the area whose people decide."""
        raise NotImplementedError

    def hold(self) -> None:
        """Lock the row that the case lies on."""
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

    def form_kwargs(self, target: Any) -> dict[str, Any]:
        """Show the last decision where it holds."""
        return {"case": target, "code": self.area_of(target), "user": self.user}

    def context(self, form: Any) -> dict[str, Any]:
        """Show the case beside the form."""
        return page_of(self.target, self.user)


def page_of(case: Any, user: User) -> dict[str, Any]:
    """Return what the page of a case needs: the case, and which of the meetings it names the person may see."""
    named = [row.meeting_id for row in case.decided.rows if row.meeting_id]
    seen = Meeting.objects.visible_to(user).filter(pk__in=named).values_list("pk", flat=True)
    return {"case": case, "meetings_seen": set(seen)}
