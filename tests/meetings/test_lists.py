"""The reference lists on staff pages: everyone reads, coordinators and superusers keep, archived rows stay shown."""

import re

import pytest
from django.urls import reverse

from areas.models import Cluster
from meetings.lists import LISTS
from meetings.models import CapacityTopic
from plans.forms.items import ItemForm
from plans.rules_rollup import make_line
from projects.models import Agency, Dimension, Leg, WorkStream
from tests.cast import make_item, make_plan
from tests.webforms import forms_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(client, coordinator):
    client.force_login(coordinator)
    return client


@pytest.fixture
def admin(client, superuser):
    client.force_login(superuser)
    return client


def address(page, name, row=None):
    return reverse(f"reference_{page}", kwargs={"name": name, **({"pk": row.pk} if row else {})})


def send(client, page, which, row=None, /, **typed):
    """Send a form of a list as the page gives it; return the answer."""
    version = row.version if row else 0
    return client.post(address(page, which, row), {"version": version, **typed})


def words(answer):
    """Return the page's text without its tags."""
    return re.sub(r"<[^>]*>", "", answer.content.decode())


def errors(answer):
    assert answer.status_code == 422
    return " ".join(text for texts in answer.context["form"].errors.values() for text in texts)


@pytest.mark.parametrize("name", LISTS)
def test_a_reader_reads_each_list_and_changes_none(client, reader, name):
    CapacityTopic.objects.create(code="CT1", name="ระบบข้อมูล")
    Leg.objects.create(code="DOWN", name="ขาลง")
    row = LISTS[name].model.objects.first()
    client.force_login(reader)
    assert str(row) in words(client.get(address("list", name)))
    assert client.get(address("row", name, row)).status_code == 200
    assert client.get(address("add", name)).status_code == 403
    assert [send(client, page, name, row).status_code for page in ("edit", "archive", "restore")] == [403] * 3


def test_a_coordinator_adds_a_stream_and_history_signs_it(keeper, coordinator):
    typed = {"code": "ws12", "name": "ชายแดน", "position": "๑๒", "is_codi": "on"}
    assert send(keeper, "add", "stream", **typed).status_code == 302
    row = WorkStream.objects.get(code="WS12")
    assert (row.name, row.position, row.history.get().history_user) == ("ชายแดน", 12, coordinator)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"code": "WS08", "name": "ใหม่", "position": "1"}, "WS08"),
        ({"code": "WS12", "name": "ที่ดินทำกินและทรัพยากร", "position": "1"}, "ที่ดินทำกินและทรัพยากร"),
        ({"code": "ไทย", "name": "ใหม่", "position": "1"}, "ไทย"),
        ({"code": "WS12", "name": "ใหม่", "position": "-1"}, "0"),
        ({"code": "WS12", "name": "ใหม่", "position": "9" * 400}, "999"),
        ({"code": "WS12", "name": "ก" * 500, "position": "1"}, "120"),
        ({}, ""),
    ],
)
def test_what_does_not_fit_is_told_and_nothing_is_saved(keeper, typed, told):
    before = WorkStream.objects.count()
    assert told in errors(send(keeper, "add", "stream", **typed))
    assert WorkStream.objects.count() == before


def test_a_coordinator_keeps_agencies_of_the_own_areas_alone(keeper):
    Cluster.objects.get().provinces.remove("72")
    assert send(keeper, "add", "agency", name="อบต.วังด้ง", kind="local", area="๗๑๐๑๐๘").status_code == 302
    elsewhere = Agency.objects.create(name="อบจ.สุพรรณบุรี", kind="local", area_id="72")
    assert send(keeper, "edit", "agency", elsewhere, name="ก", kind="local", area="71").status_code == 403
    assert "รั้วใหญ่" in errors(send(keeper, "add", "agency", name="ใหม่", kind="local", area="720102"))
    assert errors(send(keeper, "add", "agency", name="ใหม่", kind="local", area=""))
    assert "999999" in errors(send(keeper, "add", "agency", name="ใหม่", kind="local", area="999999"))


def test_an_agency_of_the_country_is_the_administrators(admin):
    assert send(admin, "add", "agency", name="ส.ป.ก.", kind="central", area="").status_code == 302
    assert Agency.objects.get(name="ส.ป.ก.").area is None


def test_a_coordinator_names_the_cluster_but_cannot_widen_it(keeper):
    cluster = Cluster.objects.get()
    Cluster.objects.get().provinces.remove("72")
    answer = send(keeper, "edit", "cluster", cluster, name="กลุ่มใหม่", scheme="", provinces=["71", "72"])
    assert answer.status_code == 302
    cluster.refresh_from_db()
    assert (cluster.name, [one.code for one in cluster.provinces.all()]) == ("กลุ่มใหม่", ["71"])
    assert keeper.get(address("add", "cluster")).status_code == 403


def test_the_administrator_makes_a_cluster(admin):
    send(admin, "add", "cluster", name="กลุ่มใหม่", scheme="รัฐ", provinces=["71"])
    assert [one.code for one in Cluster.objects.get(name="กลุ่มใหม่").provinces.all()] == ["71"]


