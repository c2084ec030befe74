"""The login page: Django's, with a name no longer than names can be."""

from django.contrib.auth.forms import AuthenticationForm, UsernameField
from django.contrib.auth.views import LoginView as DjangoLoginView
from django.forms import TextInput

from areas.models import User


class LoginForm(AuthenticationForm):
    """Django's form only hints at the longest name; a longer one would reach the log of failed logins and break it."""

    username = UsernameField(
        max_length=User._meta.get_field("username").max_length, widget=TextInput(attrs={"autofocus": True})
    )


class LoginView(DjangoLoginView):
    """Logs a person in; who is logged in already is sent on."""

    authentication_form = LoginForm
    redirect_authenticated_user = True
