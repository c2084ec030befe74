"""What a mapping's table is called, the unit of its numbers, and the words of its steps of heat."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from plans.mapping import NEEDS
from projects.mapping import BAHT, PROJECTS, SURVEY, Measure

MEASURES = {one.name: one for one in (BAHT, PROJECTS, NEEDS, SURVEY)}


@dataclass(frozen=True)
class Words:
    """The words of one table."""

    title: str
    unit: str
    steps: list[tuple[int, str]]
    """How dark a cell is, with the numbers of that step in words."""
    unseen: str
    """What a hatched cell says."""
    opens: str
    """What a tile or a shape with a number says that it does."""


def of(shown: str, beside: str) -> Words:
    """Return the words of what is shown beside what. Called with the language of the reader active."""
    columns = {"stream": _("work streams"), "agency": _("source agencies"), "dimension": _("dimensions")}
    titles = {
        "baht": _("Money by area and %(columns)s"),
        "projects": _("Projects by area and %(columns)s"),
        "needs": _("Open needs by area and %(columns)s"),
        "survey": _("Age of the survey by area and %(columns)s"),
    }
    units = {"baht": _("baht"), "projects": _("projects"), "needs": _("needs"), "survey": _("days")}
    unseen = _("no need told yet") if shown == "needs" else _("not surveyed yet")
    opens = {"needs": _("open the needs"), "survey": _("open the surveys")}.get(shown, _("open the projects"))
    title = titles[shown] % {"columns": columns[beside]}
    return Words(title, units[shown], steps(MEASURES[shown]), unseen, opens)


def _baht(amount: int) -> str:
    """Return a step of money as people say it: 1 แสน, 1 ล้าน."""
    if amount >= 1_000_000:
        return _("%(count)s million") % {"count": amount // 1_000_000}
    return _("%(count)s hundred thousand") % {"count": amount // 100_000}


def steps(measure: Measure) -> list[tuple[int, str]]:
    """Return each step of heat with its numbers in words, the lightest first."""
    is_money = measure.name == BAHT.name
    show = _baht if is_money else str
    first, *rest = measure.steps
    told = ["1" if first == 2 else _("below %(most)s") % {"most": show(first)}]
    lows = [first, *rest]
    for low, high in zip(lows, rest, strict=False):
        if is_money:
            told.append(f"{show(low)}–{show(high)}")
        else:
            told.append(show(low) if high - low == 1 else f"{show(low)}–{show(high - 1)}")
    told.append(_("%(least)s and more") % {"least": show(lows[-1])})
    return list(enumerate(told, 1))
