"""Finds which of many texts are alike enough, without comparing each with each.

A text is looked up by its rare features alone. That loses no pair: what two texts share of their common features
is less than the floor by itself, so a pair that reaches it shares a rare one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

from config.tools.similar import Likeness, alike

Key = TypeVar("Key")
NEAR = 8  # of the texts that share a feature, the ones added last are compared; texts are added in order of place


class Index(Generic[Key]):
    """Texts by their rare features; `floor` is the least likeness that is looked for."""

    def __init__(self, texts: Iterable[Likeness], floor: float, near: int = NEAR) -> None:
        """Count how common each feature is among all texts that will be added or looked for."""
        self.common = Counter(feature for text in texts for feature in text.features)
        self.floor = floor
        self.near = near
        self.texts: list[tuple[Key, Likeness]] = []
        self.places: dict[str, list[int]] = defaultdict(list)

    def add(self, key: Key, text: Likeness) -> None:
        """Add a text under a key; a key may have several texts."""
        place = len(self.texts)
        self.texts.append((key, text))
        for feature in self.rare(text):
            self.places[feature].append(place)

    def find(self, text: Likeness) -> Iterator[tuple[Key, float]]:
        """Yield the keys of texts that are alike, and how much."""
        places: set[int] = set()
        for feature in self.rare(text):
            if feature in self.places:
                places.update(self.places[feature][-self.near :])
        for place in sorted(places):
            key, other = self.texts[place]
            likeness = alike(text, other)
            if likeness >= self.floor:
                yield key, likeness

    def rare(self, text: Likeness) -> list[str]:
        """Return the features of a text without the common ones that together stay below the floor."""
        features = text.features
        ordered = sorted(features, key=lambda feature: (-self.common[feature], feature))
        length = 0.0
        for place, feature in enumerate(ordered):
            length += features[feature] ** 2
            if length >= self.floor**2:
                return ordered[place:]
        return []
