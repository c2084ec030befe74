"""Plans of communities, villages, tambons, districts, provinces and clusters: their items and budgets."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from areas.codes import TAMBON
from areas.models import Area
from areas.models.home import Homed, one_home
from areas.models.recorded import Recorded, history
from areas.scope import HomeQuerySet
from areas.searchkey import SearchKeyField
from config.tools.fields import BEYearField
from config.tools.money import ZERO, MoneyField
from config.tools.sort_field import SortKeyField
from config.tools.thai import show_years
from meetings.models import Meeting
from projects.models import Agency, Dimension, WorkStream

MOST_YEARS = 5  # a plan period is at most five years (domain.md §4)


class PlanQuerySet(HomeQuerySet["Plan"]):
    """Verbs on plans."""

    def endorsed(self) -> PlanQuerySet:
        """Return the plans that a council has endorsed, closed ones among them."""
        return self.filter(status__in=ENDORSED_STATES)

    def archived(self) -> PlanQuerySet:
        """Return the plans that were put away as mistakes; ask it of `Plan.every`."""
        return self.filter(archived_at__isnull=False)


class NotPutAway(models.Manager["Plan"]):
    """Plans that are in use: one that was put away is found by `Plan.every` alone."""

    def get_queryset(self) -> models.QuerySet[Plan]:
        """Leave out what is put away."""
        return super().get_queryset().filter(archived_at__isnull=True)


CurrentPlans = NotPutAway.from_queryset(PlanQuerySet)


class Plan(Homed):
    """The plan of one area or cluster for one period, from a village's to the people's provincial plan."""

    class Status(models.TextChoices):
        """Where a plan stands in its life."""

        DRAFT = "draft", _("draft")
        ENDORSED = "endorsed", _("endorsed")
        LOCKED = "locked", _("closed")

    first_year = BEYearField(_("first year"))
    last_year = BEYearField(_("last year"))
    status = models.CharField(_("state"), max_length=8, choices=Status.choices, default=Status.DRAFT)
    prefix = models.CharField(_("letter before the numbers"), max_length=3, blank=True)
    endorsed_at = models.ForeignKey(
        Meeting,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="endorsed_plans",
        verbose_name=_("endorsed at"),
    )
    archived_at = models.DateTimeField(_("put away"), null=True, blank=True)
    archived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("put away by"),
    )
    archived_why = models.CharField(_("why it is put away"), max_length=300, blank=True)
    history = history()

    objects = CurrentPlans()
    every = PlanQuerySet.as_manager()

    class Meta:
        ordering = ("area_id", "cluster_id", "first_year")
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        constraints = [
            one_home("plan_has_one_home"),
            models.UniqueConstraint(
                fields=["area", "first_year", "last_year"],
                condition=models.Q(archived_at__isnull=True),
                name="plan_once_per_area_and_period",
                violation_error_message=_("This area already has a plan for these years"),
            ),
            models.UniqueConstraint(
                fields=["cluster", "first_year", "last_year"],
                condition=models.Q(archived_at__isnull=True),
                name="plan_once_per_cluster_and_period",
                violation_error_message=_("This cluster already has a plan for these years"),
            ),
            models.CheckConstraint(
                condition=models.Q(last_year__gte=models.F("first_year"))
                & models.Q(last_year__lt=models.F("first_year") + MOST_YEARS),
                name="plan_of_one_to_five_years",
                violation_error_message=_("A plan covers one to five years"),
            ),
            models.CheckConstraint(
                condition=models.Q(status="draft") | models.Q(endorsed_at__isnull=False),
                name="plan_endorsed_at_a_meeting",
                violation_error_message=_("Say at which meeting the plan was endorsed"),
            ),
            models.CheckConstraint(
                condition=models.Q(archived_at__isnull=True)
                | (models.Q(status="draft") & ~models.Q(archived_why="")),
                name="plan_put_away_is_a_draft_and_says_why",
                violation_error_message=_("Only a draft is put away, with a reason"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.home_name} {self.period}"

    @property
    def years(self) -> range:
        """The plan's years in the Buddhist era."""
        return range(self.first_year, self.last_year + 1)

    @property
    def period(self) -> str:
        """The period as people write it: 2567–2570."""
        return show_years(self.first_year, self.last_year)

    @property
    def is_parent(self) -> bool:
        """Whether the plan is rolled up from those below: a district's, a province's or a cluster's."""
        return len(self.area_id or "") < TAMBON

    @property
    def is_endorsed(self) -> bool:
        """Whether a council has endorsed the plan; a closed plan is endorsed too."""
        return self.status in ENDORSED_STATES

    @property
    def is_locked(self) -> bool:
        """Whether the plan is closed: nothing of it moves until it is reopened."""
        return self.status == self.Status.LOCKED


