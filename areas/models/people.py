"""People: users, and which areas, clusters or agencies each looks after."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import ClassVar, Self

from django.contrib.auth.models import AbstractUser, AnonymousUser, UserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from areas.models.duties import COLUMNS, Duty, duties_of
from areas.models.places import Area, Cluster
from areas.models.recorded import history
from areas.reach import Reach, Reaching
from areas.scope import inside_any
from areas.searchkey import SearchKeyField
from config.tools.thai import today


class Role(models.TextChoices):
    """What a person does in the area assigned to them (design.md §2)."""

    COORDINATOR = "coordinator", _("region coordinator")
    CLUSTER_HEAD = "cluster_head", _("cluster head")
    SECRETARIAT = "secretariat", _("provincial secretariat")
    TAMBON_WORKER = "tambon_worker", _("tambon worker")
    READER = "reader", _("reader")
    PARTNER = "partner", _("partner agency")


READING_ROLES = [role for role in Role if role != Role.PARTNER]
EDITING_ROLES = [Role.COORDINATOR, Role.CLUSTER_HEAD, Role.SECRETARIAT, Role.TAMBON_WORKER]

COORDINATOR_GIVES = [role for role in Role if role != Role.COORDINATOR]
SECRETARIAT_GIVES = [Role.TAMBON_WORKER, Role.READER]


class UserQuerySet(models.QuerySet["User"]):
    """Verbs on people: coordinators and provincial secretariats look after the people of their areas."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Return the people with an assignment, past or future, in the areas one looks after, and oneself."""
        if user.is_anonymous:
            return self.none()
        if user.is_superuser:
            return self
        theirs = Assignment.objects.visible_to(user).values("user")
        return self.filter(models.Q(pk__in=theirs) | models.Q(pk=user.pk))

    def editable_by(self, user: User | AnonymousUser) -> Self:
        """Return the people whose every assignment one may change, never staff, never oneself.

        Who may change a person may take their account over (with a link for a new password), so nobody may whose
        reach is smaller than the person's.
        """
        if user.is_anonymous:
            return self.none()
        if user.is_superuser:
            return self
        theirs = Assignment.objects.editable_by(user)
        elsewhere = Assignment.objects.exclude(pk__in=theirs.values("pk")).values("user")
        within = self.filter(pk__in=theirs.values("user")).exclude(pk__in=elsewhere)
        return within.filter(is_staff=False, is_superuser=False).exclude(pk=user.pk)


class PeopleManager(UserManager["User"]):
    """Django's manager of people, with our verbs."""

    use_in_migrations = False

    def get_queryset(self) -> UserQuerySet:
        """Return the queryset with the verbs."""
        return UserQuerySet(self.model, using=self._db)

    def visible_to(self, user: User | AnonymousUser) -> UserQuerySet:
        """Return the people that a coordinator may see."""
        return self.get_queryset().visible_to(user)

    def editable_by(self, user: User | AnonymousUser) -> UserQuerySet:
        """Return the people that a coordinator may change."""
        return self.get_queryset().editable_by(user)


