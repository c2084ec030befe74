"""Who was trained at a meeting, on its page; from there the list of them, and the form filled in with it."""

import pytest
from django.urls import reverse

from areas.models import Area, Cluster, Role
from config.tools.thai import today
from meetings.at_meeting import MOST_NAMED, trained_at
from meetings.models import Person, TrainingRecord
from tests.cast import CANARY, person
from tests.knocks import readable
from tests.meetings.stage import DAY, HERE, NEXT, OTHER, make_person, topic, train, training_at
from tests.plans.pages import Tab, errors

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(country):
    """A training of the province with a headcount of 26 of which three have names, one of them in two topics."""
    meeting = training_at(headcount=26)
    for name, area in (("พิกุล", HERE), ("เรณู", HERE), ("มาลัย", NEXT)):
        train(make_person(name, area), meeting=meeting)
    train(Person.objects.get(name="พิกุล"), topic("การสื่อสาร"), meeting=meeting)
    train(make_person("เก็บ", archived_at="2023-07-01T00:00:00Z", archive_reason="ซ้ำ"), meeting=meeting)
    train(make_person("วันอื่น"))
    return meeting


@pytest.fixture
def head(country):
    return person("head", Role.CLUSTER_HEAD, cluster=Cluster.objects.get())


def shown(client, user, meeting):
    client.force_login(user)
    return client.get(reverse("meeting_detail", args=[meeting.pk]))


def form_of(meeting):
    """Return the address of the form that a meeting of the province or the cluster leads to."""
    name, key = (
        ("training_add", meeting.area_id) if meeting.area_id else ("cluster_training_add", meeting.cluster_id)
    )
    return f"{reverse(name, args=[key])}?meeting={meeting.pk}"


def test_people_stand_by_topic_each_once_in_all_and_apart_from_the_headcount(client, secretariat, meeting):
    answer = shown(client, secretariat, meeting)
    told = answer.context["trained"]
    assert [(row.name, [one.name for one in row.people]) for row in told.topics] == [
        ("การสื่อสาร", ["พิกุล"]),
        ("ระบบข้อมูล", ["พิกุล", "มาลัย", "เรณู"]),
    ]
    assert (told.people, told.outside) == (3, 0)
    assert "26 คน" in readable(answer)
    assert "เก็บ" not in [one.name for row in told.topics for one in row.people]


def test_the_page_leads_to_exactly_these_people(client, secretariat, meeting):
    shown(client, secretariat, meeting)
    page = f"{reverse('capacity_list')}?meeting={meeting.pk}"
    listed = [row.person.name for row in client.get(page).context["rows"]]
    assert listed == ["พิกุล", "มาลัย", "เรณู"]
    talk = client.get(f"{page}&topic={topic('การสื่อสาร').pk}")
    assert [row.person.name for row in talk.context["rows"]] == ["พิกุล"]
    assert str(meeting) in " ".join(talk.context["told"])
    assert len(client.get(f"{reverse('capacity_list')}?meeting=๙x").context["rows"]) == 4


def test_people_of_elsewhere_are_a_number_alone(client, secretariat, country):
    meeting = training_at(cluster=Cluster.objects.get())
    train(make_person("พิกุล"), meeting=meeting)
    for name in (CANARY, f"{CANARY} 2"):
        train(make_person(name, OTHER), topic("การสื่อสาร"), meeting=meeting)
    answer = shown(client, secretariat, meeting)
    told = {row.name: (len(row.people), row.outside) for row in answer.context["trained"].topics}
    assert told == {"ระบบข้อมูล": (1, 0), "การสื่อสาร": (0, 2)}
    assert "นอกพื้นที่ของท่าน 2 คน" in readable(answer)
    assert CANARY not in answer.content.decode()


def test_of_very_many_people_the_first_are_named_and_the_others_counted(secretariat, country):
    meeting = training_at()
    for number in range(MOST_NAMED + 2):
        train(make_person(f"คน {number:03}"), meeting=meeting)
    [row] = trained_at(meeting, secretariat).topics
    assert (len(row.named), row.more, len(row.people)) == (MOST_NAMED, 2, MOST_NAMED + 2)


