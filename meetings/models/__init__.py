"""Meetings: where plans are endorsed and needs are voiced; people, and what they were trained in."""

from meetings.models.capacity import CapacityTopic, Person, TrainingRecord
from meetings.models.meetings import Meeting

__all__ = ["CapacityTopic", "Meeting", "Person", "TrainingRecord"]
