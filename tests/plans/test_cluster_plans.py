"""The plan of a cluster: who starts it and where it is offered; two provinces' lines in one, down to the villages."""

import pytest
from django.urls import reverse

from areas.models import Area, Cluster, Role, User
from plans import rollup, rules, rules_rollup
from plans.models import LeftOut, Plan
from plans.trail import origins_below
from tests.cast import endorse, make_item, make_plan, person
from tests.plans.bench import all_of
from tests.plans.pages import Tab, errors

pytestmark = pytest.mark.django_db


@pytest.fixture
def cluster(country):
    return Cluster.objects.get()


@pytest.fixture
def head(client, cluster):
    """The head of the cluster, logged in."""
    client.force_login(person("head", Role.CLUSTER_HEAD, cluster=cluster))
    return client


def address(cluster):
    return reverse("cluster_plan_add", args=[cluster.pk])


def test_the_head_starts_the_plan_in_the_years_of_the_provinces(head, cluster):
    make_plan("71", endorsed=True)
    tab = Tab(head, address(cluster))
    assert tab.send(first_year="2567", last_year="2570").status_code == 302
    plan = Plan.objects.get(cluster=cluster)
    assert (plan.period, plan.prefix, plan.status) == ("2567–2570", "C", "draft")


def test_the_coordinator_starts_it_too(client, coordinator, cluster):
    client.force_login(coordinator)
    assert Tab(client, address(cluster)).send(first_year="2567", last_year="2570").status_code == 302


def test_a_province_of_the_cluster_looks_and_starts_nothing(client, secretariat, cluster):
    client.force_login(secretariat)
    page = client.get(reverse("cluster_completeness", args=[cluster.pk]))
    assert address(cluster) not in page.content.decode()
    assert client.get(address(cluster)).status_code == 403
    assert client.post(address(cluster), {"first_year": "2567", "last_year": "2570"}).status_code == 403
    assert not Plan.objects.exists()


def test_the_cluster_of_another_region_is_not_there(head, country):
    other = Cluster.objects.create(name="ภาคอีสาน")
    other.provinces.set(Area.objects.none())
    assert head.get(address(other)).status_code == 404
    assert head.get(reverse("cluster_plan_add", args=[10**15])).status_code == 404


def test_years_that_overlap_with_a_plan_of_the_cluster_are_refused(head, cluster):
    make_plan(None, cluster=cluster)
    assert errors(Tab(head, address(cluster)).send(first_year="2570", last_year="2573"))
    assert Plan.objects.count() == 1


def test_a_cluster_that_is_put_away_gets_no_plan(head, cluster):
    Cluster.objects.update(is_active=False)
    assert "เก็บเข้าแฟ้ม" in str(errors(Tab(head, address(cluster)).send(first_year="2567", last_year="2570")))


def test_it_is_offered_where_the_cluster_s_people_work(head, cluster):
    pages = [reverse("cluster_completeness", args=[cluster.pk]), reverse("plan_list")]
    assert all(address(cluster) in head.get(page).content.decode() for page in pages)


def test_home_asks_for_it_once_a_province_s_plan_is_endorsed(head, cluster):
    assert address(cluster) not in head.get("/").content.decode()
    make_plan("71", endorsed=True)
    assert address(cluster) in head.get("/").content.decode()
    make_plan(None, cluster=cluster)
    assert address(cluster) not in head.get("/").content.decode()


def province_with_village(code):
    """Bring an item of a village up to its tambon and on to the endorsed plan of the province; return that line."""
    village = make_plan(f"{code}03")
    item = make_item(village, title=f"ฝายของ {code}")
    endorse(village)
    tambon, province = make_plan(code), make_plan(code[:2])
    middle = rules_rollup.make_line(tambon, {}, all_of(item))
    endorse(tambon)
    line = rules_rollup.make_line(province, {}, all_of(middle))
    endorse(province)
    return line


@pytest.fixture
def lines(country):
    village = {"level": "village", "name_th": "บ้านใหม่", "moo_no": 3}
    Area.objects.create(code="72010203", parent_id="720102", **village)
    return [province_with_village("710109"), province_with_village("720102")]


def test_two_provinces_lines_become_one_and_the_way_leads_down_to_the_villages(head, cluster, lines):
    plan = rules.create_plan(cluster, 2567, 2570)
    out = make_item(lines[1].plan, title="ถนนในจังหวัด")
    carry = reverse("rollup_carry", args=[plan.pk])
    page = Tab(head, f"{carry}?item={lines[0].pk}&item={lines[1].pk}")
    assert page.send().status_code == 302
    rules_rollup.leave_out(plan, [out], LeftOut.Ground.OTHER, "จังหวัดทำเอง")
    (line,) = plan.items.all()
    assert (line.label, line.total) == ("C1", 1_400_000)
    reader = User.objects.get(username="head")
    below = [origin.item.plan.area_id for origin in origins_below(line, reader)]
    assert below == ["71", "710109", "71010903", "72", "720102", "72010203"]
    read = rollup.read(plan)
    assert (read.ties, read.balance.rest.count) == (True, 0)
