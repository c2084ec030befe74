"""The form of the needs that a project answers: those of where it works, to tick."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from areas.codes import ancestors
from areas.filter_words import holding, words_of
from areas.models import User
from areas.scope import inside_any
from areas.write_forms import WriteForm
from config.tools.text import is_key
from plans.forms.fields import NeedsField
from plans.models import Need, ProjectNeed
from projects.models import Project
from projects.rules_follow_up import places_of

MOST_OFFERED = 100  # needs that the form lists besides those that are ticked, the most severe first


@dataclass(frozen=True)
class NeedRow:
    """A need and whether it is ticked."""

    need: Need
    ticked: bool


class ProjectNeedsForm(WriteForm):
    """Which needs a project answers."""

    needs = NeedsField(
        label=_("needs that the project answers"),
        queryset=Need.objects.none(),
        required=False,
        error_messages={
            "invalid_choice": _(
                "One of these needs cannot be chosen: it is put away, no longer open, of an area where the project "
                "does not work, or outside your areas. Choose those of the list."
            )
        },
    )

    def __init__(self, data: Any = None, *, project: Project, user: User, words: str = "") -> None:
        """Offer the open needs of where the project works, and those that it answers now."""
        super().__init__(data)
        field: Any = self.fields["needs"]
        linked = ProjectNeed.objects.filter(project=project).values("need")
        field.queryset = needs_of(places_of(project), user, linked).select_related("area__parent")
        self.offered = field.queryset
        self.words = words_of(words)
        mine = Need.objects.visible_to(user).current().filter(pk__in=linked)
        self.initial = {"needs": list(mine.order_by("pk").values_list("pk", flat=True))}
        self.more = False

    def keep(self, data: QueryDict) -> None:
        """Take over what was ticked so far."""
        self.initial["needs"] = data.getlist("needs")

    @property
    def rows(self) -> list[NeedRow]:
        """What is ticked, then the others that the words find; two queries."""
        ticked = [text for text in map(str, self["needs"].value() or ()) if is_key(text)]
        order = ("-severity", "area_id", "pk")
        first = list(self.offered.filter(pk__in=ticked).order_by(*order))
        others = self.offered.exclude(pk__in=ticked).filter(holding(self.words)).order_by(*order)
        found = list(others[: MOST_OFFERED + 1])
        self.more = len(found) > MOST_OFFERED
        return [NeedRow(need, True) for need in first] + [
            NeedRow(need, False) for need in found[:MOST_OFFERED]
        ]


def needs_of(places: Collection[str], user: User, linked: Any) -> QuerySet[Need]:
    """Return the open needs that a person sees in, around or above some areas, and those that are linked."""
    widest = [code for code in sorted(places) if not set(ancestors(code)) & set(places)]
    above = {one for code in widest for one in ancestors(code)}
    here = inside_any("area_id", widest) | Q(area_id__in=above)
    seen = Need.objects.visible_to(user).current()
    return seen.filter(Q(status=Need.Status.OPEN) & here | Q(pk__in=linked))
