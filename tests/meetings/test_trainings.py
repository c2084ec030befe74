"""A training recorded for many people at once: known ones ticked, new ones typed, nobody twice."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from areas.models import Area, Cluster, OneTimeKey
from config.tools.thai import show_date, today
from meetings import rules_people as rules
from meetings.models import Person, TrainingRecord
from meetings.same_people import name_key
from tests.meetings.stage import DAY, HERE, NEXT, make_person, topic, train, training_at
from tests.plans.pages import Tab, errors, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def form(client, worker):
    """The form of ช่องสะเดา, opened by its worker; sent with what a training needs."""
    client.force_login(worker)

    def send(**changes):
        tab = Tab(client, reverse("training_add", args=[HERE]))
        typed = {"topic": topic().pk, "trained_on": "22/7/2566", "trained_by": "พอช.", "source": "ใบลงทะเบียน"}
        return tab.send(**{**typed, **changes})

    topic()
    return send


def asked(answer):
    """Return the questions of a refused form, by name, with what may be answered."""
    found = answer.context["form"].asked
    return {one.name: [value for value, _label in one.field.choices] for one in found}


def test_known_and_new_people_are_trained_together(form):
    known = make_person()
    answer = form(people=[known.pk], names="1. สำรวย เขาแก้ว, เลขานุการสภา\n\n๒) เรณู ต้นน้ำ\tคณะทำงานข้อมูล")
    assert answer.status_code == 302, errors(answer)
    assert answer.url == f"{reverse('capacity_list')}?area={HERE}&topic={topic().pk}"
    trained = TrainingRecord.objects.order_by("person__pk").values_list("person__name", "person__role")
    assert list(trained) == [
        ("พิกุล ไพรวัลย์", ""),
        ("สำรวย เขาแก้ว", "เลขานุการสภา"),
        ("เรณู ต้นน้ำ", "คณะทำงานข้อมูล"),
    ]
    one = TrainingRecord.objects.first()
    assert (one.trained_on, one.fiscal_year, one.trained_by, one.source) == (DAY, 2566, "พอช.", "ใบลงทะเบียน")
    assert "3" in told(answer)[0]


def test_sent_twice_it_is_recorded_once(client, form, worker):
    tab = Tab(client, reverse("training_add", args=[HERE]))
    typed = {
        "topic": topic().pk,
        "trained_on": "22/7/2566",
        "trained_by": "พอช.",
        "source": "ก",
        "names": "เรณู ต้นน้ำ",
    }
    answers = [tab.send(**typed) for _ in range(2)]
    assert [one.status_code for one in answers] == [302, 302]
    assert (Person.objects.count(), TrainingRecord.objects.count(), OneTimeKey.objects.count()) == (1, 1, 1)


@pytest.mark.parametrize("typed", ["นางพิกุล  ไพรวัลย์", "น.ส.พิกุลไพรวัลย์", "พิกุล ไพรวัลย์"])
def test_a_known_name_is_asked_about_and_may_be_the_same(form, typed):
    known = make_person()
    answer = form(names=typed)
    [(question, choices)] = asked(answer).items()
    assert (answer.status_code, choices) == (422, [f"p{known.pk}", "new"])
    assert not TrainingRecord.objects.exists()
    answer = form(names=typed, **{question: f"p{known.pk}"})
    assert answer.status_code == 302
    assert (Person.objects.count(), TrainingRecord.objects.get().person) == (1, known)


def test_a_known_name_may_be_another_person(form):
    known = make_person()
    [question] = asked(form(names="พิกุล ไพรวัลย์"))
    assert form(names="พิกุล ไพรวัลย์", **{question: "new"}).status_code == 302
    assert Person.objects.count() == 2
    assert TrainingRecord.objects.get().person != known


def test_an_answer_stays_with_its_name_when_lines_move(form):
    make_person("เรณู ต้นน้ำ")
    [question] = asked(form(names="เรณู ต้นน้ำ"))
    answer = form(names="สำรวย เขาแก้ว\nเรณู ต้นน้ำ", **{question: "new"})
    assert answer.status_code == 302
    assert Person.objects.count() == 3


def test_somebody_of_the_village_or_the_province_is_recognised_from_the_tambon(client, secretariat, form):
    village = Area.objects.create(
        code=f"{HERE}01", level="village", parent_id=HERE, name_th="ท่าสะเดา", moo_no=1
    )
    of_village, of_province = make_person(area=village.code), make_person(area="71")
    cluster = Cluster.objects.get()
    of_cluster = make_person(cluster=cluster)
    make_person(area=NEXT)
    client.force_login(secretariat)
    [choices] = asked(form(names="พิกุล ไพรวัลย์")).values()
    assert set(choices) == {f"p{of_village.pk}", f"p{of_province.pk}", "new"}
    assert f"p{of_cluster.pk}" not in choices  # a cluster's own people are changed by the cluster's


def test_who_is_put_away_is_neither_offered_nor_recognised(form):
    make_person(archived_at="2023-07-01T00:00:00Z", archive_reason="ซ้ำ")
    assert form(names="พิกุล ไพรวัลย์").status_code == 302
    assert Person.objects.count() == 2


def test_one_who_has_the_training_already_keeps_it_alone(form):
    train(make_person())
    answer = form(people=[Person.objects.get().pk])
    assert answer.status_code == 302
    assert TrainingRecord.objects.count() == 1
    assert "1" in told(answer)[0].split()[-2]


@pytest.mark.parametrize(
    ("names", "wrong"),
    [
        ("เรณู ต้นน้ำ\nนางเรณู ต้นน้ำ", "1"),
        ("12345", "1"),
        ("เรณู ต้นน้ำ, โทร 081-234-5678", "081"),
        ("เรณู ต้นน้ำ 1 7101 00123 45 6", "1 7101"),
        ("ก" * 121, "120"),
    ],
)
def test_lines_that_cannot_be_names_are_told(form, names, wrong):
    answer = form(names=names)
    assert answer.status_code == 422
    assert wrong in errors(answer)["names"][0]
    assert not Person.objects.exists()


def test_years_beside_a_name_are_no_number_of_a_card():
    rules.refuse_numbers("ประธานสภา 2566-2567")


def test_nobody_named_is_refused(form):
    assert form().status_code == 422


def test_a_training_that_has_not_come_is_refused(form):
    make_person()
    answer = form(
        people=[Person.objects.get().pk], trained_on=f"{today():%d}/{today():%m}/{today().year + 544}"
    )
    assert list(errors(answer)) == ["trained_on"]


def test_at_a_meeting_the_source_is_the_meeting(form):
    known, meeting = make_person(), training_at(HERE)
    assert form(people=[known.pk], meeting=meeting.pk, source="").status_code == 302
    one = TrainingRecord.objects.get()
    assert (one.meeting, one.source) == (meeting, meeting.title)


def test_without_a_meeting_the_source_is_asked_for(form):
    assert list(errors(form(people=[make_person().pk], source=""))) == ["source"]


def test_the_day_is_the_meetings(form):
    known, meeting = make_person(), training_at(HERE)
    answer = form(people=[known.pk], meeting=meeting.pk, trained_on="23/7/2566")
    assert show_date(DAY) in errors(answer)["trained_on"][0]


def test_a_meeting_that_is_no_training_is_not_offered(form):
    answer = form(people=[make_person().pk], meeting=training_at(HERE, kind="council").pk)
    assert list(errors(answer)) == ["meeting"]


def test_the_rule_itself_refuses_a_meeting_that_is_no_training(country):
    told_of = rules.Told(topic(), DAY, "พอช.", training_at(HERE, kind="council"))
    with pytest.raises(ValidationError) as refused:
        rules.record_training(told_of, [make_person()], None, [])
    assert "meeting" in refused.value.error_dict


def test_new_people_need_a_home(country):
    with pytest.raises(ValidationError) as refused:
        rules.record_training(
            rules.Told(topic(), DAY, "พอช.", None, "ก"), [], None, [{"name": "ก ข", "role": ""}]
        )
    assert "home" in refused.value.error_dict


def test_a_training_is_kept_once_by_the_database(country):
    one = train(make_person())
    with pytest.raises(IntegrityError), transaction.atomic():
        train(one.person)


def test_people_are_found_by_words_and_ticks_are_kept(client, form):
    ticked, found = make_person("เรณู ต้นน้ำ"), make_person("ธีรพล ทุ่งนา", role="คนรุ่นใหม่")
    make_person("สำรวย เขาแก้ว")
    answer = form(people=[ticked.pk], names="ใหม่ มา", q="คนรุ่น", find="1")
    page = answer.context["form"]
    assert [(row.person, row.ticked) for row in page.rows] == [(ticked, True), (found, False)]
    assert page["names"].value() == "ใหม่ มา"
    assert not TrainingRecord.objects.exists()


# --- One training


def test_a_training_is_corrected_with_its_history(client, worker):
    one = train(make_person())
    client.force_login(worker)
    answer = Tab(client, reverse("training_edit", args=[one.pk])).send(
        trained_by="มรภ.กาญจนบุรี", trained_on="1/8/2566"
    )
    assert answer.url == reverse("capacity_person", args=[one.person_id])
    one.refresh_from_db()
    assert (one.trained_by, one.trained_on.day, one.history.count()) == ("มรภ.กาญจนบุรี", 1, 2)


def test_a_meeting_that_one_may_not_see_stays_when_the_training_is_corrected(client, worker):
    meeting = training_at("71")
    one = train(make_person(), meeting=meeting)
    client.force_login(worker)
    tab = Tab(client, reverse("training_edit", args=[one.pk]))
    assert "meeting" not in tab.values
    assert tab.send(trained_by="มรภ.").status_code == 302
    one.refresh_from_db()
    assert (one.trained_by, one.meeting) == ("มรภ.", meeting)


def test_a_correction_into_another_training_of_the_person_is_refused(client, worker):
    who = make_person()
    one, other = train(who), train(who, topic("การสื่อสาร"))
    client.force_login(worker)
    answer = Tab(client, reverse("training_edit", args=[one.pk])).send(topic=other.topic_id)
    assert answer.status_code == 422


def test_a_stale_correction_gets_a_page_with_both(client, worker):
    one = train(make_person())
    client.force_login(worker)
    tab = Tab(client, reverse("training_edit", args=[one.pk]))
    one.trained_by = "มรภ."
    one.save()
    assert tab.send(trained_by="อบต.").status_code == 409
    one.refresh_from_db()
    assert one.trained_by == "มรภ."


def test_a_training_taken_out_stands_in_the_history_of_the_person(client, worker):
    one = train(make_person())
    client.force_login(worker)
    assert Tab(client, reverse("training_remove", args=[one.pk])).send().status_code == 302
    assert not TrainingRecord.objects.exists()
    page = client.get(reverse("capacity_history", args=[one.person_id]))
    assert "ใบลงทะเบียน" in page.content.decode()
    assert [one.history_type for one in TrainingRecord.history.all()] == ["-", "+"]


@pytest.mark.parametrize("act", ["training_edit", "training_remove"])
def test_a_training_of_a_person_put_away_is_left_alone(client, worker, act):
    one = train(make_person(archived_at="2023-07-01T00:00:00Z", archive_reason="ซ้ำ"))
    client.force_login(worker)
    assert Tab(client, reverse(act, args=[one.pk])).send().status_code == 422
    assert TrainingRecord.objects.filter(trained_by="พอช.").count() == 1


def test_a_name_is_compared_without_its_title():
    same = {"นายธีรพล ทุ่งนา", "ธีรพล  ทุ่งนา", "คุณธีรพล ทุ่งนา", "Mr. ธีรพล ทุ่งนา"}
    assert len({name_key(one) for one in same}) == 1
    assert name_key("นาย ก") == "นายก"  # what stays of it would be too short
