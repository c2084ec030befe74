"""A need put away, taken back, copied to a neighbour."""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from areas.models import Area
from plans import rules
from plans.forms.items import needs_for
from plans.ledger import needs_of
from plans.models import Need, NeedLink
from plans.need_counts import count_needs
from projects.models import Dimension
from tests.cast import make_item, make_need, make_plan
from tests.plans.pages import Tab, errors, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def works(client, worker):
    client.force_login(worker)
    return client


def archive(client, need, reason="จดซ้ำ"):
    return Tab(client, reverse("need_archive", args=[need.pk])).send(reason=reason)


def listed(client, **asked):
    return [row.need for row in client.get(reverse("need_list"), asked).context["rows"]]


def test_a_need_put_away_counts_nowhere_and_is_found_under_its_filter(works, worker):
    need, plan = make_need(severity=5), make_plan()
    assert archive(works, need).status_code == 302
    need.refresh_from_db()
    assert (need.archive_reason, need.version, need.history.first().archive_reason) == ("จดซ้ำ", 2, "จดซ้ำ")
    assert listed(works) == []
    assert listed(works, status="archived") == [need]
    assert count_needs(["710109"], worker).severe.nobody == 0
    assert needs_of(Need.objects.all(), worker).count == 0
    assert not needs_for(plan, worker, []).exists()


def test_a_need_in_use_counts_everywhere(works, worker):
    """Negative control."""
    need, plan = make_need(severity=5), make_plan()
    assert listed(works) == [need]
    assert listed(works, status="archived") == []
    assert count_needs(["710109"], worker).severe.nobody == 1
    assert needs_of(Need.objects.all(), worker).count == 1
    assert list(needs_for(plan, worker, [])) == [need]


def test_a_reason_is_asked_for(works):
    need = make_need()
    assert list(errors(archive(works, need, reason=" "))) == ["reason"]
    assert listed(works) == [need]


def test_a_need_that_an_item_answers_is_not_put_away(works):
    need = make_need()
    item = make_item(make_plan(), title="ฝายชะลอน้ำ", need=need)
    response = archive(works, need)
    assert response.status_code == 422
    assert item.title in response.content.decode()
    assert listed(works) == [need]


def test_an_item_cannot_answer_a_need_that_is_put_away(country):
    need = make_need()
    Need.objects.filter(pk=need.pk).update(archived_at="2023-07-01T00:00:00Z", archive_reason="ซ้ำ")
    item = make_item(make_plan())
    with pytest.raises(ValidationError), transaction.atomic():
        rules.link_needs(item, [need])
    assert not NeedLink.objects.exists()


def test_a_need_put_away_is_not_edited_until_it_is_taken_back(works):
    need = make_need()
    tab = Tab(works, reverse("need_edit", args=[need.pk]))
    Need.objects.filter(pk=need.pk).update(archived_at="2023-07-01T00:00:00Z", archive_reason="ซ้ำ")
    assert tab.send(severity="1").status_code == 422


def test_a_need_is_taken_back(works):
    need = make_need()
    response = archive(works, need)
    Tab(works, reverse("need_restore", args=[need.pk])).send()
    need.refresh_from_db()
    assert (need.archived_at, need.archive_reason) == (None, "")
    assert listed(works) == [need]
    assert need.title in told(response)[0]


def test_what_is_not_put_away_is_not_taken_back(works):
    assert Tab(works, reverse("need_restore", args=[make_need().pk])).send().status_code == 422


def test_a_stale_archive_is_told(works):
    need = make_need()
    tab = Tab(works, reverse("need_archive", args=[need.pk]))
    need.save()
    assert tab.send(reason="ซ้ำ").status_code == 409


# --- Copy


def test_a_copy_has_the_words_and_not_the_households(works):
    need = make_need("710109", "น้ำ", cause="ห้วยแห้ง", households=64, severity=5, urgency=3)
    response = Tab(works, reverse("need_copy", args=[need.pk])).send(area="71010903")
    copy = Need.objects.exclude(pk=need.pk).get()
    assert response.url == reverse("need_detail", args=[copy.pk])
    assert (copy.area_id, copy.title, copy.cause, copy.severity, copy.urgency) == (
        "71010903",
        "น้ำ",
        "ห้วยแห้ง",
        5,
        3,
    )
    assert (copy.households, copy.meeting, copy.status) == (None, None, "open")


def test_a_need_is_not_copied_to_its_own_place(works):
    need = make_need("710109", cause="ห้วยแห้ง")
    assert list(errors(Tab(works, reverse("need_copy", args=[need.pk])).send(area="710109"))) == ["area"]
    assert Need.objects.count() == 1


