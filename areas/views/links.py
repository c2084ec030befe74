"""The pages before the login: setting a password with a one-time link, and asking for one.

They tell nobody whether a person exists: each dead link, and each name that is asked for, gets the same words.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import SetPasswordForm
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import View

from areas import links, mail, throttle
from areas.models import LoginLink, User
from config.tools.faults import too_many
from config.tools.fields import CleanCharField

BACKEND = "areas.auth.PeopleBackend"
MOST_MAILS = 5  # people who share an address
AGAIN = timedelta(minutes=5)  # within which no second e-mail is sent to a person


@method_decorator([sensitive_post_parameters(), csrf_protect, login_not_required], name="dispatch")
class DoorView(View):
    """A page for people who are not logged in; never kept, and its address is never passed on."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer 429 where too much has failed at this address."""
        closed = throttle.is_closed(request)
        response = too_many(request) if closed else super().dispatch(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "strict-origin"
        response.headers["X-Robots-Tag"] = "noindex"
        return response


class LinkView(DoorView):
    """Sets the password of the link's person and logs them in. Opening the page uses nothing up: chats look too."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Ask for the new password."""
        link = links.read(token)
        return self.dead() if link is None else self.page(SetPasswordForm(link.user), link)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Set the password and log in."""
        link = links.read(token)
        if link is None:
            return self.dead()
        form = SetPasswordForm(link.user, request.POST)
        if not form.is_valid():
            return self.page(form, link, status=422)
        person = links.use(token, form.cleaned_data["new_password1"])
        if person is None:
            return self.dead()
        login(request, person, backend=BACKEND)
        messages.success(
            request,
            _("The password was set. From now on log in with the user name %(name)s and this password.")
            % {"name": person.username},
        )
        return redirect("home")

    def page(self, form: Any, link: LoginLink, status: int = 200) -> HttpResponse:
        """Show the form."""
        context = {"form": form, "person": link.user, "until": link.until}
        return render(self.request, "areas/link.html", context, status=status)

    def dead(self) -> HttpResponse:
        """Tell that the link opens nothing, the same words whatever the reason; count it."""
        throttle.count(self.request)
        return render(self.request, "areas/link_dead.html", status=410)


class ForgotForm(forms.Form):
    """Who forgot the password."""

    who = CleanCharField(label=gettext_lazy("User name or e-mail"), max_length=254)


class ForgotView(DoorView):
    """Sends a link to the person's e-mail where there is one; the answer is always the same."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Ask who it is."""
        return render(request, "areas/forgot.html", {"form": ForgotForm()})

    def post(self, request: HttpRequest) -> HttpResponse:
        """Send the links there may be."""
        form = ForgotForm(request.POST)
        if not form.is_valid():
            return render(request, "areas/forgot.html", {"form": form}, status=422)
        throttle.count(request)
        for person in reachable(form.cleaned_data["who"]):
            made = links.make(person, None, by_mail=True)
            mail.send_apart(mail.message(person, made, request.build_absolute_uri(made.path)))
        return render(request, "areas/forgot_told.html")


def reachable(who: str) -> list[User]:
    """Return the active people of a name or an e-mail to whom a link may be sent now."""
    if not settings.MAIL_IS_SET:
        return []
    lately = LoginLink.objects.filter(by_mail=True, created_at__gte=timezone.now() - AGAIN)
    people = User.objects.filter(Q(username__iexact=who) | Q(email__iexact=who), is_active=True)
    people = people.exclude(email="").exclude(pk__in=lately.values("user"))
    if not settings.DEMO:
        people = people.filter(is_demo=False)
    return list(people.order_by("pk")[:MOST_MAILS])
