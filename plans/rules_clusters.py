"""What ties a province to its cluster: items of its plans that a plan of the cluster carries or leaves out."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from areas.models import Area, Cluster
from plans.models import LeftOut, Lineage, Plan


def refuse_tied(cluster: Cluster, provinces: Collection[Area], **signal: Any) -> None:
    """Refuse to let provinces go whose plans are tied to one of the cluster's: their originals would hang in the air.

    A receiver of `areas.rules_lists.provinces_leave`.
    """
    # Locked, so that nobody carries one of their lines up at the same moment.
    list(
        Plan.objects.filter(cluster=cluster).order_by("pk").select_for_update(of=("self",)).values_list("pk")
    )
    lines = Lineage.objects.filter(parent__plan__cluster=cluster, child__plan__area__in=provinces)
    out = LeftOut.objects.filter(plan__cluster=cluster, item__plan__area__in=provinces)
    tied = {
        *lines.values_list("child__plan__area_id", flat=True),
        *out.values_list("item__plan__area_id", flat=True),
    }
    for province in provinces:
        if province.pk in tied:
            told = _(
                "Items of the plan of %(province)s are placed in a plan of %(cluster)s. Take them out there before "
                "the province leaves the cluster."
            )
            raise ValidationError({"provinces": told % {"province": province, "cluster": cluster}})
