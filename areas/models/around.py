"""What stands around an area: other names, local authorities and their parts, designations, community organisations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from areas.models.listed import Listed, ListedQuerySet
from areas.models.places import Area, Level
from areas.models.recorded import Recorded, history
from areas.scope import ScopedQuerySet
from areas.searchkey import normalise, search_key
from config.tools.dates import FIRST_BE_YEAR, LAST_BE_YEAR
from config.tools.fields import BEDateField, BEYearField

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from areas.models.people import User

M = TypeVar("M", bound=models.Model)
MOST_ALIASES = 8  # of one area: its key holds its names and these


class OpenQuerySet(ScopedQuerySet[M]):
    """Rows that tell of the tree itself: everyone logged in reads them, who looks after the area writes them."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Return the rows that the person may see: for anyone logged in, all."""
        return self.none() if user.is_anonymous else self


class AreaAliasQuerySet(OpenQuerySet["AreaAlias"]):
    """Verbs on other names."""


class DesignationQuerySet(OpenQuerySet["Designation"]):
    """Verbs on designations."""


class AuthorityAreaQuerySet(OpenQuerySet["LocalAuthorityArea"]):
    """Verbs on the parts of local authorities."""


class LocalAuthorityQuerySet(ListedQuerySet["LocalAuthority"]):
    """Verbs on local authorities."""


class CommunityOrganizationQuerySet(ScopedQuerySet["CommunityOrganization"]):
    """Verbs on community organisations: they are their area's."""


