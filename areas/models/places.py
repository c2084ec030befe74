"""Places: the area tree of Thailand and the clusters of provinces."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from areas.codes import CODE_PATTERN, DISTRICT, PLACE, PROVINCE, TAMBON
from areas.models.recorded import history
from areas.scope import inside_any
from areas.searchkey import search_key
from config.tools.thai import clean, sort_key

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from areas.models.people import User


class Level(models.TextChoices):
    """Levels of the tree; a community is a town's counterpart of a village and has no official code."""

    PROVINCE = "province", _("province")
    DISTRICT = "district", _("district")
    TAMBON = "tambon", _("tambon")
    VILLAGE = "village", _("village")
    COMMUNITY = "community", _("community")


CODE_LENGTH = {
    Level.PROVINCE: PROVINCE,
    Level.DISTRICT: DISTRICT,
    Level.TAMBON: TAMBON,
    Level.VILLAGE: PLACE,
    Level.COMMUNITY: PLACE,
}
PREFIX = {Level.PROVINCE: "จ.", Level.DISTRICT: "อ.", Level.TAMBON: "ต.", Level.COMMUNITY: ""}
# Register offices stand in the source among the abolished districts under their own full names.
OFFICES = ("กิ่ง", "เทศบาล", "ท้องถิ่น", "สาขา", "สำนักทะเบียน", "อ.", "อำเภอ")
BANGKOK = "10"
BANGKOK_PREFIX = {Level.PROVINCE: "", Level.DISTRICT: "เขต", Level.TAMBON: "แขวง", Level.COMMUNITY: ""}


def full_name(code: str, level: str, name: str, moo_no: int | None, abolished_on: date | None) -> str:
    """Return the name of an area as office Thai writes it, of what is read without the area itself."""
    if level == Level.VILLAGE:
        return f"ม.{moo_no} {name}".strip()
    if abolished_on and level == Level.DISTRICT and name.startswith(OFFICES):
        return name
    prefixes = BANGKOK_PREFIX if code.startswith(BANGKOK) else PREFIX
    return f"{prefixes[Level(level)]}{name}"


class AreaQuerySet(models.QuerySet["Area"]):
    """Verbs on areas. The tree itself is readable by everyone logged in; scope covers what is recorded about it."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Return the areas that the person may see: for anyone logged in, all."""
        return self.none() if user.is_anonymous else self

    def editable_by(self, user: User | AnonymousUser) -> Self:
        """Return the areas that the person looks after."""
        if user.is_anonymous:
            return self.none()
        return self if user.is_superuser else self.filter(user.editable_areas("code"))

    def readable_by(self, user: User | AnonymousUser) -> Self:
        """Return the areas whose records the person may read."""
        if user.is_anonymous:
            return self.none()
        return self if user.is_superuser else self.filter(user.readable_areas("code"))

    def coordinated_by(self, user: User) -> Self:
        """Return the areas whose people and agencies the person looks after."""
        return self.filter(user.coordinated_areas("code"))

    def current(self) -> Self:
        """Return the areas that exist today, abolished ones left out."""
        return self.filter(abolished_on__isnull=True)

    def inside(self, code: str) -> Self:
        """Return the area and everything below it."""
        return self.filter(inside_any("code", [code]))


class Area(models.Model):
    """A province, district, tambon, village or community, found by its official code."""

    code = models.CharField(
        _("code"),
        max_length=8,
        primary_key=True,
        validators=[RegexValidator(CODE_PATTERN, _("Not an area code"))],
    )
    level = models.CharField(_("level"), max_length=9, choices=Level.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("lies in")
    )
    name_th = models.CharField(_("Thai name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)
    name_sort = models.CharField(max_length=480, editable=False, db_index=True)
    search_key = models.CharField(max_length=1000, editable=False, default="")
    postal_code = models.CharField(_("postal code"), max_length=40, blank=True)
    moo_no = models.PositiveSmallIntegerField(_("village number (หมู่ที่)"), null=True, blank=True)
    abolished_on = models.DateField(_("abolished on"), null=True, blank=True)
    successors = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="predecessors", verbose_name=_("successors")
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    history = history(m2m_fields=[successors])
    _change_reason: str  # read by simple_history when it is there

    objects = AreaQuerySet.as_manager()

    class Meta:
        ordering = ("name_sort", "code")
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(code__regex=CODE_PATTERN),
                name="area_code_shape",
                violation_error_message=_("Not an area code"),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """The name as office Thai writes it: ต.ช่องสะเดา, ม.3 บ้านแก่งหลวง, จ.กาญจนบุรี."""
        return full_name(self.code, self.level, self.name_th, self.moo_no, self.abolished_on)

    def other_names(self) -> list[str]:
        """Return the other names that people type for the area; one query."""
        if self._state.adding:
            return []
        aliases: models.Manager[models.Model] = self.aliases
        return list(aliases.order_by("pk").values_list("name", flat=True))

    def clean(self) -> None:
        """Refuse a code whose length does not fit the level."""
        if self.level and len(self.code) != CODE_LENGTH[Level(self.level)]:
            raise ValidationError({"code": _("The code does not fit the level")})

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the keys that names are sorted and searched by true to the names and count the version."""
        self.name_th = clean(self.name_th)
        self.name_sort = sort_key(self.name_th)
        self.search_key = search_key(self.name_th, self.name_en, *self.other_names())
        if not self._state.adding:
            self.version += 1
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came


class ClusterQuerySet(models.QuerySet["Cluster"]):
    """Verbs on clusters. Everyone logged in reads them; which provinces belong to one decides scope."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Return the clusters that the person may see: for anyone logged in, all."""
        return self.none() if user.is_anonymous else self

    def editable_by(self, user: User | AnonymousUser) -> Self:
        """Return the clusters that the person coordinates; for a superuser all."""
        if user.is_anonymous:
            return self.none()
        return self if user.is_superuser else self.filter(pk__in=user.coordinated_clusters)


class Cluster(models.Model):
    """A group of provinces (กลุ่มจังหวัด): data, never derived, since CODI's and the state's differ."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    scheme = models.CharField(_("whose grouping"), max_length=60, blank=True)
    provinces = models.ManyToManyField(Area, related_name="clusters", verbose_name=_("provinces"))
    is_active = models.BooleanField(_("in use"), default=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    history = history(m2m_fields=[provinces])

    objects = ClusterQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        verbose_name = _("cluster of provinces")
        verbose_name_plural = _("clusters of provinces")

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        """Count the version."""
        if not self._state.adding:
            self.version += 1
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
