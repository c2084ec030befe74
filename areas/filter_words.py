"""What the filters of lists share: words, compared as the search over everything compares them, and several provinces.

Of words spaces and signs do not count.
"""

from __future__ import annotations

import re

from django.db.models import Q

from areas.asked import MOST_WORDS
from areas.codes import PROVINCES
from areas.models import Area
from areas.searchkey import normalise


def words_of(typed: str) -> list[str]:
    """Return the words that rows are narrowed by; what is only signs is none."""
    return [word for word in map(normalise, typed.split()[:MOST_WORDS]) if word]


def holding(words: list[str]) -> Q:
    """Return the condition that a row's key holds each word; every row where there is none.

    Within one plan or scope, so without the index of words, whose lookup does not stand inside a subquery.
    """
    return Q(*(Q(search_key__contains=word) for word in words))


def several(asked: str) -> list[tuple[str, str]]:
    """Return the choice of several provinces where an address asks for them (70,71), by their names; one query then."""
    if not re.fullmatch(PROVINCES, asked):
        return []
    names = [str(one) for one in Area.objects.filter(code__in=asked.split(","))]
    return [(asked, ", ".join(names))] if names else []
