"""The board of a cluster: every number of a province is that province's, leads to its rows, and is within scope."""

import pytest
from django.urls import reverse

from areas.models import Area, Cluster, Role
from plans import cluster_board
from projects.models import Agency, WorkStream
from tests.cast import make_item, make_need, make_plan, person
from tests.knocks import readable
from tests.plans.cells import behind
from tests.projects.bench import codi, make_line, make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def cluster(country):
    return Cluster.objects.get()


@pytest.fixture
def head(cluster):
    return person("head", Role.CLUSTER_HEAD, cluster=cluster)


@pytest.fixture
def money(cluster):
    codi()
    land = make_project("710109", work_stream=WorkStream.objects.get(code="WS08"))
    make_line(land, 500, {"710109": 300, "720102": 100})
    make_line(make_project("720102"), 40, {"720102": 40})


def board_of(cluster, user, *codes):
    provinces = [one for one in cluster.provinces.order_by("code") if one.code in (codes or ("71", "72"))]
    return cluster_board.read(provinces, user, list(WorkStream.objects.all()), 2566)


def cells(rows):
    return {row.label or row.severity: [cell.amount for cell in row.cells] for row in rows if row.total}


def test_money_stands_by_province_and_the_columns_come_to_the_grants(money, cluster, head):
    board = board_of(cluster, head)
    stream = WorkStream.objects.get(code="WS08").name
    assert cells(board.streams)[stream] == [300, 100]
    assert [cell.amount for cell in board.grants.cells] == [300, 140]
    assert cells(board.agencies) == {codi().name: [300, 140]}
    assert board.ties


def test_agencies_that_pay_little_share_a_row(cluster, head):
    project = make_project("710109")
    for number in range(1, 11):
        name = f"หน่วยงาน {number}"
        Agency.objects.create(name=name, kind="local")
        make_line(project, number, {"710109": number}, source=name)
    board = board_of(cluster, head)
    assert [row.total for row in board.agencies] == [10, 9, 8, 7, 6, 5, 4, 3, 3]
    others = board.agencies[-1].cells[0]
    assert (behind(others.url, head, "baht"), board.ties) == (3, True)


def test_needs_and_plans_stand_by_province(cluster, head):
    make_need("710109", severity=5)
    make_need("720102", severity=2)
    make_item(make_plan("710109"))
    board = board_of(cluster, head)
    assert cells(board.severities) == {5: [1, 0], 2: [0, 1]}
    assert [row.total for row in board.plans] == [1, 0, 0]
    assert [[cell.amount for cell in row.cells] for row in board.waiting] == [[0, 0], [1, 0], [0, 0], [0, 0]]


def test_every_number_leads_to_the_rows_that_it_counts(money, cluster, head, client):
    make_need("710109", severity=5, title="คลองตื้นเขิน")
    make_need("720102", severity=5, title="ทางเท้าแคบ")
    make_need("720102", severity=4)
    client.force_login(head)
    board = board_of(cluster, head)
    [five] = [row for row in board.severities if row.severity == 5]
    told = [(cell.url, cell.amount) for row in board.severities for cell in row.cells if cell.amount]
    assert [(url, behind(url, head, "needs")) for url, _count in told] == told
    pages = [client.get(cell.url).content.decode() for cell in five.cells]
    assert [("คลองตื้นเขิน" in page, "ทางเท้าแคบ" in page) for page in pages] == [(True, False), (False, True)]
    assert client.get(board.grants.cells[1].url).status_code == 200
    rows = [*board.streams, *board.agencies, board.grants]
    told = [(cell.url, float(cell.amount)) for row in rows for cell in row.cells if cell.amount]
    assert [(url, behind(url, head, "baht")) for url, _amount in told] == told


def test_the_sum_of_all_provinces_opens_the_rows_of_all(money, cluster, superuser, client):
    """A project of a province, with its money in one that is not asked for, is on no list; a need of there neither."""
    for code, level in {"70": "province", "7001": "district", "700101": "tambon"}.items():
        Area.objects.create(code=code, level=level, parent_id=code[:-2] or None, name_th=code)
    make_line(make_project("71", name="เงินที่อื่น"), 5, {"700101": 5})
    for code in ("710109", "720102", "700101"):
        make_need(code, severity=5)
    board = board_of(cluster, superuser)
    rows = [*board.streams, *board.agencies, board.grants, *board.severities]
    told = [(row.whole, float(row.total)) for row in rows if row.total]
    assert len(told) == 2 + 1 + 1 + 1
    assert [(url, behind(url, superuser, "baht")) for url, _number in told] == told
    client.force_login(superuser)
    page = client.get(board.grants.whole)
    assert "area=71,72" in board.grants.whole
    assert "จ.กาญจนบุรี, จ.สุพรรณบุรี" in " · ".join(page.context["told"])
    assert {row.project.name for row in page.context["rows"]} == {"ฝายชุมชน"}


def test_several_provinces_show_nothing_of_elsewhere(money, cluster, worker, client):
    board = board_of(cluster, worker)
    assert (board.grants.total, behind(board.grants.whole, worker, "baht")) == (300, 300)
    client.force_login(worker)
    assert client.get(board.grants.whole.replace("71,72", "71,99")).status_code == 200
    assert client.get(board.grants.whole.replace("71,72", "98,99")).status_code == 200


def test_a_province_that_one_may_not_read_is_no_column(money, cluster, client, secretariat):
    """The people of one province open the cluster's board, and see their own province on it."""
    client.force_login(secretariat)
    answer = client.get(reverse("cluster_detail", args=[cluster.pk]))
    assert [one.code for one in answer.context["told"].provinces] == ["71"]
    assert answer.context["board"].total == 300
    assert "จ.สุพรรณบุรี" not in readable(answer)


def test_rows_of_elsewhere_are_not_counted_though_the_province_is_asked_for(money, cluster, worker):
    make_need("710108", severity=5)
    make_need("710109", severity=5)
    make_plan("710108")
    board = board_of(cluster, worker)
    assert [cell.amount for cell in board.grants.cells] == [300, 0]
    assert cells(board.severities) == {5: [1, 0]}
    assert [row.total for row in board.plans] == [0, 0, 0]


def test_a_year_is_asked_for_and_a_cluster_of_nobody_is_not_found(money, cluster, head, client, stranger):
    client.force_login(head)
    page = client.get(reverse("cluster_detail", args=[cluster.pk]), {"year": "2565"})
    assert (page.status_code, page.context["board"].total) == (200, 0)
    other = Cluster.objects.create(name="อื่น")
    assert client.get(reverse("cluster_detail", args=[other.pk])).status_code == 404
    assert client.get("/clusters/99999999999999/").status_code == 404


def test_the_list_of_areas_leads_to_the_clusters_that_one_reads(cluster, client, head, worker):
    for user, shown in ((head, True), (worker, False)):
        client.force_login(user)
        page = client.get(reverse("area_list")).content.decode()
        assert (reverse("cluster_detail", args=[cluster.pk]) in page) == shown
