"""The login page: a name no longer than names can be; it takes along what was typed when a session ended."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm, UsernameField
from django.contrib.auth.views import LoginView as DjangoLoginView
from django.forms import TextInput
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters

from areas import throttle
from areas.models import User
from config.tools import carried
from config.tools.faults import too_many


class LoginForm(AuthenticationForm):
    """Django's form only hints at the longest name; a longer one would reach the log of failed logins and break it."""

    username = UsernameField(
        max_length=User._meta.get_field("username").max_length, widget=TextInput(attrs={"autofocus": True})
    )


# Django hangs these on the dispatch that is replaced here.
@method_decorator(
    [sensitive_post_parameters(), csrf_protect, never_cache, login_not_required],
    name="dispatch",
)
class LoginView(DjangoLoginView):
    """Logs in; a form that the same person had typed comes back, one press away from being sent."""

    authentication_form = LoginForm
    redirect_authenticated_user = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Give back what was typed also where the person has logged in elsewhere meanwhile."""
        if request.method == "POST" and throttle.is_closed(request):
            return too_many(request)
        if request.user.is_authenticated and (typed := self.typed()) is not None:
            return self.give_back(typed)
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """Log in, then give back what was typed, if anything was."""
        response = super().form_valid(form)
        typed = self.typed()
        return response if typed is None else self.give_back(typed)

    def typed(self) -> carried.Carried | None:
        """Return the form that was sent along, if it is this person's."""
        return carried.unpack(self.request.POST.get("carried", ""), self.request.user.pk)

    def give_back(self, typed: carried.Carried) -> HttpResponse:
        """Show that nothing is lost, with the button that sends it."""
        return render(self.request, "areas/carried.html", {"carried": typed})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Keep what is carried over a mistyped password, and say why the login is asked for."""
        away = settings.IDLE_MINUTES if "idle" in self.request.GET else ""
        token = self.request.POST.get("carried", "")[: carried.MOST_TOKEN]
        return {"carried": token, "idle": away, **super().get_context_data(**kwargs)}
