"""Boundaries that an administrator uploaded: the drawing of an area and of the areas in it, with its licence."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from areas.models.around import OpenQuerySet
from areas.models.places import Area
from areas.models.recorded import Recorded, history


class BoundaryMapQuerySet(OpenQuerySet["BoundaryMap"]):
    """Verbs on maps: everyone logged in sees them, as the tree itself."""


class BoundaryMap(Recorded):
    """The shapes of an area and of the areas in it, on a sheet of `width` × `height` steps.

    `shapes` holds [path, x, y] by area code: the path as SVG writes it, and where its words go (areas.boundaries).
    """

    area = models.OneToOneField(Area, models.PROTECT, related_name="boundary_map", verbose_name=_("area"))
    licence = models.TextField(_("licence of the boundaries"), max_length=500)
    source = models.CharField(_("where the boundaries come from"), max_length=200)
    width = models.PositiveSmallIntegerField(editable=False)
    height = models.PositiveSmallIntegerField(editable=False)
    shapes = models.JSONField(editable=False)
    history = history(excluded_fields=["shapes"])

    objects = BoundaryMapQuerySet.as_manager()

    class Meta:
        ordering = ("area_id",)
        verbose_name = _("map of an area")
        verbose_name_plural = _("maps of areas")

    def __str__(self) -> str:
        return str(self.area)
