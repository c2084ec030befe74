"""What the workbench suggests as likely the same, and the acts on it, through the pages."""

import re

import pytest
from django.urls import reverse

from areas.models import Cluster, Role
from plans import rules_rollup, rules_similarity
from plans.models import PlanItem, SimilarityDecision
from plans.views.rollup_alike import MOST_SHOWN
from tests.cast import endorse, person
from tests.plans.bench import all_of, budget, make_item, make_plan, stage
from tests.plans.pages import Tab, told
from tests.webforms import forms_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def bench(country, client, secretariat):
    """The secretariat at the workbench of กาญจนบุรี: two weirs under two names, and a road."""
    client.force_login(secretariat)
    province, chong_sadao, wang_dong = stage()
    return {
        "plan": province,
        "weir": make_item(chong_sadao, "ฝายมีชีวิตห้วยน้ำใส ม.2", (0, 350_000, 0, 0)),
        "road": make_item(chong_sadao, "ก่อสร้างถนน คสล. ม.2", (0, 500_000, 0, 0)),
        "dam": make_item(wang_dong, "ก่อสร้างฝายกั้นน้ำ ต.วังด้ง", (0, 250_000, 0, 0)),
    }


def url(name, plan, *args):
    return reverse(name, args=[plan.pk, *args])


def ask(client, plan, query="", **headers):
    return client.get(url("rollup_alike", plan) + query, headers=headers)


def found(client, plan, query=""):
    """Return the suggested pairs as sets of ids."""
    shown = ask(client, plan, query).context["suggestions"]
    return [{one.a.item_id, one.b.item_id} for one in shown]


def acts(client, plan):
    """Return the addresses of the acts that are offered, forms' last."""
    page = ask(client, plan, **{"HX-Request": "true"}).content.decode()
    links = re.findall(r'class="btn btn-small"\s+href="([^"]+)"', page)
    return [link.replace("&amp;", "&") for link in links]


# --- What is shown


def test_the_workbench_fetches_the_suggestions_and_has_a_link_to_them(client, bench):
    page = client.get(url("rollup", bench["plan"]) + "?area=710108").content.decode()
    address = url("rollup_alike", bench["plan"]) + "?area=710108"
    assert f'hx-get="{address}"' in page
    assert f'href="{address}"' in page
    assert "ฝายมีชีวิตห้วยน้ำใส" not in page


def test_a_suggestion_is_told_with_its_reasons(client, bench):
    answer = ask(client, bench["plan"])
    (pair,) = answer.context["suggestions"]
    page = re.sub(r"<[^>]*>", "", answer.content.decode())
    assert len(pair.reasons) == 3
    for word in (bench["weir"].title, bench["dam"].title, "ต.ช่องสะเดา", "ต.วังด้ง", " · ".join(pair.reasons)):
        assert word in page


def test_htmx_gets_a_fragment_and_everyone_else_a_page(client, bench):
    page, fragment = ask(client, bench["plan"]), ask(client, bench["plan"], **{"HX-Request": "true"})
    assert "<html" in page.content.decode()
    assert fragment.content.decode().lstrip().startswith("<div")
    assert "HX-Request" in fragment.headers["Vary"]


def test_few_are_shown_at_a_time(client, bench):
    for number in range(6):
        make_item(bench["dam"].plan, f"ฝายชะลอน้ำ จุดที่ {number}")
    assert len(found(client, bench["plan"])) == MOST_SHOWN == 3


def test_the_filters_of_the_queue_hold_for_the_suggestions(client, bench):
    pair = {bench["weir"].pk, bench["dam"].pk}
    assert found(client, bench["plan"], "?area=710108") == [pair]
    assert found(client, bench["plan"], "?area=711001") == []


def test_where_nothing_is_alike_the_page_says_so(client, bench):
    bench["dam"].delete()
    assert found(client, bench["plan"]) == []
    assert '<p class="meta">' in ask(client, bench["plan"]).content.decode()


def test_a_reader_sees_the_suggestions_without_acts(client, bench, reader):
    assert len(acts(client, bench["plan"])) == 3
    client.force_login(reader)
    assert len(found(client, bench["plan"])) == 1
    assert acts(client, bench["plan"]) == []
    page = ask(client, bench["plan"], **{"HX-Request": "true"}).content.decode()
    assert "<form" not in page


def test_a_stranger_does_not_know_the_suggestions(client, bench, stranger):
    client.force_login(stranger)
    assert ask(client, bench["plan"]).status_code == 404


def test_of_a_cluster_only_own_provinces_are_suggested(client, country):
    cluster = make_plan(None, cluster=Cluster.objects.get())
    titles = {"71": "รับมือน้ำท่วม", "72": "รับมือน้ำท่วมซ้ำซาก"}
    for code, title in titles.items():
        province = make_plan(code)
        make_item(province, title)
        endorse(province)
    client.force_login(person("head", Role.CLUSTER_HEAD, cluster=cluster.cluster))
    assert len(found(client, cluster)) == 1
    client.force_login(person("one", Role.READER, "71"))
    answer = ask(client, cluster)
    assert (answer.status_code, list(answer.context["suggestions"])) == (200, [])
    assert titles["72"] not in answer.content.decode()


# --- What is done


