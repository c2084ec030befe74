"""The reference lists that staff keeps on its own pages: which there are, their forms, who may add to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from areas.models import Cluster, User
from meetings.forms.lists import AgencyForm, ClusterForm, CodedForm, ListForm, StreamForm
from meetings.models import CapacityTopic
from projects.models import Agency, Dimension, Leg, WorkStream


@dataclass(frozen=True)
class ReferenceList:
    """A list: its word in the address, its rows and form; `joins` is fetched with the rows."""

    name: str
    model: type[models.Model]
    form: type[ListForm]
    about: str | Promise
    may_add: Callable[[User], bool]
    joins: tuple[str, ...] = ()
    many: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """What the rows are called."""
        return str(self.model._meta.verbose_name_plural)

    @property
    def one(self) -> str:
        """What one row is called."""
        return str(self.model._meta.verbose_name)

    def rows(self) -> Any:
        """Return all rows: those in use first, each part in the order of the list."""
        manager: Any = self.model._default_manager
        order = self.model._meta.ordering or ()
        rows = manager.order_by("-is_active", *order)
        rows = rows.select_related(*self.joins) if self.joins else rows
        return rows.prefetch_related(*self.many) if self.many else rows


def keeps(user: User) -> bool:
    """Whether the person keeps the country's lists."""
    return user.keeps_lists


def administers(user: User) -> bool:
    """Whether the person is a superuser."""
    return user.is_superuser


LISTS = {
    one.name: one
    for one in (
        ReferenceList("stream", WorkStream, StreamForm, _("What an item of a plan belongs to"), keeps),
        ReferenceList("dimension", Dimension, CodedForm, _("What a need or an item is about"), keeps),
        ReferenceList(
            "agency", Agency, AgencyForm, _("Who pays for items or carries them out"), keeps, ("area",)
        ),
        ReferenceList("leg", Leg, CodedForm, _("Which leg of the year a budget line is of"), keeps),
        ReferenceList("topic", CapacityTopic, CodedForm, _("What people are trained in"), keeps),
        ReferenceList(
            "cluster",
            Cluster,
            ClusterForm,
            _("Provinces that plan together; they decide what the cluster's people see"),
            administers,
            many=("provinces",),
        ),
    )
}
