"""The demo's trainings (domain.md §6): eighteen people, seven topics, each with history and a source."""

import pytest
from django.db.models import Count

from areas.models import User
from meetings import trained
from meetings.models import CapacityTopic, Meeting, Person, TrainingRecord
from plans.demo.trainings import TRAININGS

pytestmark = pytest.mark.django_db


def test_eighteen_people_are_trained_in_the_seven_topics(story):
    assert Person.objects.filter(trainings__isnull=False).distinct().count() == Person.objects.count() == 18
    by_topic = CapacityTopic.objects.annotate(people=Count("trainings__person", distinct=True))
    assert {row.code: row.people for row in by_topic} == {
        "CT1": 6,
        "CT2": 6,
        "CT3": 6,
        "CT4": 3,
        "CT5": 3,
        "CT6": 2,
        "CT7": 6,
    }


def test_each_is_written_by_the_rules_with_its_history_and_source(story):
    rows = TrainingRecord.objects.all()
    assert rows.count() == sum(len(one.people) for one in TRAININGS)
    assert all(row.source and row.created_by and row.history.count() == 1 for row in rows)
    assert not rows.exclude(meeting=None).exclude(meeting__kind=Meeting.Kind.TRAINING).exists()


def test_the_model_tambon_has_five_people_in_seven_topics(story):
    told = trained.read("710109", User.objects.get(username="pimchanok"), 3)
    assert (told.people, len(told.topics), told.missing) == (5, 7, [])


def test_the_province_counts_its_own_once(story):
    user = User.objects.get(username="pimchanok")
    assert trained.read("71", user, 3).people == 11
    assert Person.objects.visible_to(user).count() == 12  # and the one of the cluster
