"""What the workbench tells: of a cluster's plan only the reader's provinces, of foreign items nothing at all."""

import pytest
from django.urls import reverse

from areas.models import Cluster
from plans import rules_rollup as rules
from plans import rules_similarity, sight
from plans.models import LeftOut, LineageYear
from tests.cast import CANARY, make_item, make_plan
from tests.plans.bench import all_of, stage
from tests.plans.pages import errors

pytestmark = pytest.mark.django_db
REASON = {"ground": LeftOut.Ground.OTHER, "reason": "ซ้ำ", "verdict": "related"}


@pytest.fixture
def cluster_plan(country):
    """A cluster's plan: a line of both provinces; of the other one an item waits, one is left out, two are apart."""
    plan = make_plan(None, cluster=Cluster.objects.get())
    own = make_item(make_plan("71", endorsed=True), title="ของกาญจนบุรี")
    below = make_plan("72", endorsed=True)
    there = [make_item(below, title=f"{CANARY} {number}") for number in range(3)]
    rules.make_line(plan, {"title": "จัดการน้ำสองจังหวัด"}, all_of(own, there[0]))
    rules.leave_out(plan, [there[1]], LeftOut.Ground.OTHER, CANARY)
    rules_similarity.decline(plan, there[1], there[2], CANARY)
    return plan


def workbench(client, user, plan):
    client.force_login(user)
    return client.get(reverse("rollup", args=[plan.pk]))


def test_a_reader_of_one_province_reads_the_other_as_sums(client, cluster_plan, reader):
    page = workbench(client, reader, cluster_plan)
    text = page.content.decode()
    assert (page.status_code, CANARY in text) == (200, False)
    line = page.context["read"].lines[0]
    assert [origin.title for origin in line.origins][:1] == ["ของกาญจนบุรี"]
    assert (line.item_count, sum(origin.total for origin in line.origins)) == (2, line.total)
    outside = page.context["outside"]
    assert (outside.waiting.count, outside.waiting.total) == (1, 700_000)
    assert (outside.out.count, outside.out.total) == (1, 700_000)
    assert page.context["read"].apart == ()


def test_who_reads_both_provinces_reads_all(client, cluster_plan, coordinator):
    page = workbench(client, coordinator, cluster_plan)
    assert page.content.decode().count(CANARY) > 3
    assert (page.context["outside"].waiting.count, page.context["outside"].out.count) == (0, 0)


def test_without_the_sight_the_other_province_is_told(client, cluster_plan, reader, monkeypatch):
    """Negative control."""
    monkeypatch.setattr(sight, "sight_of", lambda user: sight.sees_all)
    assert CANARY in workbench(client, reader, cluster_plan).content.decode()


@pytest.fixture
def works(client, secretariat):
    """The secretariat at its workbench; an item waits, one is in a line."""
    client.force_login(secretariat)
    above, here, _there = stage()
    waits, carried = make_item(here), make_item(here, title="สระน้ำ")
    line = rules.make_line(above, {}, all_of(carried))
    return client, above, waits, line


@pytest.mark.parametrize("placed", [False, True])
@pytest.mark.parametrize("act", ["rollup_into_line", "rollup_leave_out", "rollup_keep_apart", "rollup_carry"])
def test_an_act_on_a_foreign_item_tells_nothing_of_it(works, act, placed):
    client, above, waits, line = works
    foreign = make_item(make_plan("720102", endorsed=True), title=CANARY)
    if placed:
        rules.make_line(make_plan("72"), {}, all_of(foreign))
    url, before = reverse(act, args=[above.pk]), LineageYear.objects.count()
    sent = {"item": [waits.pk, foreign.pk], "keep": [foreign.pk], "title": "ก", "line": line.pk, **REASON}
    for items in ([foreign.pk], [waits.pk, foreign.pk]):
        answer = client.post(url, {**sent, "item": items})
        assert answer.status_code == 422
        assert CANARY not in answer.content.decode()
        assert CANARY not in client.get(url, {"item": items}).content.decode()
    assert LineageYear.objects.count() == before


def test_a_foreign_item_reads_like_one_that_is_not_there(works):
    client, above, _waits, _line = works
    foreign = make_item(make_plan("720102", endorsed=True), title=CANARY)
    url = reverse("rollup_leave_out", args=[above.pk])
    told = [errors(client.post(url, {"item": [pk], **REASON})) for pk in (foreign.pk, 99_999_999)]
    assert told[0] == told[1]


def test_an_item_of_ones_own_province_that_cannot_go_up_is_named(works):
    client, above, _waits, _line = works
    draft = make_item(make_plan("711001"), title="ยังเป็นร่าง")
    answer = client.post(reverse("rollup_leave_out", args=[above.pk]), {"item": [draft.pk], **REASON})
    assert "ยังเป็นร่าง" in str(errors(answer))


def test_a_made_up_way_back_is_no_fault(works):
    """On PostgreSQL an address longer than the key's row was a fault of the system."""
    client, above, waits, _line = works
    names = ("area", "dimension", "door", "page", "lines")
    at = "&".join(f"{name}={'😀' * 40}" for name in names)
    answer = client.post(
        reverse("rollup_leave_out", args=[above.pk]), {"item": [waits.pk], "at": at, **REASON}
    )
    assert answer.status_code == 302
    assert "%F0" not in answer.url
