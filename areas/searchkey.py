"""The spelling that names are searched by: one form for a stored name and for what a person types."""

from __future__ import annotations

import re
from typing import Any

from django.db import models

from areas.words import Has
from config.tools.thai import arabic, clean

# Spaces and signs; \u0e2f ends a shortened name.
_IGNORED = re.compile(r"[\s\u0e2f.,'’‘\"“”()/\\|_-]+")
END = "|"  # ends each name in a key, so that an exact name is `name|`


def normalise(text: str) -> str:
    """Return a text in lower case with Arabic digits and without spaces and signs: `Rua Yai` gives `ruayai`."""
    return _IGNORED.sub("", arabic(clean(text)).lower())


def search_key(*names: str) -> str:
    """Return the key of an area's names, or of a row's texts: `รั้วใหญ่|ruayai|`."""
    return "".join(f"{name}{END}" for name in map(normalise, names) if name)


class SearchKeyField(models.TextField):  # type: ignore[type-arg]  # as Django's own, for values of str
    """The key that a row is found by: the normalised words of its `sources`, each ended by END.

    Written whenever the row is saved, in bulk too; nothing else writes it. Left out of histories by its owner.
    """

    def __init__(self, *args: Any, sources: tuple[str, ...] = (), **kwargs: Any) -> None:
        self.sources = tuple(sources)
        kwargs |= {"editable": False, "default": ""}
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Return the field for migrations, with its sources."""
        name, path, args, kwargs = super().deconstruct()
        del kwargs["editable"], kwargs["default"]
        return name, path, args, {**kwargs, "sources": self.sources}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """Return the key of the row as it is now, and keep it on the row."""
        key = search_key(*(str(getattr(model_instance, source) or "") for source in self.sources))
        setattr(model_instance, self.attname, key)
        return key


SearchKeyField.register_lookup(Has)


def fill(manager: models.Manager[Any]) -> None:
    """Write the keys of the rows that are there already; for the migration that adds the field."""
    rows = []
    for row in manager.iterator(2000):
        row._meta.get_field("search_key").pre_save(row, add=False)
        rows.append(row)
        if len(rows) == 2000:
            manager.bulk_update(rows, ["search_key"])
            rows = []
    manager.bulk_update(rows, ["search_key"])