ENDORSED_STATES = (Plan.Status.ENDORSED, Plan.Status.LOCKED)


class PlanStep(Recorded):
    """A step in the life of a plan: who took it (`created_by`), when (`created_at`), and why."""

    class Kind(models.TextChoices):
        """Which step."""

        ENDORSED = "endorsed", _("endorsed")
        UNDONE = "undone", _("endorsement undone")
        LOCKED = "locked", _("closed")
        REOPENED = "reopened", _("reopened, back to draft")
        UNLOCKED = "unlocked", _("reopened, still endorsed")

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="steps", verbose_name=_("plan"))
    kind = models.CharField(_("step"), max_length=8, choices=Kind.choices)
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("meeting")
    )
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    history = history()

    class Meta:
        ordering = ("plan_id", "pk")
        verbose_name = _("step of a plan")
        verbose_name_plural = _("steps of a plan")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["endorsed", "locked"]) | ~models.Q(reason=""),
                name="step_back_says_why",
                violation_error_message=_("Say why"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.reason}".strip()


class PlanItemQuerySet(HomeQuerySet["PlanItem"]):
    """Verbs on items. An item is its plan's: who may see or change the plan may see or change the item."""

    scope_field = "plan__area_id"
    cluster_field = "plan__cluster_id"

    def archived_of(self, plan: Plan) -> list[PlanItem]:
        """Return the archived items of a plan, the last first, with who archived them; ask it of `PlanItem.every`."""
        items = self.filter(plan=plan, archived_at__isnull=False).select_related("archived_by")
        return list(items.order_by("-archived_at"))


class NotArchived(models.Manager["PlanItem"]):
    """Items that are in their plan: an archived one is found by `PlanItem.every` alone."""

    def get_queryset(self) -> models.QuerySet[PlanItem]:
        """Leave out what is archived."""
        return super().get_queryset().filter(archived_at__isnull=True)


CurrentItems = NotArchived.from_queryset(PlanItemQuerySet)


