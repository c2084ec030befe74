"""The spelling that names are searched by: one form for a stored name and for what a person types."""

import re

from config.tools.thai import arabic, clean

# Spaces and signs; \u0e2f ends a shortened name.
_IGNORED = re.compile(r"[\s\u0e2f.,'’‘\"“”()/\\|_-]+")
END = "|"  # ends each name in a key, so that an exact name is `name|`


def normalise(text: str) -> str:
    """Return a text in lower case with Arabic digits and without spaces and signs: `Rua Yai` gives `ruayai`."""
    return _IGNORED.sub("", arabic(clean(text)).lower())


def search_key(name_th: str, name_en: str = "") -> str:
    """Return the key of an area's names: `รั้วใหญ่|ruayai|`."""
    return "".join(f"{name}{END}" for name in map(normalise, (name_th, name_en)) if name)
