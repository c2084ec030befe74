"""Puts our own admin site in the place of Django's, so that /admin/ logs in where everyone logs in."""

from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig


class AdminConfig(DjangoAdminConfig):
    """Installs config.admin_site as the default admin site."""

    default_site = "config.admin_site.PhuenNganAdminSite"
