"""Finds whatever a person may see by what they type: areas, needs, lines, items, plans, projects, meetings, people.

A text is compared in one spelling (areas.searchkey): spaces, Thai digits and capitals make no difference, and each
word of it must occur in the row or in the name of its place. A number is looked for as an area's code, as a line's
(K1) and as an amount of baht. Rows come from `visible_to` alone (design.md §3, invariant 6), people only for who
looks after people; the number of queries does not depend on how many rows there are, and amounts are summed within
the plans one may see.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import zip_longest
from typing import Any

from django.db.models import Case, Q, QuerySet, Sum, When, Window
from django.db.models.functions import Length, RowNumber
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from areas import search as areas
from areas.asked import LONGEST, MOST_WORDS
from areas.codes import TAMBON
from areas.models import Area, Assignment, User
from areas.searchkey import normalise
from config.tools.money import ZERO
from config.tools.text import Unreadable
from config.tools.thai import arabic, clean, read_amount, show_amount, show_date
from meetings.models import Meeting, Person
from plans.models import ItemBudget, Need, Plan, PlanItem
from projects.models import Project

SHORTEST = 2  # letters; one letter stands in nearly every row
SMALLEST = Decimal(1000)  # baht; a smaller number is a code, a count or a year
FIRST = 5  # rows of each kind on the page of all kinds
SOME_AREAS = 8  # areas above other rows, which would be far down a phone
MOST = 50  # rows on the page of one kind
FEW_PLACES = 200  # whose codes are handed to the database; more stay a question within the question
LINE_CODE = re.compile(r"([A-Z]{0,3})([0-9]{1,4})")


@dataclass(frozen=True)
class Hit:
    """A row that was found: `page` is the name of its address, `where` its place, `note` what tells it apart."""

    page: str
    pk: int
    title: str
    where: str = ""
    code: str = ""
    note: str = ""


@dataclass(frozen=True)
class Group:
    """What was found of one kind; `more` says that there is more than is shown."""

    kind: str
    title: str
    hits: list[Hit]
    more: bool = False


@dataclass(frozen=True)
class Everything:
    """The whole answer; `areas` holds the nearest names where nothing at all was found."""

    typed: str
    areas: areas.Found
    groups: list[Group]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was found."""
        return not (self.areas.hits or self.groups)


Places = list[str] | QuerySet[Any, Any]


@dataclass(frozen=True)
class Words:
    """What was typed, as rows are compared with it."""

    words: tuple[str, ...]
    amount: Decimal | None
    prefix: str = ""  # the letter and the number of a line: K1
    number: int | None = None
    places: tuple[Places, ...] = ()  # for each word, the codes of the places that are called so
    costing: tuple[int, ...] = ()  # items that ask for the amount

    def matches(self, *fields: str) -> Q:
        """Return the condition that each word occurs in the row's key or in the name of its place or places."""
        condition = Q()
        for word, places in zip_longest(self.words, self.places):
            either = Q(search_key__has=word)
            for field in fields if places else ():
                either |= Q(**{f"{field}__in": places})
            condition &= either
        return condition


def read(typed: str) -> Words | None:
    """Return what to compare rows with; None where there is nothing to go by."""
    text = clean(arabic(typed[: 4 * LONGEST]))[:LONGEST].strip()
    words = tuple(word for word in map(normalise, text.split()[:MOST_WORDS]) if word)
    if sum(map(len, words)) < SHORTEST:
        return None
    code = LINE_CODE.fullmatch(normalise(text).upper())
    try:
        amount = read_amount(text)
    except Unreadable:
        amount = None
    if amount is not None and amount < SMALLEST:
        amount = None
    return Words(words, amount, code[1] if code else "", int(code[2]) if code else None)


def find(typed: str, user: User, kind: str = "", limit: int = FIRST, most_areas: int = FIRST) -> Everything:
    """Search all kinds, or the one that is named, for what the person may see; at most `limit` rows of each."""
    found = areas.hits(typed, user, most_areas)
    asked = _looked_up(read(typed), user)
    groups = [group for group in _groups(asked, user, kind, limit, found) if group.hits] if asked else []
    if not found.hits and not groups and not kind:
        found = areas.nearest(typed, user)
    if groups and not kind and len(found.hits) > SOME_AREAS:
        found = replace(found, hits=found.hits[:SOME_AREAS], more=True)
    if kind not in ("", "area"):
        found = areas.Found(found.typed)
    return Everything(found.typed, found, groups)