class PlanItem(Recorded):
    """One line of a plan: what, why, where, who, and the budget it asks for by year."""

    class Doability(models.TextChoices):
        """Who can do it (domain.md §4)."""

        ALONE = "alone", _("do it ourselves")
        TOGETHER = "together", _("with partners")
        SUPPORT = "support", _("ask for support")

    class Door(models.TextChoices):
        """Through which door the item is proposed (domain.md §4)."""

        LOCAL = "local", _("local authority")
        DISTRICT = "district", _("district (One Plan)")
        PROVINCE = "province", _("province")
        PAO = "pao", _("provincial administrative organisation")
        AGENCY = "agency", _("agency directly")

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="items", verbose_name=_("plan"))
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="plan_items", verbose_name=_("place")
    )
    number = models.PositiveIntegerField(_("number"))
    title = models.CharField(_("title of the item"), max_length=300)
    objective = models.TextField(_("objective"), blank=True)
    target = models.TextField(_("target (output)"), blank=True)
    indicator = models.TextField(_("indicator (KPI)"), blank=True)
    expected_result = models.TextField(_("expected result"), blank=True)
    dimension = models.ForeignKey(Dimension, models.PROTECT, related_name="+", verbose_name=_("dimension"))
    work_stream = models.ForeignKey(
        WorkStream, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("work stream")
    )
    doability = models.CharField(_("how"), max_length=8, choices=Doability.choices)
    door = models.CharField(_("door"), max_length=8, choices=Door.choices)
    main_agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("main responsible agency"),
    )
    confirmed = models.TextField(_("warnings confirmed"), blank=True, editable=False)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True)
    archived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    archived_why = models.CharField(_("reason of the archive"), max_length=300, blank=True)
    shelved = models.JSONField(default=dict, blank=True, editable=False)  # budget and needs while archived
    copied_from = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="copies",
        verbose_name=_("copied from"),
    )
    title_sort = SortKeyField(source="title")
    search_key = SearchKeyField(sources=("title", "objective", "target"))
    history = history(excluded_fields=["search_key", "title_sort"])

    objects = CurrentItems()
    every = PlanItemQuerySet.as_manager()

    class Meta:
        ordering = ("plan_id", "number")
        verbose_name = _("plan item")
        verbose_name_plural = _("plan items")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"],
                condition=models.Q(archived_at__isnull=True),
                name="item_number_once_per_plan",
            ),
            models.UniqueConstraint(
                fields=["plan", "copied_from"],
                name="item_copied_once_into_plan",
                violation_error_message=_("This item was copied into the plan before"),
            ),
            models.CheckConstraint(
                condition=~models.Q(copied_from=models.F("id")), name="item_is_no_copy_of_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def code(self) -> str:
        """The item's number with its plan's letter: K1."""
        return f"{self.plan.prefix}{self.number}"

    @property
    def label(self) -> str:
        """The code where it stands alone: K1, or "No. 7" in a plan without a letter."""
        return self.code if self.plan.prefix else gettext("No. %(number)s") % {"number": self.number}

    @property
    def total(self) -> Decimal:
        """The budget of all years in baht; prefetch `budgets` before a list."""
        return sum((budget.amount for budget in self.budgets.all()), ZERO)


class ItemBudget(models.Model):
    """What an item asks for in one year from one source, in baht.

    Carries the columns that tables group by (plan, area, dimension, stream), written by `plans.budgets.write`
    alone and checked by `manage.py reconcile`.
    """

    item = models.ForeignKey(PlanItem, models.CASCADE, related_name="budgets", verbose_name=_("plan item"))
    year = BEYearField(_("year"))
    wanted_source = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("wanted source")
    )
    amount = MoneyField(_("amount"))
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+", editable=False, verbose_name=_("plan"))
    area = models.ForeignKey(
        Area,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        db_index=False,
        verbose_name=_("place"),
    )
    dimension = models.ForeignKey(
        Dimension,
        models.PROTECT,
        related_name="+",
        editable=False,
        db_index=False,
        verbose_name=_("dimension"),
    )
    work_stream = models.ForeignKey(
        WorkStream,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        db_index=False,
        verbose_name=_("work stream"),
    )
    history = history()

    class Meta:
        ordering = ("item_id", "year", "wanted_source_id")
        verbose_name = _("budget of an item")
        verbose_name_plural = _("budgets of items")
        constraints = [
            models.UniqueConstraint(
                fields=["item", "year", "wanted_source"], name="budget_once_per_year_and_source"
            ),
            models.UniqueConstraint(
                fields=["item", "year"],
                condition=models.Q(wanted_source__isnull=True),
                name="budget_once_per_year_without_source",
            ),
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="budget_not_negative"),
        ]
        indexes = [
            models.Index(
                fields=["area", "dimension", "work_stream", "year", "amount"], name="budget_by_area"
            ),
            models.Index(fields=["plan", "dimension", "year", "amount"], name="budget_by_plan"),
            models.Index(fields=["plan", "item", "amount"], name="budget_by_item"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.year} {self.amount}"
