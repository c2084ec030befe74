"""Reference data of the mapping app: work streams, legs, dimensions, agencies. Editable, never hard-coded."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from areas.models import Area
from areas.models.listed import Listed, ListedQuerySet
from areas.models.recorded import history

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from areas.models import User


class WorkStreamQuerySet(ListedQuerySet["WorkStream"]):
    """Verbs on work streams."""


class LegQuerySet(ListedQuerySet["Leg"]):
    """Verbs on legs."""


class DimensionQuerySet(ListedQuerySet["Dimension"]):
    """Verbs on dimensions."""


class WorkStream(Listed):
    """A line of work (เนื้องาน); the streams of CODI and, first-class, what lies outside them."""

    code = models.CharField(_("code"), max_length=8, unique=True)
    name = models.CharField(_("name"), max_length=120)
    is_codi = models.BooleanField(_("a stream of CODI"), default=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    history = history()

    objects = WorkStreamQuerySet.as_manager()

    class Meta:
        ordering = ("position", "code")
        verbose_name = _("work stream")
        verbose_name_plural = _("work streams")


class Leg(Listed):
    """A leg of a year's projects (ขาเคลื่อน, ขาลง): what it means is the office's to say (domain.md §1)."""

    code = models.CharField(_("code"), max_length=8, unique=True)
    name = models.CharField(_("name"), max_length=120)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    history = history()

    objects = LegQuerySet.as_manager()

    class Meta:
        ordering = ("position", "code")
        verbose_name = _("leg")
        verbose_name_plural = _("legs")


class Dimension(Listed):
    """A dimension of a community plan (มิติ): economy, society, environment, health, governance."""

    code = models.CharField(_("code"), max_length=8, unique=True)
    name = models.CharField(_("name"), max_length=120)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    history = history()

    objects = DimensionQuerySet.as_manager()

    class Meta:
        ordering = ("position", "code")
        verbose_name = _("dimension")
        verbose_name_plural = _("dimensions")


class AgencyQuerySet(ListedQuerySet["Agency"]):
    """Verbs on agencies. Their names are readable by everyone logged in (design.md §2)."""

    def editable_by(self, user: "User | AnonymousUser") -> Self:
        """Return the agencies of the areas that the person coordinates; the country's are a superuser's."""
        if user.is_anonymous:
            return self.none()
        return super().editable_by(user).filter(user.coordinated_areas("area_id"))

    def serving(self, code: str) -> "AgencyQuerySet":
        """Return the agencies that work in an area: the country's, and those of the areas above and around it."""
        above = [code[:length] for length in (2, 4, 6, 8) if length <= len(code)]
        return self.filter(models.Q(area__isnull=True) | models.Q(area_id__in=above))


class Agency(Listed):
    """An agency that funds or carries out work: of the state, a local authority, or the community's own share."""

    class Kind(models.TextChoices):
        """What kind of agency it is."""

        CODI = "codi", _("CODI")
        PROVINCE = "province", _("provincial office")
        LOCAL = "local", _("local authority")
        CENTRAL = "central", _("central or regional agency")
        BANK = "bank", _("bank or fund")
        UNIVERSITY = "university", _("university")
        COMMUNITY = "community", _("community")

    name = models.CharField(_("name"), max_length=160, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="agencies", verbose_name=_("works in")
    )
    history = history()

    objects = AgencyQuerySet.as_manager()

    class Meta:
        ordering = ("kind", "name")
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