class AreaAlias(Recorded):
    """Another name that people type for an area; the search and imports find the area by it."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="aliases", verbose_name=_("area"))
    name = models.CharField(_("other name"), max_length=80)
    history = history()

    objects = AreaAliasQuerySet.as_manager()

    class Meta:
        ordering = ("area_id", "name")
        verbose_name = _("other name of an area")
        verbose_name_plural = _("other names of areas")
        constraints = [
            models.UniqueConstraint(
                fields=["area", "name"],
                name="alias_once_per_area",
                violation_error_message=_("This area has this other name already"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.area})"

    def clean(self) -> None:
        """Refuse a name that says nothing new, and more names than the area's key holds."""
        if self.area_id is None:
            return
        if normalise(self.name) in {"", normalise(self.area.name_th), normalise(self.area.name_en)}:
            raise ValidationError({"name": gettext("This is the area's own name. Type another one.")})
        others = AreaAlias.objects.filter(area=self.area_id).exclude(pk=self.pk)
        if others.count() >= MOST_ALIASES:
            told = gettext("%(area)s has %(most)d other names, which is the most.")
            raise ValidationError(told % {"area": self.area, "most": MOST_ALIASES})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep true the keys by which the area, and the one it was a name of before, are found."""
        before = AreaAlias.objects.filter(pk=self.pk).values_list("area", flat=True)
        touched = {*before, self.area_id}
        super().save(*args, **kwargs)
        write_keys(touched)


@receiver(post_delete, sender=AreaAlias)
def forget_alias(sender: Any, instance: AreaAlias, **kwargs: Any) -> None:
    """Find an area no longer by a name that an undone import added."""
    write_keys({instance.area_id})


def write_keys(codes: set[str]) -> None:
    """Write the keys of areas anew; derived columns have no history of their own."""
    for area in Area.objects.filter(pk__in=codes):
        key = search_key(area.name_th, area.name_en, *area.other_names())
        Area.objects.filter(pk=area.pk).update(search_key=key)


class Designation(Recorded):
    """That an area was chosen as something in a fiscal year, such as a model tambon (ตำบลตัวอย่าง)."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="designations", verbose_name=_("area"))
    kind = models.CharField(_("chosen as"), max_length=80)
    fiscal_year = BEYearField(_("fiscal year"))
    source = models.CharField(_("by which meeting or letter"), max_length=200, blank=True)
    history = history()

    objects = DesignationQuerySet.as_manager()

    class Meta:
        ordering = ("area_id", "-fiscal_year", "kind")
        verbose_name = _("designation")
        verbose_name_plural = _("designations")
        constraints = [
            models.UniqueConstraint(
                fields=["area", "kind", "fiscal_year"],
                name="designation_once_per_year",
                violation_error_message=_("This area was chosen as this in this year already"),
            ),
            models.CheckConstraint(
                condition=models.Q(fiscal_year__gte=FIRST_BE_YEAR, fiscal_year__lte=LAST_BE_YEAR),
                name="designation_year_is_buddhist",
                violation_error_message=_("Type a Buddhist year, 2500–2700"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.fiscal_year} ({self.area})"


class LocalAuthority(Listed):
    """A local authority (อปท.): a municipality is not a tambon, it holds tambons or parts of them (domain.md §2)."""

    class Kind(models.TextChoices):
        """What kind of local authority it is."""

        PROVINCIAL = "provincial", _("provincial administrative organisation")
        CITY = "city", _("city municipality")
        TOWN = "town", _("town municipality")
        SUBDISTRICT = "subdistrict", _("subdistrict municipality")
        TAMBON = "tambon", _("tambon administrative organisation")
        SPECIAL = "special", _("special local authority")

    code = models.CharField(_("number of the authority"), max_length=10, unique=True)
    name = models.CharField(_("name"), max_length=160)
    kind = models.CharField(_("kind"), max_length=11, choices=Kind.choices)
    history = history()

    objects = LocalAuthorityQuerySet.as_manager()

    class Meta:
        ordering = ("code",)
        verbose_name = _("local authority")
        verbose_name_plural = _("local authorities")


class LocalAuthorityArea(Recorded):
    """That a local authority holds a tambon, whole or in part."""

    class Part(models.TextChoices):
        """How much of the tambon it holds."""

        WHOLE = "whole", _("the whole")
        PARTIAL = "partial", _("a part")

    authority = models.ForeignKey(
        LocalAuthority, models.PROTECT, related_name="parts", verbose_name=_("local authority")
    )
    area = models.ForeignKey(Area, models.PROTECT, related_name="authorities", verbose_name=_("tambon"))
    part = models.CharField(_("how much of it"), max_length=7, choices=Part.choices, default=Part.WHOLE)
    history = history()

    objects = AuthorityAreaQuerySet.as_manager()

    class Meta:
        ordering = ("area_id", "authority__code")
        verbose_name = _("tambon of a local authority")
        verbose_name_plural = _("tambons of local authorities")
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "area"],
                name="tambon_once_per_authority",
                violation_error_message=_("This local authority holds this tambon already"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.authority} · {self.area} ({self.get_part_display()})"

    def clean(self) -> None:
        """Refuse what is no tambon, and a tambon that another one holds whole: none of it is left.

        A provincial organisation lies over the others, so it is not counted.
        """
        if self.area_id is None or self.authority_id is None:
            return
        if self.area.level != Level.TAMBON:
            raise ValidationError({"area": gettext("Choose a tambon.")})
        provincial = LocalAuthority.Kind.PROVINCIAL
        if self.authority.kind == provincial:
            return
        others = LocalAuthorityArea.objects.filter(area=self.area_id).exclude(pk=self.pk)
        others = others.exclude(authority=self.authority_id).exclude(authority__kind=provincial)
        if self.part != self.Part.WHOLE:
            others = others.filter(part=self.Part.WHOLE)
        if other := others.select_related("authority", "area").first():
            told = gettext("%(other)s holds %(part)s of %(area)s. Correct that row first.")
            words = {"other": other.authority, "part": other.get_part_display(), "area": other.area}
            raise ValidationError({"part": told % words})


class CommunityOrganization(Recorded):
    """An organisation of the community, such as a council or a welfare fund, with its home."""

    class Kind(models.TextChoices):
        """What kind of organisation it is."""

        COUNCIL = "council", _("community organisation council")
        WELFARE = "welfare", _("community welfare fund")
        SAVINGS = "savings", _("savings group")
        HOUSING = "housing", _("housing cooperative or group")
        ENTERPRISE = "enterprise", _("community enterprise")
        NETWORK = "network", _("network")
        OTHER = "other", _("other")

    area = models.ForeignKey(Area, models.PROTECT, related_name="organizations", verbose_name=_("home"))
    name = models.CharField(_("name"), max_length=160)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    registered_on = BEDateField(_("registered on"), null=True, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)
    history = history()

    objects = CommunityOrganizationQuerySet.as_manager()

    class Meta:
        ordering = ("area_id", "name")
        verbose_name = _("community organisation")
        verbose_name_plural = _("community organisations")
        constraints = [
            models.UniqueConstraint(
                fields=["area", "name"],
                name="organization_once_per_area",
                violation_error_message=_("This area has an organisation of this name already"),
            )
        ]

    def __str__(self) -> str:
        return self.name