def test_who_changes_the_meeting_records_trainings_of_it_others_do_not(
    client, secretariat, reader, head, meeting
):
    of_cluster = training_at(cluster=Cluster.objects.get())
    later = training_at(day=today().replace(year=today().year + 1))
    forum = training_at(kind="other")
    for user, may in ((secretariat, [meeting]), (reader, []), (head, [meeting, of_cluster])):
        for one in (meeting, of_cluster, later, forum):
            found = shown(client, user, one).context["record_url"]
            assert found == (form_of(one) if one in may else "")


def test_a_meeting_of_an_abolished_area_has_no_form(client, secretariat, meeting):
    Area.objects.filter(pk="71").update(abolished_on="2023-01-01")
    assert shown(client, secretariat, meeting).context["record_url"] == ""


def test_the_form_starts_with_the_meeting_and_its_day_and_leads_back_to_its_people(
    client, secretariat, meeting
):
    client.force_login(secretariat)
    address = form_of(meeting)
    form = client.get(address).context["form"]
    assert (form.initial["meeting"], form.initial["trained_on"]) == (meeting.pk, DAY)
    answer = Tab(client, address).send(names="สำรวย เขาแก้ว", topic=topic().pk, trained_by="พอช.")
    assert answer.status_code == 302, errors(answer)
    assert TrainingRecord.objects.get(person__name="สำรวย เขาแก้ว").meeting == meeting
    assert answer.url == f"{reverse('capacity_list')}?meeting={meeting.pk}&topic={topic().pk}"


def test_a_meeting_that_is_not_offered_fills_nothing_in(client, worker, meeting):
    client.force_login(worker)
    for asked in (meeting.pk, "๑", "9" * 30, ""):
        form = client.get(f"{reverse('training_add', args=[HERE])}?meeting={asked}").context["form"]
        assert "trained_on" not in form.initial


# --- A cluster


def test_the_head_records_a_training_of_people_of_the_cluster_and_of_its_provinces(client, head, country):
    cluster = Cluster.objects.get()
    meeting = training_at(cluster=cluster)
    known = [make_person("พิกุล"), make_person("กัลยา", OTHER), make_person("สุเทพ", cluster=cluster)]
    client.force_login(head)
    typed = {"topic": topic().pk, "trained_by": "พอช.", "people": [one.pk for one in known]}
    answer = Tab(client, form_of(meeting)).send(**typed, names="เรณู ต้นน้ำ, กองเลขา")
    assert answer.status_code == 302, errors(answer)
    new = Person.objects.get(name="เรณู ต้นน้ำ")
    assert (new.cluster, new.area) == (cluster, None)
    assert {one.person_id for one in meeting.trainings.all()} == {one.pk for one in [*known, new]}


def test_a_name_known_in_a_province_of_the_cluster_is_asked_about(client, head, country):
    known = make_person("กัลยา", OTHER)
    client.force_login(head)
    tab = Tab(client, reverse("cluster_training_add", args=[Cluster.objects.get().pk]))
    answer = tab.send(names="นางกัลยา", topic=topic().pk, trained_on="22/7/66", trained_by="ก", source="ก")
    [question] = answer.context["form"].asked
    assert [value for value, _label in question.field.choices] == [f"p{known.pk}", "new"]


def test_the_board_of_a_cluster_counts_its_own_people_apart_and_leads_to_them(
    client, head, secretariat, country
):
    cluster = Cluster.objects.get()
    train(make_person("สุเทพ", cluster=cluster))
    train(make_person("พิกุล"))
    for user, may in ((head, True), (secretariat, False)):
        client.force_login(user)
        answer = client.get(reverse("cluster_detail", args=[cluster.pk]))
        assert "คนของกลุ่มจังหวัดเอง 1 คน" in readable(answer)
        assert (reverse("cluster_training_add", args=[cluster.pk]) in answer.content.decode()) is may
    rows = client.get(reverse("capacity_list"), {"area": f"c{cluster.pk}", "trained": "yes"}).context["rows"]
    assert [row.person.name for row in rows] == ["สุเทพ"]


def test_a_new_person_is_written_down_for_a_cluster(client, head, country):
    cluster = Cluster.objects.get()
    client.force_login(head)
    answer = Tab(client, reverse("cluster_capacity_add", args=[cluster.pk])).send(name="สุเทพ สามจังหวัด")
    assert answer.status_code == 302, errors(answer)
    assert Person.objects.get().cluster == cluster
