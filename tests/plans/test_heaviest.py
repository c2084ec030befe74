"""The items of a plan that ask for the most: in order, by year, with where they went; the others in one sum."""

import pytest
from django.urls import reverse

from plans.heaviest import heaviest
from plans.ledger import rows_of, with_sums
from plans.models import LeftOut, Lineage, Need, NeedLink, Plan, ProjectNeed
from plans.need_counts import count_needs
from tests.cast import make_item, make_need, make_plan
from tests.projects.bench import make_project

pytestmark = pytest.mark.django_db


def told(plan, user):
    return heaviest(rows_of(with_sums(Plan.objects.filter(pk=plan.pk)))[0], user)


def test_items_stand_by_what_they_ask_for(country, worker):
    plan = make_plan()
    make_item(plan, title="น้อย", amounts=(10,))
    make_item(plan, title="มาก", amounts=(30, 5))
    make_item(plan, title="ไม่มี", amounts=())
    found = told(plan, worker)
    assert [(row.title, row.total) for row in found.items] == [("มาก", 35), ("น้อย", 10), ("ไม่มี", 0)]
    assert dict(found.years)[2567] == 40
    assert (found.count, found.total, found.ties) == (3, 45, True)


def test_the_others_are_one_sum(country, worker):
    plan = make_plan()
    for number in range(1, 13):
        make_item(plan, title=f"ข้อ {number}", amounts=(number,))
    found = told(plan, worker)
    assert ([row.total for row in found.items][::9], found.others, found.rest) == ([12, 3], 2, 3)
    assert (found.total, found.ties) == (78, True)


def test_the_others_lead_to_just_those_items_whatever_else_the_list_is_narrowed_by(country, worker, client):
    """One asks for as much as the tenth, with a higher number; one for nothing."""
    plan = make_plan()
    for number in (*range(1, 13), 3, None):
        make_item(plan, title=f"ข้อ {number}", amounts=(number,) if number else ())
    found = told(plan, worker)
    client.force_login(worker)
    page = client.get(reverse("area_detail", args=["710109"])).content.decode()
    href = f"{reverse('item_list', args=[plan.pk])}?part=rest&amp;sort=-total"
    assert page.count(f'href="{href}"') == 2
    answer = client.get(href.replace("&amp;", "&"))
    assert [(item.title, total) for item, _years, total in answer.context["rows"]] == [
        ("ข้อ 3", 3),
        ("ข้อ 2", 2),
        ("ข้อ 1", 1),
        ("ข้อ None", 0),
    ]
    assert (answer.context["page"].paginator.count, answer.context["total"]) == (found.others, found.rest)
    assert "ยกเว้น 10 รายการที่ขอมากที่สุด" in " ".join(answer.context["told"])
    words = client.get(href.replace("&amp;", "&"), {"part": "rest", "q": "ข้อ 1"}).context["rows"]
    assert [item.title for item, *_rest in words] == ["ข้อ 1"]


def test_an_item_tells_the_line_that_carries_it_or_that_it_was_left_out(country, worker):
    plan, above = make_plan(), make_plan("71", prefix="K")
    carried, left = make_item(plan, title="นำขึ้น"), make_item(plan, title="ไม่นำขึ้น")
    line = make_item(above, title="ข้อรวม")
    Lineage.objects.create(parent=line, child=carried)
    LeftOut.objects.create(plan=above, item=left, reason="other_door")
    found = {row.title: (row.to, row.is_left) for row in told(plan, worker).items}
    assert found == {"นำขึ้น": (line.code, False), "ไม่นำขึ้น": ("", True)}


def test_the_items_of_a_plan_elsewhere_are_not_told(country, stranger):
    plan = make_plan()
    make_item(plan)
    assert told(plan, stranger).items == []
    assert not told(plan, stranger).ties  # the plan's own sum is not what is shown


def test_needs_are_counted_by_severity_and_by_who_answers_them(country, worker):
    _waits, planned, funded, both, closed = (make_need(severity=4, title=f"เรื่อง {n}") for n in range(5))
    plan, project = make_plan(), make_project("710109")
    for need in (planned, both):
        NeedLink.objects.create(need=need, item=make_item(plan))
    for need in (funded, both):
        ProjectNeed.objects.create(need=need, project=project)
    closed.status = "closed"
    closed.save()
    make_need("720102", severity=4)
    counts = count_needs(["71"], worker)
    [four] = [row for row in counts.rows if row.severity == 4]
    assert (four.count, four.in_project, four.in_plan, four.nobody) == (4, 2, 1, 1)
    assert (counts.open, counts.settled, counts.count, counts.severe.nobody) == (4, 1, 5, 1)


def test_every_count_leads_to_just_those_needs(country, worker, client):
    needs = {name: make_need(severity=3, title=name) for name in ("รอ", "ในแผน", "ในโครงการ")}
    make_need(severity=4, title="รุนแรงกว่า")
    NeedLink.objects.create(need=needs["ในแผน"], item=make_item(make_plan()))
    ProjectNeed.objects.create(need=needs["ในโครงการ"], project=make_project("710109"))
    client.force_login(worker)
    for answered, names in {
        "": {"รอ", "ในแผน", "ในโครงการ"},
        "project": {"ในโครงการ"},
        "plan": {"ในแผน"},
        "nobody": {"รอ"},
    }.items():
        page = client.get(
            "/needs/", {"area": "710109", "severity": "3-3", "status": "open", "answered": answered}
        )
        assert {row.need.title for row in page.context["rows"]} == names


def test_the_settled_needs_lead_to_just_those(country, worker, client):
    for status in (Need.Status.OPEN, *[one for one in Need.Status if one != Need.Status.OPEN]):
        make_need(severity=3, title=status.value, status=status)
    settled = count_needs(["710109"], worker).settled
    client.force_login(worker)
    href = f"{reverse('need_list')}?area=710109&amp;status=settled"
    assert f'href="{href}"' in client.get(reverse("area_detail", args=["710109"])).content.decode()
    rows = client.get(href.replace("&amp;", "&")).context["rows"]
    assert {row.need.title for row in rows} == set(Need.Status.values) - {"open"}
    assert len(rows) == settled > 1