def test_two_that_wait_are_merged_by_the_known_form(client, bench):
    merge, _apart, _related = acts(client, bench["plan"])
    assert merge.startswith(url("rollup_carry", bench["plan"]))
    tab = Tab(client, merge)
    tab.url = merge.partition("?")[0]
    assert tab.send(title="ฝายทุกลำห้วย").status_code == 302
    line = PlanItem.objects.get(plan=bench["plan"])
    assert (line.title, budget(line)) == ("ฝายทุกลำห้วย", {2568: 600_000})
    assert found(client, bench["plan"]) == []


def test_one_that_fits_a_line_is_put_into_it_by_one_press(client, bench):
    line = rules_rollup.make_line(bench["plan"], {"title": "ระบบน้ำ"}, all_of(bench["weir"]))
    page = ask(client, bench["plan"], **{"HX-Request": "true"}).content.decode()
    (form,) = forms_of(page)
    sent = {"item": bench["dam"].pk, "line": line.pk, "version": "0", "at": ""}
    for name, value in sent.items():
        assert form.values[name] == [str(value)]
    key = re.search(r'name="key"\s+value="([^"]+)"', page)[1]
    assert client.post(url("rollup_into_line", bench["plan"]), {**sent, "key": key}).status_code == 302
    assert budget(line) == {2568: 600_000}
    assert found(client, bench["plan"]) == []


@pytest.mark.parametrize(("number", "verdict"), [(1, "keep_apart"), (2, "related")])
def test_two_are_kept_apart_with_verdict_and_reason_and_open_again_when_taken_back(
    client, bench, number, verdict
):
    address = acts(client, bench["plan"])[number]
    tab = Tab(client, address)
    tab.url = address.partition("?")[0]
    pair = [bench["weir"].pk, bench["dam"].pk]
    assert tab.send(item=pair, reason="").status_code == 422
    done = tab.send(item=pair, reason="คนละลำห้วย")
    assert done.status_code == 302
    decision = SimilarityDecision.objects.get()
    assert (decision.verdict, decision.reason) == (verdict, "คนละลำห้วย")
    assert found(client, bench["plan"]) == []
    page = client.get(done.url)
    (apart,) = page.context["read"].apart
    assert apart.is_related == (verdict == "related")
    take_back = url("rollup_forget_apart", bench["plan"], decision.pk)
    assert take_back in page.content.decode()
    assert Tab(client, take_back).send().status_code == 302
    assert len(found(client, bench["plan"])) == 1


@pytest.mark.parametrize(("number", "verdict"), [(0, "keep_apart"), (1, "related")])
def test_an_item_is_kept_apart_from_a_line_and_one_undo_takes_all_of_it_back(client, bench, number, verdict):
    other = make_item(bench["dam"].plan, "ฝายแม้วในลำห้วย")
    line = rules_rollup.make_line(bench["plan"], {"title": "ระบบน้ำ"}, all_of(bench["weir"], other))
    address = acts(client, bench["plan"])[number]
    tab = Tab(client, address)
    assert {item.pk for item, _baht in client.get(address).context["compared"]} == {bench["dam"].pk, line.pk}
    tab.url = address.partition("?")[0]
    done = tab.send(item=bench["dam"].pk, line=line.pk, reason="คนละลำห้วย")
    assert done.status_code == 302
    decisions = SimilarityDecision.objects.order_by("pk")
    assert [one.verdict for one in decisions] == [verdict, verdict]
    undo = url("rollup_forget_apart_many", bench["plan"], *(one.pk for one in decisions))
    assert undo in client.get(done.url).content.decode()
    assert found(client, bench["plan"]) == []
    assert Tab(client, undo).send().status_code == 302
    assert found(client, bench["plan"]) == [{bench["dam"].pk, line.pk}]


def test_a_line_of_another_plan_is_not_compared(client, bench):
    other = make_plan("72")
    below = make_plan("720102", endorsed=True)
    line = rules_rollup.make_line(other, {"title": "ลับ"}, all_of(make_item(below, "ฝายลับ")))
    address = url("rollup_keep_apart", bench["plan"])
    answer = client.get(f"{address}?item={bench['dam'].pk}&line={line.pk}")
    assert answer.context["line"] is None
    assert "ลับ" not in answer.content.decode()


def test_exactly_two_that_are_ticked_are_kept_apart(client, bench):
    address = url("rollup_keep_apart", bench["plan"])
    one = client.post(address, {"open": "1", "item": [bench["weir"].pk]})
    assert 'class="empty"' in client.get(one.url).content.decode()
    two = [bench["weir"].pk, bench["road"].pk]
    opened = client.post(address, {"open": "1", "item": two})
    tab = Tab(client, opened.url)
    tab.url = address
    done = tab.send(item=two, reason="ฝายกับถนน")
    assert "ฝายกับถนน" in client.get(done.url).content.decode()
    assert told(done)


def test_the_undo_of_one_plan_does_not_reach_into_another(client, bench, stranger):
    (decision,) = rules_similarity.decline(bench["plan"], bench["weir"], bench["dam"], "คนละลำห้วย")
    other = make_plan("72")
    client.force_login(stranger)
    Tab(client, url("rollup_forget_apart_many", other, decision.pk, decision.pk)).send()
    assert SimilarityDecision.objects.exists()


@pytest.mark.parametrize("bad", ["line=x", "line=0", "line=99999999999999999999", "verdict=x", "item=-1"])
def test_addresses_that_make_no_sense_are_no_fault(client, bench, bad):
    address = url("rollup_keep_apart", bench["plan"])
    assert client.get(f"{address}?item={bench['dam'].pk}&{bad}").status_code == 200
