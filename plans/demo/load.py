"""Puts the demo into an empty office, through the same rules that every form uses."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from areas.models import Area, AreaProfile, Cluster, Level, User
from areas.models.recorded import acting_as
from meetings.models import Meeting
from meetings.reference import load_topics
from plans.demo import around, ratchaburi, suphanburi
from plans.demo import kanchanaburi as story
from plans.demo import needs as story_of_needs
from plans.demo import projects as story_of_money
from plans.demo.cases import load_cases
from plans.demo.money import Accountant
from plans.demo.people import load_people
from plans.demo.storyteller import Storyteller, written_on
from plans.demo.surveys import load_surveys
from plans.demo.trainings import load_trainings
from plans.models import Plan
from projects.models import Agency
from projects.reference import CLUSTER, load_reference
from projects.reference import LOWER_CENTRAL as PROVINCES

FORUMS = [
    (story_of_needs.RUA_YAI, date(2023, 5, 28), "ศาลาชุมชนริมคูเมือง", 84),
    (story.CHONG_SADAO, date(2023, 6, 18), "ศาลาประชาคม ม.3", 67),
    (story_of_needs.KHAO_KHLUNG, date(2023, 7, 9), "ศาลาประชาคม ม.2 เขาขลุง", 59),
]


def is_loaded() -> bool:
    """Whether the demo is in the database already."""
    return User.objects.filter(is_demo=True).exists()


@transaction.atomic
def load(*, neighbours: bool = True) -> None:
    """Load the story of domain.md §6: people, villages, meetings, needs, plans, roll-up, money, trainings.

    Without `neighbours` the plans of the other provinces and of the cluster are left out.
    """
    load_topics(load_reference(PROVINCES, cluster=CLUSTER))
    local = story.SAO | story_of_money.SAO | (suphanburi.SAO | ratchaburi.SAO if neighbours else {})
    for code, name in local.items():
        Agency.objects.get_or_create(name=name, defaults={"kind": Agency.Kind.LOCAL, "area_id": code})
    cluster = Cluster.objects.get(name=CLUSTER)
    people = load_people(cluster)
    with acting_as(people["kanokwan"]), written_on(story.BEGUN):
        design_meeting(cluster)
    with acting_as(people["boonlert"]), written_on(story.BEGUN):
        load_villages()
    teller = Storyteller()
    with acting_as(people["pimchanok"]):
        teller.kanchanaburi()
    with acting_as(people["kanokwan"]), written_on(story.FORUMS_DONE):
        teller.write_needs(story_of_needs.NEEDS)
        profiles()
        around.load()
    if neighbours:
        tell_of_neighbours(teller, cluster, people)
    with acting_as(people["kanokwan"]), written_on(story_of_money.WRITTEN):
        load_surveys()
        load_trainings(cluster)
        Accountant(people["kanokwan"], cluster).write()
    with acting_as(people["pimchanok"]), written_on(story_of_money.WRITTEN):
        load_cases(people["pimchanok"])


def tell_of_neighbours(teller: Storyteller, cluster: Cluster, people: dict[str, User]) -> None:
    """Load the plans of สุพรรณบุรี and ราชบุรี and of the cluster.

    The cluster's plan takes from endorsed plans alone, so กาญจนบุรี endorses its own and opens it again.
    """
    own = Plan.objects.get(area=story.PROVINCE.code)
    with acting_as(people["prasert"]):
        teller.tambons(suphanburi.PROVINCE)
        teller.endorse_for_now(teller.province(suphanburi.PROVINCE))
    with acting_as(people["kanokwan"]):
        teller.tambons(ratchaburi.PROVINCE)
        teller.province(ratchaburi.PROVINCE)
    with acting_as(people["pimchanok"]):
        teller.endorse_for_now(own)
    with acting_as(people["chalida"]):
        teller.cluster(cluster, provinces=[story.PROVINCE, suphanburi.PROVINCE])
    with acting_as(people["pimchanok"]):
        teller.reopen(own)


def design_meeting(cluster: Cluster) -> None:
    """Record the meetings that the story starts from."""
    Meeting.objects.create(
        cluster=cluster,
        kind=Meeting.Kind.OTHER,
        title="ประชุมออกแบบงาน 1 พื้นที่บูรณาการทุกเนื้องาน",
        held_on=story.BEGUN,
        place="ศาลากลางจังหวัดสุพรรณบุรี",
    )
    for area, day, place, came in FORUMS:
        Meeting.objects.create(
            area_id=area,
            kind=Meeting.Kind.LEARNING_FORUM,
            title="เวทีเรียนรู้ตำบลตัวอย่าง",
            held_on=day,
            place=place,
            headcount=came,
        )


def load_villages() -> None:
    """Add the seven villages of ช่องสะเดา."""
    for village in story.VILLAGES:
        Area.objects.create(
            code=story.moo(village.moo),
            level=Level.VILLAGE,
            parent_id=story.CHONG_SADAO,
            name_th=village.name,
            moo_no=village.moo,
        )


def profiles() -> None:
    """Record how many households and people the villages of ช่องสะเดา have."""
    for code, (households, population, elderly) in story_of_needs.PROFILES.items():
        AreaProfile.objects.create(
            area_id=code,
            year=story_of_needs.PROFILE_YEAR,
            households=households,
            population=population,
            elderly=elderly,
            source=story_of_needs.PROFILE_SOURCE,
        )
