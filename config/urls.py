"""All addresses."""

from django.conf import settings
from django.contrib import admin
from django.contrib.auth import views as auth
from django.urls import include, path
from django.views.generic import TemplateView

from areas.views.login import LoginView

handler400 = "config.tools.faults.unreadable"
handler403 = "config.tools.faults.forbidden"
handler404 = "config.tools.faults.not_found"
handler500 = "config.tools.faults.fault"

urlpatterns = [
    path("login/", LoginView.as_view(), name="login"),
    path("logout/", auth.LogoutView.as_view(), name="logout"),
    path("admin/", admin.site.urls),
    path("", include("areas.urls")),
    path("", include("projects.urls")),
    path("", include("meetings.urls")),
    path("", include("plans.urls")),
]
if settings.DEBUG:
    urlpatterns.append(
        path("components/", TemplateView.as_view(template_name="components.html"), name="components")
    )
