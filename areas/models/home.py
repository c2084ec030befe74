"""A row whose home is one area or one cluster of provinces."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from areas.models.places import Area, Cluster
from areas.models.recorded import Recorded


def one_home(name: str) -> models.CheckConstraint:
    """Return the constraint that a row has an area or a cluster, exactly one of the two."""
    return models.CheckConstraint(
        condition=models.Q(area__isnull=False, cluster__isnull=True)
        | models.Q(area__isnull=True, cluster__isnull=False),
        name=name,
        violation_error_message=_("Choose an area or a cluster, one of the two"),
    )


class Homed(Recorded):
    """A recorded row with a home: an area, or a cluster of provinces."""

    named_by = ("area", "cluster")

    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("area")
    )
    cluster = models.ForeignKey(
        Cluster, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("cluster")
    )

    class Meta:
        abstract = True

    @property
    def home_name(self) -> str:
        """The name of the area or cluster."""
        return str(self.area or self.cluster or "")
