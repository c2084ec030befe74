"""Django's fields and lookups that take type arguments; Django leaves that to its type stubs."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import lookups

if TYPE_CHECKING:
    Field = models.Field
    SmallIntegerField = models.SmallIntegerField
    DateField = models.DateField
    Lookup = lookups.Lookup
else:

    class _Subscripted:
        """Lets a class be written with type arguments and ignores them."""

        def __class_getitem__(cls, types: object) -> type:
            return cls

    class Field(_Subscripted, models.Field):
        """A field."""

    class SmallIntegerField(_Subscripted, models.SmallIntegerField):
        """A field of small integers."""

    class DateField(_Subscripted, models.DateField):
        """A field of dates."""

    class Lookup(_Subscripted, lookups.Lookup):
        """A comparison."""