class User(Reaching, AbstractUser):
    """A person who logs in. Deactivated, never deleted."""

    language = models.CharField(
        _("language"), max_length=2, choices=[("th", "ไทย"), ("en", "English")], default="th"
    )
    is_demo = models.BooleanField(default=False, editable=False)
    search_key = SearchKeyField(sources=("first_name", "last_name", "username"))
    history = history(excluded_fields=["password", "last_login", "search_key"])

    objects: ClassVar[PeopleManager] = PeopleManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    @cached_property
    def duties(self) -> list[Duty]:
        """The person's assignments in force today; one query for each request."""
        return duties_of(self.assignments.active().values_list(*COLUMNS))

    def _codes(self, roles: Sequence[Role]) -> list[str]:
        return sorted({code for duty in self.duties if duty.role in roles for code in duty.codes})

    @cached_property
    def readable_codes(self) -> list[str]:
        """Codes of the areas whose records the person may read."""
        return self._codes(READING_ROLES)

    @cached_property
    def editable_codes(self) -> list[str]:
        """Codes of the areas whose records the person may change."""
        return self._codes(EDITING_ROLES)

    @cached_property
    def coordinated_codes(self) -> list[str]:
        """Codes of the areas whose people the person looks after."""
        return self._codes([Role.COORDINATOR])

    @cached_property
    def coordinated_clusters(self) -> list[int]:
        """Ids of the clusters whose people the person looks after."""
        rows = self.duties
        return [row.cluster_id for row in rows if row.cluster_id and row.role == Role.COORDINATOR]

    def coordinated_areas(self, field: str) -> models.Q:
        """The condition that the code in a column is one whose people the person looks after."""
        return models.Q() if self.is_superuser else inside_any(field, self.coordinated_codes)

    @cached_property
    def secretariat_codes(self) -> list[str]:
        """Codes of the areas whose workers and readers the person looks after as a provincial secretariat."""
        return self._codes([Role.SECRETARIAT])

    def people_areas(self, field: str) -> models.Q:
        """The condition that the code in a column is one whose people the person looks after, in either role."""
        codes = [*self.coordinated_codes, *self.secretariat_codes]
        return models.Q() if self.is_superuser else inside_any(field, codes)

    @property
    def roles_to_give(self) -> list[Role]:
        """The roles that the person may give to others; empty for who looks after nobody."""
        if self.is_superuser:
            return list(Role)
        if self.coordinated_codes or self.coordinated_clusters:
            return [role for role in COORDINATOR_GIVES if role != Role.PARTNER]
        return list(SECRETARIAT_GIVES) if self.secretariat_codes else []

    @property
    def keeps_lists(self) -> bool:
        """Whether the person keeps the reference lists: coordinators and superusers."""
        return self.is_superuser or any(row.role == Role.COORDINATOR for row in self.duties)

    @property
    def may_enter_admin(self) -> bool:
        """Whether the person may open /admin/: superusers, and staff who are coordinators today."""
        if not (self.is_active and self.is_staff):
            return False
        return self.is_superuser or any(row.role == Role.COORDINATOR for row in self.duties)

    @cached_property
    def editable_clusters(self) -> list[int]:
        """Ids of the clusters whose own records the person may change."""
        rows = self.duties
        return [row.cluster_id for row in rows if row.cluster_id and row.role in EDITING_ROLES]

    @cached_property
    def readable_clusters(self) -> list[int]:
        """Ids of the clusters whose own records the person may read: theirs, and their provinces' clusters."""
        assigned = [row.cluster_id for row in self.duties if row.cluster_id]
        around = [pk for row in self.duties if row.role in READING_ROLES for pk in row.clusters]
        return sorted({*assigned, *around})

    @property
    def reach(self) -> Reach:
        """How far the person reaches."""
        return Reach(
            self.is_superuser,
            tuple(self.readable_codes),
            tuple(self.editable_codes),
            tuple(self.readable_clusters),
            tuple(self.editable_clusters),
        )

    @cached_property
    def role_label(self) -> str:
        """The role and place shown beside the person's name, such as กองเลขาจังหวัดกาญจนบุรี."""
        first = self.duties[0] if self.duties else None
        if first is None:
            return str(_("System administrator")) if self.is_superuser else ""
        if first.role == Role.SECRETARIAT and not first.cluster_id:
            return _("provincial secretariat of %(province)s") % {"province": first.name}
        return f"{Role(first.role).label} {first.place}"


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """Verbs on assignments."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Return the assignments to the areas and clusters whose people the person looks after."""
        if user.is_anonymous:
            return self.none()
        if user.is_superuser:
            return self
        return self.filter(user.people_areas("area_id") | models.Q(cluster__in=user.coordinated_clusters))

    def editable_by(self, user: User | AnonymousUser) -> Self:
        """Return the assignments that the person may give and end: of roles below the own one, never one's own.

        A coordinator's reach to their areas and clusters, but for coordinators; a provincial secretariat's to the
        workers and readers of their province.
        """
        if user.is_anonymous:
            return self.none()
        if user.is_superuser:
            return self
        coordinated = user.coordinated_areas("area_id") | models.Q(cluster__in=user.coordinated_clusters)
        of_province = inside_any("area_id", user.secretariat_codes) & models.Q(role__in=SECRETARIAT_GIVES)
        within = self.filter(coordinated & models.Q(role__in=COORDINATOR_GIVES) | of_province)
        return within.exclude(user=user)

    def inside(self, code: str) -> Self:
        """Return the assignments to an area and everything below it."""
        return self.filter(inside_any("area_id", [code]))

    def active(self) -> AssignmentQuerySet:
        """Return the assignments in force today."""
        day = today()
        started = models.Q(from_date__isnull=True) | models.Q(from_date__lte=day)
        running = models.Q(to_date__isnull=True) | models.Q(to_date__gte=day)
        return self.filter(started & running)


class Assignment(models.Model):
    """That a person has a role in an area, a cluster or (later) an agency, between two dates."""

    user = models.ForeignKey(User, models.PROTECT, related_name="assignments", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=13, choices=Role.choices)
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="assignments", verbose_name=_("area")
    )
    cluster = models.ForeignKey(
        Cluster, models.PROTECT, null=True, blank=True, related_name="assignments", verbose_name=_("cluster")
    )
    from_date = models.DateField(_("from"), null=True, blank=True)
    to_date = models.DateField(_("to"), null=True, blank=True)
    history = history()

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(area__isnull=False, cluster__isnull=True)
                | models.Q(area__isnull=True, cluster__isnull=False),
                name="assignment_has_one_place",
                violation_error_message=_("Choose an area or a cluster, one of the two"),
            ),
            models.CheckConstraint(
                condition=models.Q(to_date__isnull=True)
                | models.Q(from_date__isnull=True)
                | models.Q(to_date__gte=models.F("from_date")),
                name="assignment_ends_after_start",
                violation_error_message=_("The last day lies before the first"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} {self.place}"

    @property
    def place(self) -> str:
        """The name of the area or cluster."""
        return str(self.area or self.cluster or "")
