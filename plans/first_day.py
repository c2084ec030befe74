"""The first day of an office: seven steps from an empty database to the first endorsed plan, computed, never stored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from areas.codes import TAMBON
from areas.mine import kept_places, role_of
from areas.models import Area, Assignment, User
from areas.models.people import EDITING_ROLES
from plans.models import Need, Plan, PlanItem
from plans.todo import LOWEST
from projects.models import Dimension, WorkStream

ADMINISTRATOR = _("the system administrator")
KEEPERS = _("the region coordinator or the system administrator")
WORKERS = _("the tambon worker or the provincial secretariat")


@dataclass(frozen=True)
class Step:
    """One step: whether it is done, and the page where this person may do it ('' where somebody else does)."""

    key: str
    title: str | Promise
    how: str | Promise
    act: str | Promise
    who: str | Promise
    is_done: bool
    url: str = ""
    command: str = ""  # what is typed on the server, where no page does it


@dataclass(frozen=True)
class FirstDay:
    """All steps, and for which role the words are."""

    steps: list[Step]
    role: str

    @property
    def next(self) -> Step | None:
        """The first step that is not done."""
        return next((step for step in self.steps if not step.is_done), None)

    @property
    def done(self) -> int:
        """How many steps are done."""
        return sum(step.is_done for step in self.steps)


def first_day(user: User) -> FirstDay | None:
    """Return the first day's steps as the person sees them; None once the office has an endorsed plan.

    The steps about needs and plans count what the person may see. The number of queries does not grow with rows.
    """
    if not (user.is_superuser or user.readable_codes) or Plan.objects.endorsed().exists():
        return None
    return FirstDay([*office_steps(user), *plan_steps(user)], role_of(user))


def office_steps(user: User) -> Iterator[Step]:
    """Yield what makes the office ready: areas, lists, people."""
    yield Step(
        "areas",
        _("Load the areas"),
        _("Provinces, districts and tambons of the whole country come from the official list."),
        _("Look at the areas"),
        ADMINISTRATOR,
        Area.objects.exists(),
        command="manage.py load_areas",
    )
    yield Step(
        "reference",
        _("Load the lists"),
        _("Work streams, dimensions, agencies and capacity topics; each can be changed afterwards."),
        _("Look at the lists"),
        ADMINISTRATOR,
        WorkStream.objects.offered().exists() and Dimension.objects.offered().exists(),
        reverse("reference") if user.keeps_lists else "",
        command="manage.py load_reference",
    )
    workers = Assignment.objects.active().filter(role__in=EDITING_ROLES, user__is_active=True)
    yield Step(
        "people",
        _("Let people in"),
        _("Each person gets a user name and an area to look after: a province or a tambon."),
        _("Add a person"),
        KEEPERS,
        workers.exists(),
        reverse("person_invite") if user.roles_to_give else "",
    )


def plan_steps(user: User) -> Iterator[Step]:
    """Yield the way to the first endorsed plan: need, plan, item, endorsement."""
    places = [area.code for area in kept_places(user)]
    edits = user.is_superuser or bool(places)
    low = next((code for code in places if len(code) >= TAMBON), "")
    wide = reverse("area_detail", args=places[:1]) if places else reverse("area_list")
    need = Need.objects.visible_to(user).order_by("pk").first()
    yield Step(
        "need",
        _("Write down the first need of a village"),
        _("Choose the village or tambon, then write what people there say."),
        _("Write down a need"),
        WORKERS,
        need is not None,
        (reverse("need_add", args=[low]) if low else wide) if edits else "",
    )
    plan = Plan.objects.visible_to(user).filter(area__level__in=LOWEST).order_by("pk").first()
    home = need.area_id[:TAMBON] if need else low[:TAMBON]
    may_plan = bool(home) and Area.objects.editable_by(user).filter(code=home).exists()
    yield Step(
        "plan",
        _("Start the first tambon plan"),
        _("Say which years it is for, such as 2567–2570."),
        _("Start a plan"),
        WORKERS,
        plan is not None,
        reverse("plan_add", args=[home]) if may_plan else wide if edits else "",
    )
    drafts = Plan.objects.editable_by(user).filter(area__level__in=LOWEST, status=Plan.Status.DRAFT)
    draft = drafts.order_by("pk").first()
    items = PlanItem.objects.visible_to(user).filter(plan__area__level__in=LOWEST)
    yield Step(
        "item",
        _("Write the first item of the plan"),
        _("What is to be done, which need it answers, and how much money each year."),
        _("Add an item"),
        WORKERS,
        items.exists(),
        reverse("item_add", args=[draft.pk]) if draft else "",
    )
    ready = drafts.filter(items__isnull=False).order_by("pk").first()
    yield Step(
        "endorse",
        _("Let the council endorse the plan"),
        _("Say at which meeting, on which day, and how many came. Then this list goes away."),
        _("Endorse the plan"),
        WORKERS,
        False,
        reverse("plan_endorse", args=[ready.pk]) if ready else "",
    )
