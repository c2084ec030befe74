"""Projects: what is carried out, from which home, in which years, by which agencies."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from areas.models.home import Homed, one_home
from areas.models.recorded import Recorded, history
from areas.scope import ReachingQuerySet
from areas.searchkey import SearchKeyField
from config.tools.dates import FIRST_BE_YEAR, LAST_BE_YEAR
from config.tools.fields import BEYearField
from config.tools.sort_field import SortKeyField
from config.tools.thai import show_years
from projects.models.reference import Agency, WorkStream


class ProjectQuerySet(ReachingQuerySet["Project"]):
    """Verbs on projects: seen from their home and from every area that money of theirs is allocated to."""

    reach = "allocations"

    def archived(self) -> ProjectQuerySet:
        """Return the projects that were put away as mistakes; ask it of `Project.every`."""
        return self.filter(archived_at__isnull=False)


class NotPutAway(models.Manager["Project"]):
    """Projects that are in use: one that was put away is found by `Project.every` alone."""

    def get_queryset(self) -> models.QuerySet[Project]:
        """Leave out what is put away."""
        return super().get_queryset().filter(archived_at__isnull=True)


CurrentProjects = NotPutAway.from_queryset(ProjectQuerySet)


class Project(Homed):
    """A project with its home; its money lies in budget lines, its places in the allocations of those.

    One that is put away has no budget lines, so no sum can forget to leave it out.
    """

    class Status(models.TextChoices):
        """The phase of a project; projects in motion and projects being closed are told apart by it."""

        PLANNED = "planned", _("planned")
        RUNNING = "running", _("running")
        CLOSED = "closed", _("finished and closed")
        STOPPED = "stopped", _("stopped")

    code = models.CharField(_("code"), max_length=40, blank=True)
    name = models.CharField(_("name of the project"), max_length=300)
    work_stream = models.ForeignKey(
        WorkStream, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("work stream")
    )
    lead_agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="led_projects", verbose_name=_("lead agency")
    )
    first_year = BEYearField(_("first fiscal year"))
    last_year = BEYearField(_("last fiscal year"))
    status = models.CharField(_("state"), max_length=8, choices=Status.choices, default=Status.PLANNED)
    note = models.TextField(_("note"), blank=True)
    agencies = models.ManyToManyField(
        Agency, through="ProjectAgency", related_name="projects", verbose_name=_("agencies")
    )
    archived_at = models.DateTimeField(_("put away"), null=True, blank=True, editable=False)
    archived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    archived_why = models.CharField(_("why it is put away"), max_length=300, blank=True)
    name_sort = SortKeyField(source="name")
    search_key = SearchKeyField(sources=("code", "name", "note"))
    history = history(excluded_fields=["search_key", "name_sort"])

    objects = CurrentProjects()
    every = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ("area_id", "cluster_id", "-first_year", "pk")
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        constraints = [
            one_home("project_has_one_home"),
            models.UniqueConstraint(
                fields=["area", "code"],
                condition=~models.Q(code=""),
                name="project_code_once_per_area",
                violation_error_message=_("This area already has a project with this code"),
            ),
            models.UniqueConstraint(
                fields=["cluster", "code"],
                condition=~models.Q(code=""),
                name="project_code_once_per_cluster",
                violation_error_message=_("This cluster already has a project with this code"),
            ),
            models.CheckConstraint(
                condition=models.Q(
                    first_year__gte=FIRST_BE_YEAR,
                    last_year__lte=LAST_BE_YEAR,
                    last_year__gte=models.F("first_year"),
                ),
                name="project_years_in_order",
                violation_error_message=_("The last year lies before the first"),
            ),
            models.CheckConstraint(
                condition=models.Q(archived_at__isnull=True, archived_why="")
                | models.Q(archived_at__isnull=False) & ~models.Q(archived_why=""),
                name="project_put_away_says_why",
                violation_error_message=_("A project is put away with a reason"),
            ),
        ]
        indexes = [
            models.Index(fields=["area", "work_stream", "status", "first_year"], name="project_by_home"),
            models.Index(fields=["name_sort"], name="project_by_name"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}".strip()

    @property
    def years(self) -> range:
        """The project's fiscal years in the Buddhist era."""
        return range(self.first_year, self.last_year + 1)

    @property
    def period(self) -> str:
        """The fiscal years as people write them: 2566, 2566–2567."""
        return show_years(self.first_year, self.last_year)


class ProjectAgency(Recorded):
    """That an agency has a part in a project."""

    class Role(models.TextChoices):
        """What the agency does in it."""

        FUND = "fund", _("gives money")
        CARRY_OUT = "carry_out", _("carries it out")
        SUPPORT = "support", _("supports it")

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="agency_roles", verbose_name=_("project")
    )
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="project_roles", verbose_name=_("agency"))
    role = models.CharField(_("role"), max_length=9, choices=Role.choices)
    history = history()

    class Meta:
        ordering = ("project_id", "role", "pk")
        verbose_name = _("agency of a project")
        verbose_name_plural = _("agencies of projects")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "agency", "role"],
                name="agency_once_per_project_and_role",
                violation_error_message=_("This agency has this role in the project already"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.agency_id} {self.role}"