def _looked_up(asked: Words | None, user: User) -> Words | None:
    """Return what was typed with what all kinds compare: places by name, and items by their amount."""
    if asked is None:
        return None
    words = asked.words if len(asked.words) > 1 else ()  # the name of a place alone leads to the place itself
    return replace(asked, places=tuple(map(_called, words)), costing=tuple(_costing(asked, user)))


def _called(word: str) -> Places:
    """Return the codes of the places whose name has the word."""
    rows = Area.objects.order_by().filter(search_key__contains=word).values_list("code", flat=True)
    few = list(rows[: FEW_PLACES + 1])
    return few if len(few) <= FEW_PLACES else rows


def _costing(asked: Words, user: User) -> set[int]:
    """Return the items that ask for the amount in one year, or in all years together."""
    if asked.amount is None:
        return set()
    budgets = ItemBudget.objects.order_by()
    if not user.is_superuser:
        budgets = budgets.filter(plan__in=Plan.objects.visible_to(user).values("pk"))
    in_one = budgets.filter(amount=asked.amount).values_list("item", flat=True)
    in_all = budgets.values("plan", "item").annotate(all=Sum("amount")).filter(all=asked.amount)
    return {*in_one, *in_all.values_list("item", flat=True)}


def _groups(asked: Words, user: User, kind: str, limit: int, places: areas.Found) -> Iterator[Group]:
    """Yield what was found of each kind that is asked for."""
    wanted = [name for name in KINDS if kind in ("", name)]
    items = _items(asked, user, limit + 1) if {"line", "item"} & {*wanted} else {}
    for name in wanted:
        hits = items[name] if name in items else list(LOOKS[name](asked, user, places, limit + 1))
        yield Group(name, str(KINDS[name]), hits[:limit], len(hits) > limit)


def _begins(asked: Words) -> Case:
    """Return 0 for a row that begins with the first word, else 1."""
    return Case(When(search_key__startswith=asked.words[0], then=0), default=1)


def _best(model: Any, rows: QuerySet[Any], asked: Words, limit: int, *fetched: str) -> Iterable[Any]:
    """Return the rows that begin with the first word first, then the newest, with what is fetched along.

    Found by their ids alone, since a database sorts whole rows much more slowly than ids.
    """
    ids = list(rows.order_by(_begins(asked), "-pk").values_list("pk", flat=True)[:limit])
    found = model.objects.select_related(*fetched).in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]


def _needs(asked: Words, user: User, _places: areas.Found, limit: int) -> Iterator[Hit]:
    rows = Need.objects.visible_to(user).current().filter(asked.matches("area"))
    for need in _best(Need, rows, asked, limit, "area__parent"):
        yield Hit("need_detail", need.pk, need.title, place(need.area), note=str(need.get_status_display()))


def _items(asked: Words, user: User, limit: int) -> dict[str, list[Hit]]:
    """Find lines of the plans of districts, provinces and clusters, by their code too, and items of plans below.

    Both at once: to look a word up costs more than to tell the rows apart.
    """
    above = Plan.objects.visible_to(user).alias(depth=Length("area_id"))
    above = above.filter(Q(depth__lt=TAMBON) | Q(area__isnull=True))
    is_line = Case(When(plan__in=list(above.values_list("pk", flat=True)), then=True), default=False)
    wanted = asked.matches("plan__area", "area") | Q(pk__in=asked.costing)
    if asked.number is not None and asked.prefix:
        wanted |= Q(plan__prefix=asked.prefix, number=asked.number)
    rank = Window(RowNumber(), partition_by=is_line, order_by=[_begins(asked), "-pk"])
    ranked = PlanItem.objects.visible_to(user).filter(wanted).order_by().annotate(is_line=is_line, rank=rank)
    lines = dict(ranked.filter(rank__lte=limit).order_by("rank").values_list("pk", "is_line"))
    fetched = PlanItem.objects.select_related("plan__area__parent", "plan__cluster").in_bulk(lines)
    totals = (
        ItemBudget.objects.filter(item__in=fetched).order_by().values_list("item").annotate(Sum("amount"))
    )
    sums = dict(totals)
    hits: dict[str, list[Hit]] = {"line": [], "item": []}
    for pk, line in lines.items():
        item = fetched[pk]
        where = f"{place(item.plan.area) or item.plan.home_name} {item.plan.period}"
        note = _("%(amount)s baht") % {"amount": show_amount(sums.get(pk, ZERO))}
        code = item.code if item.plan.prefix else ""
        hits["line" if line else "item"].append(Hit("item_detail", pk, item.title, where, code, note))
    return hits


