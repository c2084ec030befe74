"""A person of a place: written down with little, asked about when known, edited, put away and taken back."""

import pytest
from django.urls import reverse

from areas.models import Area, Cluster, Role
from meetings.models import Person
from tests.cast import person
from tests.meetings.stage import HERE, NEXT, OTHER, make_person, topic, train, training_at
from tests.plans.pages import Tab, errors

pytestmark = pytest.mark.django_db


def add(client, user, code=HERE, **typed):
    client.force_login(user)
    return Tab(client, reverse("capacity_add", args=[code])).send(**typed)


def test_a_person_is_a_name_a_home_and_what_they_do(client, worker):
    answer = add(client, worker, name=" พิกุล   ไพรวัลย์", role="ประธานสภา")
    who = Person.objects.get()
    assert answer.url == reverse("capacity_person", args=[who.pk])
    assert (who.name, who.role, who.area_id, who.created_by) == ("พิกุล ไพรวัลย์", "ประธานสภา", HERE, worker)
    fields = {one.name for one in Person._meta.concrete_fields}
    assert not {"phone", "id_card", "address", "birth_date"} & fields


def test_a_known_name_is_asked_about_once(client, worker):
    make_person(role="ประธานสภา")
    answer = add(client, worker, name="นางพิกุล ไพรวัลย์")
    assert (answer.status_code, list(errors(answer))) == (422, ["other"])
    assert "ประธานสภา" in answer.context["form"].same
    assert add(client, worker, name="นางพิกุล ไพรวัลย์", other="on").status_code == 302
    assert Person.objects.count() == 2


def test_a_number_of_a_telephone_is_not_written_down(client, worker):
    answer = add(client, worker, name="พิกุล ไพรวัลย์", role="โทร ๐๘๑ ๒๓๔ ๕๖๗๘")
    assert list(errors(answer)) == ["role"]


def test_of_a_province_its_own_people_its_tambons_and_its_cluster_are_offered(client, superuser):
    client.force_login(superuser)
    tab = Tab(client, reverse("capacity_add", args=["71"]))
    cluster = f"c{Cluster.objects.get().pk}"
    form = client.get(reverse("capacity_add", args=["71"])).context["form"]
    offered = [value for value, _label in form.fields["home"].choices]
    assert (offered[0], offered[-1], HERE in offered, OTHER in offered) == ("71", cluster, True, False)
    assert tab.send(name="สุเทพ สามจังหวัด", home=cluster).status_code == 302
    assert Person.objects.get().cluster == Cluster.objects.get()


def test_a_person_moves_within_the_province_of_who_looks_after_it(client, secretariat, worker):
    who = make_person()
    client.force_login(secretariat)
    assert Tab(client, reverse("capacity_edit", args=[who.pk])).send(home=NEXT).status_code == 302
    who.refresh_from_db()
    assert who.area_id == NEXT
    client.force_login(worker)
    assert client.get(reverse("capacity_person", args=[who.pk])).status_code == 404


def test_an_edit_that_leaves_the_name_asks_nothing(client, worker):
    make_person()
    who = make_person()
    client.force_login(worker)
    assert Tab(client, reverse("capacity_edit", args=[who.pk])).send(role="เลขานุการ").status_code == 302


def test_a_person_of_the_cluster_is_edited_there(client, country):
    who = make_person(cluster=Cluster.objects.get())
    client.force_login(person("head", Role.CLUSTER_HEAD, cluster=Cluster.objects.get()))
    assert Tab(client, reverse("capacity_edit", args=[who.pk])).send(role="ผู้ประสานงาน").status_code == 302
    who.refresh_from_db()
    assert (who.role, who.area) == ("ผู้ประสานงาน", None)


def test_a_person_put_away_counts_nowhere_and_comes_back(client, worker):
    who = make_person()
    train(who)
    client.force_login(worker)
    assert Tab(client, reverse("capacity_archive", args=[who.pk])).send(reason="ย้ายออก").status_code == 302
    assert list(Person.objects.current()) == []
    page = client.get(reverse("capacity_person", args=[who.pk])).content.decode()
    assert "ย้ายออก" in page
    assert reverse("training_edit", args=[who.trainings.get().pk]) not in page
    assert Tab(client, reverse("capacity_edit", args=[who.pk])).send(role="ก").status_code == 422
    assert Tab(client, reverse("capacity_restore", args=[who.pk])).send().status_code == 302
    assert list(Person.objects.current()) == [who]
    again = Tab(client, reverse("capacity_restore", args=[who.pk])).send()
    assert again.status_code == 422


def test_the_page_tells_trainings_the_newest_first_and_links_meetings_that_one_may_see(
    client, worker, secretariat
):
    who = make_person()
    here, above = training_at(HERE, title="อบรมตำบล"), training_at("71", title="อบรมจังหวัด")
    train(who, meeting=here, source=here.title)
    train(who, topic("การสื่อสาร"), meeting=above, source=above.title, day="2023-08-01")
    pages = []
    for user in (worker, secretariat):
        client.force_login(user)
        pages.append(client.get(reverse("capacity_person", args=[who.pk])))
    links = [
        [reverse("meeting_detail", args=[one.pk]) in page.content.decode() for one in (here, above)]
        for page in pages
    ]
    assert links == [[True, False], [True, True]]
    assert [one.topic.name for one in pages[0].context["trainings"]] == ["การสื่อสาร", "ระบบข้อมูล"]
    assert "อบรมจังหวัด" in pages[0].content.decode()  # where it is known from is told with the person


def test_a_reader_sees_and_changes_nothing(client, reader):
    who = make_person()
    train(who)
    client.force_login(reader)
    page = client.get(reverse("capacity_person", args=[who.pk]))
    assert page.status_code == 200
    assert reverse("capacity_edit", args=[who.pk]) not in page.content.decode()
    assert client.get(reverse("capacity_edit", args=[who.pk])).status_code == 403


def test_a_place_that_was_abolished_stays_ones_home_until_moved(client, secretariat):
    old = Area.objects.create(
        code="710160", level="tambon", parent_id="7101", name_th="ช่องเก่า", abolished_on="2011-01-01"
    )
    who = make_person(area=old.code)
    client.force_login(secretariat)
    assert Tab(client, reverse("capacity_edit", args=[who.pk])).send(role="ก").status_code == 302
    who.refresh_from_db()
    assert who.area == old
