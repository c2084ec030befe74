"""The forms about people: invite, link, assign, end, correct, deactivate and take back."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from areas import links, mail
from areas import rules_people as rules
from areas.models import Assignment, User
from areas.views.person_fields import AssignForm, InviteForm, NameForm, ReasonForm
from areas.write_forms import WriteForm
from areas.writing import Result, WriteView
from config.tools import qr
from config.tools.fields import BEDateFormField
from config.tools.thai import show_date, today


def page_of(person: User) -> str:
    """Return the address of a person's page."""
    return reverse("person_detail", args=[person.pk])


class LinkMaking(WriteView):
    """A form that makes a one-time link: the answer shows it, once, and nothing keeps it."""

    made: links.Made | None = None
    person: User

    def make(self, person: User) -> Result:
        """Make the link within the transaction; sent again, the form leads to the person's page."""
        self.person, self.made = person, links.make(person, self.user)
        return Result(page_of(person))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Carry the form out; then show the link and send it where there is an e-mail."""
        response = super().post(request, *args, **kwargs)
        if self.made is None or response.status_code != 302:
            return response
        address = request.build_absolute_uri(self.made.path)
        mailed = bool(self.person.email) and mail.send(mail.message(self.person, self.made, address))
        context = {
            "person": self.person,
            "made": self.made,
            "address": address,
            "text": mail.text_of(self.person, self.made, address),
            "code": qr.draw(address),
            "mailed": mailed,
        }
        shown = render(request, "areas/link_made.html", context)
        shown.headers["Cache-Control"] = "no-store"
        return shown


class InviteView(LinkMaking):
    """Makes a person with a first assignment, and the link of the invitation."""

    model = User
    form_class = InviteForm
    template_name = "areas/person_invite.html"
    checks_version = False

    def find(self) -> None:
        """Let in who may give a role."""
        if not self.user.roles_to_give:
            raise PermissionDenied

    def form_kwargs(self, target: Any) -> dict[str, Any]:
        """Offer what is within reach."""
        return {"user": self.user}

    def perform(self, form: Any, target: Any) -> Result:
        """Save the person and the assignment."""
        data = form.cleaned_data
        names = {name: data[name] for name in ("username", "first_name", "last_name", "email")}
        return self.make(rules.invite(self.user, **names, **form.assigned()))


class PersonView(WriteView):
    """A form about a person one may change."""

    model = User
    checks_version = False

    def context(self, form: Any) -> dict[str, Any]:
        """Name the person."""
        return {"person": self.target}


class EmptyForm(WriteForm):
    """A form without fields: a button."""


class NewLinkView(PersonView, LinkMaking):
    """Makes a new link for a person; earlier ones end."""

    form_class = EmptyForm
    template_name = "areas/person_link.html"

    def perform(self, form: Any, target: Any) -> Result:
        """Make the link."""
        return self.make(rules.may_get_link(target))


class AssignView(PersonView):
    """Gives a person one more assignment."""

    form_class = AssignForm
    template_name = "areas/person_assign.html"

    def form_kwargs(self, target: Any) -> dict[str, Any]:
        """Offer what is within reach."""
        return {"user": self.user}

    def perform(self, form: Any, target: Any) -> Result:
        """Save the assignment."""
        given = rules.assign(self.user, target, **form.assigned())
        told = _("%(person)s is now %(role)s of %(place)s.")
        words = {"person": target, "role": given.get_role_display(), "place": given.place}
        return Result(page_of(target), told % words)


class EndForm(WriteForm):
    """The last day of an assignment."""

    to_date = BEDateFormField(
        label=gettext_lazy("Last day"),
        help_text=gettext_lazy("The assignment is in force on this day for the last time."),
    )


class EndView(WriteView):
    """Ends an assignment with a day; it stays in the person's list."""

    model = Assignment
    form_class = EndForm
    pk_kwarg = "assignment"
    template_name = "areas/person_end.html"
    checks_version = False

    def find(self) -> Assignment:
        """Return the assignment, if it is the person's of the address."""
        found: Assignment = super().find()
        if found.user_id != self.kwargs["pk"]:
            raise Http404
        return found

    def form_kwargs(self, target: Any) -> dict[str, Any]:
        """Propose today."""
        return {"initial": {"to_date": show_date(today())}}

    def context(self, form: Any) -> dict[str, Any]:
        """Name the person."""
        return {"person": self.target.user}

    def perform(self, form: Any, target: Any) -> Result:
        """Save the day."""
        rules.end(target, form.cleaned_data["to_date"])
        told = _("The assignment %(role)s of %(place)s ends on %(day)s.")
        words = {
            "role": target.get_role_display(),
            "place": target.place,
            "day": show_date(target.to_date),
        }
        return Result(page_of(target.user), told % words)


class RenameView(PersonView):
    """Corrects a person's name and e-mail."""

    form_class = NameForm
    template_name = "areas/person_rename.html"

    def form_kwargs(self, target: Any) -> dict[str, Any]:
        """Show what is saved."""
        return {"initial": {name: getattr(target, name) for name in ("first_name", "last_name", "email")}}

    def perform(self, form: Any, target: Any) -> Result:
        """Save."""
        rules.rename(target, **form.cleaned_data)
        return Result(page_of(target), _("The name of %(person)s was saved.") % {"person": target})


class DeactivateView(PersonView):
    """Closes a person's account, with a reason."""

    form_class = ReasonForm
    template_name = "areas/person_close.html"

    def perform(self, form: Any, target: Any) -> Result:
        """Close it."""
        rules.deactivate(self.user, target, form.cleaned_data["reason"])
        return Result(page_of(target), _("%(person)s can no longer log in.") % {"person": target})


class ReactivateView(PersonView):
    """Opens a person's account again, with a reason."""

    form_class = ReasonForm
    template_name = "areas/person_open.html"

    def perform(self, form: Any, target: Any) -> Result:
        """Open it."""
        rules.reactivate(target, form.cleaned_data["reason"])
        return Result(page_of(target), _("%(person)s can log in again.") % {"person": target})
