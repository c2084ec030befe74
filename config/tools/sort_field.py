"""The column that a text is sorted by: Thai order, alike on every database, written whenever its row is saved."""

from __future__ import annotations

from typing import Any

from django.db import models

from config.tools.collation import LONGEST, sort_key

CHUNK = 2_000  # rows


class SortKeyField(models.CharField):  # type: ignore[type-arg]  # as Django's own, for values of str
    """The sort key of its `source`, of the first 80 letters or so; nothing else writes it.

    A stored key, since a collation that orders Thai is not on every database, and one in Python is asked 17 times
    for each row. Left out of histories by its owner.
    """

    def __init__(self, *args: Any, source: str = "", **kwargs: Any) -> None:
        self.source = source
        kwargs |= {"editable": False, "default": "", "max_length": LONGEST}
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Return the field for migrations, with its source."""
        name, path, args, kwargs = super().deconstruct()
        del kwargs["editable"], kwargs["default"], kwargs["max_length"]
        return name, path, args, {**kwargs, "source": self.source}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """Return the key of the row as it is now, and keep it on the row."""
        key = sort_key(str(getattr(model_instance, self.source) or ""))
        setattr(model_instance, self.attname, key)
        return key


def fill(manager: models.Manager[Any], name: str) -> None:
    """Write the keys of the rows that are there already; for the migration that adds the field."""
    rows = []
    for row in manager.iterator(CHUNK):
        row._meta.get_field(name).pre_save(row, add=False)
        rows.append(row)
        if len(rows) == CHUNK:
            manager.bulk_update(rows, [name])
            rows = []
    manager.bulk_update(rows, [name])