def _plans(asked: Words, user: User, places: areas.Found, limit: int) -> Iterator[Hit]:
    """Find the plans of the areas that were found, and those of clusters by name."""
    codes = [hit.area.code for hit in places.hits]
    rows = Plan.objects.visible_to(user).select_related("area__parent", "cluster")
    rows = rows.filter(Q(area__in=codes) | Q(cluster__name__icontains=" ".join(asked.words)))
    for plan in rows.order_by(Length("area_id"), "area_id", "-first_year")[:limit]:
        where = place(plan.area) or plan.home_name
        yield Hit("plan_detail", plan.pk, str(plan), where, note=str(plan.get_status_display()))


def _projects(asked: Words, user: User, _places: areas.Found, limit: int) -> Iterator[Hit]:
    """Find projects by code, name, note or the name of their home."""
    rows = Project.objects.visible_to(user).filter(asked.matches("area"))
    for project in _best(Project, rows, asked, limit, "area__parent", "cluster"):
        where = f"{place(project.area) or project.home_name} {project.period}"
        yield Hit(
            "project_detail", project.pk, project.name, where, project.code, project.get_status_display()
        )


def _meetings(asked: Words, user: User, _places: areas.Found, limit: int) -> Iterator[Hit]:
    rows = Meeting.objects.visible_to(user).filter(asked.matches("area"))
    for meeting in _best(Meeting, rows, asked, limit, "area__parent", "cluster"):
        where = place(meeting.area) or meeting.home_name
        yield Hit("meeting_detail", meeting.pk, meeting.title, where, note=show_date(meeting.held_on))


def _trained(asked: Words, user: User, _places: areas.Found, limit: int) -> Iterator[Hit]:
    """Find the people of places by name, by what they do or by their home; not those put away."""
    rows = Person.objects.visible_to(user).current().filter(asked.matches("area"))
    for one in _best(Person, rows, asked, limit, "area__parent", "cluster"):
        yield Hit("capacity_person", one.pk, one.name, place(one.area) or one.home_name, note=one.role)


def _people(asked: Words, user: User, _places: areas.Found, limit: int) -> Iterator[Hit]:
    """Find the people whom one looks after, as the page of people lists them."""
    if not user.roles_to_give:
        return
    condition = Q()
    for word in asked.words:
        condition &= Q(search_key__has=word)
    people = list(_best(User, User.objects.visible_to(user).filter(condition), asked, limit))
    shown = Assignment.objects.visible_to(user).filter(user__in=people).select_related("area", "cluster")
    roles: dict[int, str] = {}
    for row in shown.order_by("-pk"):
        roles[row.user_id] = f"{row.get_role_display()} {row.place}"  # the first one stands
    for one in people:
        state = "" if one.is_active else _("deactivated")
        yield Hit("person_detail", one.pk, str(one), roles.get(one.pk, ""), note=state)


def place(area: Area | None) -> str:
    """Return a place's name, with the place above it where its own name may not tell it apart."""
    if area is None:
        return ""
    return f"{area} {area.parent}" if area.parent and len(area.code) >= TAMBON else str(area)


Look = Callable[[Words, User, areas.Found, int], Iterator[Hit]]
LOOKS: dict[str, Look] = {
    "need": _needs,
    "plan": _plans,
    "project": _projects,
    "meeting": _meetings,
    "trained": _trained,
    "person": _people,
}
KINDS: dict[str, Promise] = {
    "line": gettext_lazy("Lines of plans above"),
    "item": gettext_lazy("Items of plans"),
    "need": gettext_lazy("Needs"),
    "plan": gettext_lazy("Plans"),
    "project": gettext_lazy("Projects"),
    "meeting": gettext_lazy("Meetings"),
    "trained": gettext_lazy("People and capacity"),
    "person": gettext_lazy("People"),
}
