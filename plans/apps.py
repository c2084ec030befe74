"""The plans app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlansConfig(AppConfig):
    """Names the app for the admin; answers what the apps below ask."""

    name = "plans"
    verbose_name = _("Plans")

    def ready(self) -> None:
        """Keep a province in the cluster that its plan went up into; free the needs of a project put away."""
        from areas.rules_lists import provinces_leave  # noqa: PLC0415  models are there only now
        from plans.rules_clusters import refuse_tied  # noqa: PLC0415
        from plans.rules_project_needs import let_go  # noqa: PLC0415
        from projects.rules_projects import put_away_now  # noqa: PLC0415

        provinces_leave.connect(refuse_tied)
        put_away_now.connect(let_go)
