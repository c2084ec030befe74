"""The words of a list's filter, compared as the search over everything compares them: spaces and signs do not count."""

from __future__ import annotations

from django.db.models import Q

from areas.asked import MOST_WORDS
from areas.searchkey import normalise


def words_of(typed: str) -> list[str]:
    """Return the words that rows are narrowed by; what is only signs is none."""
    return [word for word in map(normalise, typed.split()[:MOST_WORDS]) if word]


def holding(words: list[str]) -> Q:
    """Return the condition that a row's key holds each word; every row where there is none.

    Within one plan or scope, so without the index of words, whose lookup does not stand inside a subquery.
    """
    return Q(*(Q(search_key__contains=word) for word in words))
