"""The admin site: the same login as every page, and the one place with a relaxed content policy."""

from collections.abc import Callable
from typing import Any

from csp.constants import NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from unfold.sites import UnfoldAdminSite

# unfold evaluates Alpine expressions and writes inline styles; staff pages never get this policy.
ADMIN_POLICY = {
    "default-src": [SELF],
    "script-src": [SELF, UNSAFE_EVAL, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:"],
    "frame-ancestors": [NONE],
    "form-action": [SELF],
    "base-uri": [NONE],
    "object-src": [NONE],
}


class PhuenNganAdminSite(UnfoldAdminSite):  # type: ignore[misc]  # unfold's classes have no types
    """unfold's site under our login and our content policy."""

    def admin_view(self, view: Callable[..., HttpResponse], cacheable: bool = False) -> Callable[..., Any]:
        """Wrap each admin page in the relaxed content policy that unfold needs."""
        wrapped: Callable[..., Any] = csp_replace(ADMIN_POLICY)(super().admin_view(view, cacheable))
        return wrapped

    def has_permission(self, request: HttpRequest) -> bool:
        """Let superusers in, and staff who are coordinators today."""
        return bool(getattr(request.user, "may_enter_admin", False))

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Send everyone through the one login page; a person without admin rights goes home."""
        if request.user.is_authenticated:
            return redirect("home")
        return redirect_to_login(request.GET.get("next", resolve_url("admin:index")))