@pytest.mark.parametrize("code", ["", "710108", "720102"])
def test_a_need_is_copied_within_its_tambon_alone(works, code):
    need = make_need("710109", cause="ห้วยแห้ง")
    assert list(errors(Tab(works, reverse("need_copy", args=[need.pk])).send(area=code))) == ["area"]
    assert Area.objects.filter(code="710108").exists()


def copy(client, need, area, **typed):
    return Tab(client, reverse("need_copy", args=[need.pk])).send(area=area, **{"households": "12", **typed})


def test_a_copy_beside_an_alike_need_asks_once_and_keeps_the_tick(works):
    need = make_need("710109", "น้ำเกษตรไม่พอ")
    make_need("71010903", "น้ำเพื่อการเกษตรไม่พอ")
    response = copy(works, need, "71010903")
    assert list(errors(response)) == ["confirmed"]
    assert "น้ำเพื่อการเกษตรไม่พอ" in response.content.decode()
    assert Need.objects.count() == 2
    assert copy(works, need, "71010903", confirmed="same").status_code == 302
    assert Need.objects.latest("pk").confirmed == "same"
    assert Need.objects.latest("pk").history.first().confirmed == "same"


def test_a_copy_is_not_asked_about_the_need_that_it_copies(works):
    """Negative control: only the source is alike."""
    assert copy(works, make_need("710109", "น้ำเกษตรไม่พอ"), "71010903").status_code == 302


def test_a_need_added_beside_an_alike_one_asks(works):
    make_need("710109", "น้ำเกษตรไม่พอ")
    address = reverse("need_add", args=["710109"])
    typed = {"area": "710109", "title": "น้ำเกษตรไม่พอ", "severity": "3", "dimension": need_dimension()}
    assert list(errors(Tab(works, address).send(**typed))) == ["confirmed"]
    assert Tab(works, address).send(**typed, confirmed="same").status_code == 302


def need_dimension():
    return Need.objects.first().dimension_id


def test_an_edit_asks_only_where_the_title_or_the_place_changes(works):
    make_need("710109", "น้ำเกษตรไม่พอ")
    need = make_need("710109", "น้ำเกษตรไม่พอเลย", confirmed="same")
    address = reverse("need_edit", args=[need.pk])
    assert Tab(works, address).send(severity="2").status_code == 302
    need.refresh_from_db()
    assert (need.severity, need.confirmed) == (2, "same")
    assert list(errors(Tab(works, address).send(title="น้ำเกษตรไม่พอ", confirmed=None))) == ["confirmed"]


# --- Incomplete, but true


SEVERE = {"title": "น้ำท่วม", "severity": "4"}


def add(client, **typed):
    dimension = Dimension.objects.get(code="ENV").pk
    return Tab(client, reverse("need_add", args=["710109"])).send(dimension=dimension, **SEVERE, **typed)


def test_a_severe_need_without_a_word_asks_once_and_keeps_the_tick(works):
    assert list(errors(add(works))) == ["confirmed"]
    assert add(works, confirmed="bare").status_code == 302
    need = Need.objects.get()
    assert (need.confirmed, need.history.get().confirmed) == ("bare", "bare")
    address = reverse("need_edit", args=[need.pk])
    assert Tab(works, address).send(severity="5").status_code == 302
    assert Tab(works, address).send(households="9").status_code == 302
    need.refresh_from_db()
    assert need.confirmed == ""


@pytest.mark.parametrize("told", [{"households": "9"}, {"cause": "ฝน"}, {"wish": "คัน"}, {"households": "0"}])
def test_a_severe_need_that_tells_something_is_not_asked_about(works, told):
    """Negative control: a word or a number is enough."""
    assert add(works, **told).status_code == 302


def test_a_need_that_was_always_without_a_word_is_edited_in_peace(works):
    need = make_need()
    assert Tab(works, reverse("need_edit", args=[need.pk])).send(title="น้ำน้อย").status_code == 302


def test_a_need_that_loses_its_words_is_asked_about(works):
    need = make_need(cause="ห้วยแห้ง")
    assert list(errors(Tab(works, reverse("need_edit", args=[need.pk])).send(cause=""))) == ["confirmed"]


# --- Urgency


def test_urgency_is_written_and_may_be_taken_away(works):
    need = make_need()
    tab = reverse("need_edit", args=[need.pk])
    Tab(works, tab).send(urgency="4")
    need.refresh_from_db()
    assert need.urgency == 4
    Tab(works, tab).send(urgency="")
    need.refresh_from_db()
    assert need.urgency is None
