"""A person's own account: language, password, and what is assigned to them."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.contrib.auth.views import PasswordChangeView
from django.http import HttpResponse
from django.urls import reverse, reverse_lazy
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from areas import histories, links, visits
from areas.models import User
from areas.people import person_of
from areas.views.people import CHANGES, TOLD
from areas.write_forms import WriteForm
from areas.writing import Result, WriteView

MOST_LOGINS = 20  # that are listed


class LanguageForm(WriteForm):
    """The language of the pages; Thai, unless the person chooses English."""

    language = forms.ChoiceField(
        label=gettext_lazy("Language of the pages"),
        choices=[("th", "ไทย"), ("en", "English")],
        widget=forms.RadioSelect,
    )


class AccountView(WriteView):
    """Shows the account and saves the language."""

    model = User
    form_class: ClassVar[type[forms.Form]] = LanguageForm
    template_name = "areas/account.html"
    checks_version = False

    def find(self) -> User:
        """Return the person: an account is always one's own."""
        return self.user

    def lock(self) -> User:
        """Return the person's row, locked."""
        return User.objects.select_for_update().get(pk=self.user.pk)

    def form_kwargs(self, target: Any) -> dict[str, Any]:
        """Show the language that is saved."""
        return {"initial": {"language": target.language}}

    def context(self, form: Any) -> dict[str, Any]:
        """List what is assigned to the person, past and future too, where they are logged in, and their history."""
        rows = self.user.assignments.select_related("area", "cluster").order_by("pk")
        current = {row.pk for row in self.user.duties}
        key = self.request.session.session_key
        logins = [(one, one.session_key == key) for one in visits.open_logins(self.user)[:MOST_LOGINS]]
        return {
            "assignments": [(row, row.pk in current) for row in rows],
            "logins": logins,
            "changes": histories.history_of(TOLD, self.user, self.user).changes[:CHANGES],
        }

    def perform(self, form: Any, target: Any) -> Result:
        """Save the language and answer in it."""
        target.language = form.cleaned_data["language"]
        target.save(update_fields=["language"])
        with translation.override(target.language):
            return Result(reverse("account"), _("The language was saved."))


class NoForm(WriteForm):
    """A button without fields."""


class LogoutOthersView(AccountView):
    """Ends the person's logins on all other machines."""

    form_class: ClassVar[type[forms.Form]] = NoForm
    template_name = "areas/logout_others.html"

    def form_kwargs(self, target: Any) -> dict[str, Any]:
        """Take nothing."""
        return {}

    def perform(self, form: Any, target: Any) -> Result:
        """End them."""
        visits.end_all(target, keep=self.request.session.session_key or "")
        return Result(reverse("account"), _("The other machines are logged out."))


class PasswordView(PasswordChangeView):
    """Changes the password; sessions on other machines end with it."""

    template_name = "areas/password.html"
    success_url = reverse_lazy("account")

    def form_valid(self, form: Any) -> HttpResponse:
        """Save and say so."""
        response = super().form_valid(form)
        visits.end_all(person_of(self.request), keep=self.request.session.session_key or "")
        links.end_all(person_of(self.request))
        self.request.session.pop(visits.MARK, None)  # the login has a new key and is noted anew
        text = _("The password was changed. Other machines on which you were logged in are logged out.")
        messages.success(self.request, text)
        return response