def test_an_archived_row_is_offered_no_longer_but_stays_where_it_is_used(keeper, coordinator):
    stream = WorkStream.objects.get(code="WS08")
    plan = make_plan()
    used = make_item(plan, work_stream=stream)
    send(keeper, "archive", "stream", stream)
    new, old = (ItemForm(plan=plan, user=coordinator, item=item) for item in (None, used))
    assert stream not in new.fields["work_stream"].queryset
    assert stream in old.fields["work_stream"].queryset
    assert str(stream) in words(keeper.get(reverse("item_detail", args=[used.pk])))
    send(keeper, "restore", "stream", stream)
    assert stream in ItemForm(plan=plan, user=coordinator).fields["work_stream"].queryset


def test_the_last_row_in_use_is_not_archived(keeper):
    first, last = Dimension.objects.all()
    send(keeper, "archive", "dimension", first)
    assert str(last) in errors(send(keeper, "archive", "dimension", last))


def test_a_stale_change_is_shown_both_ways(keeper):
    stream = WorkStream.objects.get(code="WS08")
    typed = {"name": "ใหม่", "position": "1"}
    send(keeper, "edit", "stream", stream, **typed)
    assert send(keeper, "edit", "stream", stream, name="อื่น", position="1").status_code == 409


def test_what_became_of_a_row_stands_on_its_page(keeper):
    stream = WorkStream.objects.create(code="WS20", name="ที่ดินทำกินเดิม")
    send(keeper, "edit", "stream", stream, name="ที่ดินชุมชน", position="1")
    text = words(keeper.get(address("row", "stream", stream)))
    assert "ที่ดินทำกินเดิม" in text
    assert "ที่ดินชุมชน" in text


@pytest.mark.parametrize("path", ["nothing/", "stream/99999999/", "stream/99999999999999999999999/"])
def test_a_list_or_row_that_is_not_there_is_not_found(keeper, path):
    assert keeper.get(f"/reference/{path}").status_code == 404


def rows(client, name, **asked):
    return [str(row) for row in client.get(address("list", name), asked).context["rows"]]


def test_a_list_is_searched_by_name_and_code_and_narrowed_to_what_is_in_use(keeper):
    WorkStream.objects.filter(code="WS90").update(is_active=False)
    assert rows(keeper, "stream", q="ที่ดิน") == ["ที่ดินทำกินและทรัพยากร"]
    assert rows(keeper, "stream", q="ws๙๐") == ["นอกเนื้องาน พอช."]
    assert rows(keeper, "stream", state="in_use") == ["ที่ดินทำกินและทรัพยากร"]
    assert rows(keeper, "agency", q="'; --") == []


def test_a_coordinator_reads_in_the_form_why_the_provinces_are_not_theirs_to_choose(keeper, superuser):
    page = address("edit", "cluster", Cluster.objects.get())
    assert "ผู้ดูแลระบบเป็นผู้เปลี่ยน" in words(keeper.get(page))
    keeper.force_login(superuser)
    assert 'name="provinces"' in keeper.get(page).content.decode()


@pytest.fixture
def tied(superuser):
    """The province of a plan whose line the cluster's plan carries."""
    cluster = Cluster.objects.get()
    line = make_item(make_plan("71", endorsed=True))
    make_line(make_plan(None, cluster=cluster), {}, carry_all(line))
    return cluster


def carry_all(item):
    return {
        item.pk: {(row.year, row.wanted_source_id): row.amount for row in item.budgets.all() if row.amount}
    }


def test_a_province_whose_lines_the_cluster_carries_stays_in_it(admin, tied):
    told = errors(send(admin, "edit", "cluster", tied, name=tied.name, scheme="", provinces=["72"]))
    assert "กาญจนบุรี" in told
    assert tied.provinces.count() == 2


def test_a_province_that_is_not_tied_leaves(admin, tied):
    """Negative control."""
    send(admin, "edit", "cluster", tied, name=tied.name, scheme="", provinces=["71"])
    assert [one.code for one in tied.provinces.all()] == ["71"]


def test_the_admin_keeps_a_tied_province_too(admin, tied):
    page = reverse("admin:areas_cluster_change", args=[tied.pk])
    form = next(one for one in forms_of(admin.get(page).content.decode()) if "opened" in one.values)
    answer = admin.post(page, form.filled(provinces=["72"], _save="1"))
    assert answer.status_code == 200
    assert "กาญจนบุรี" in str(answer.context["errors"])
    assert tied.provinces.count() == 2


def test_a_form_sent_twice_adds_one_row(keeper):
    typed = {"code": "WS12", "name": "ชายแดน", "position": "1", "key": "6f2d1c1e-6a52-4b5e-9c0e-1f2f3a4b5c6d"}
    answers = [send(keeper, "add", "stream", **typed).status_code for _ in range(2)]
    assert answers == [302, 302]
    assert WorkStream.objects.filter(code="WS12").count() == 1
