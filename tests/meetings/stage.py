"""People, topics and trainings for the tests of who was trained in what."""

from datetime import date

from meetings.models import CapacityTopic, Meeting, Person, TrainingRecord

HERE, NEXT, OTHER = "710109", "710108", "720102"
DAY = date(2023, 7, 22)
BY = {"trained_by": "พอช.", "source": "ใบลงทะเบียน"}


def topic(name="ระบบข้อมูล"):
    return CapacityTopic.objects.get_or_create(code=name[:8], defaults={"name": name})[0]


def make_person(name="พิกุล ไพรวัลย์", area=HERE, **kwargs):
    home = {} if "cluster" in kwargs else {"area_id": area}
    return Person.objects.create(name=name, **home, **kwargs)


def train(person, subject=None, day=DAY, **kwargs):
    told = {**BY, **kwargs}
    return TrainingRecord.objects.create(person=person, topic=subject or topic(), trained_on=day, **told)


def training_at(area="71", title="อบรมระบบข้อมูล", day=DAY, kind="training", **kwargs):
    home = {} if "cluster" in kwargs else {"area_id": area}
    return Meeting.objects.create(kind=kind, title=title, held_on=day, **home, **kwargs)
