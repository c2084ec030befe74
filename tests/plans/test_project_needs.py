"""The needs that a project answers: offered where it works, chosen all at once, shown on its page."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from plans import rules_project_needs
from plans.forms import project_needs
from plans.models import ProjectNeed
from tests.cast import make_need
from tests.plans.pages import Tab, errors
from tests.projects.bench import codi, make_line, make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(client, secretariat):
    """A project of ช่องสะเดา with money for วังด้ง."""
    codi()
    client.force_login(secretariat)
    project = make_project("710109")
    make_line(project, 100, {"710108": 100})
    return project


def address(project):
    return reverse("project_needs", args=[project.pk])


def offered(client, project, words=""):
    return [row.need for row in client.get(address(project) + words).context["form"].rows]


def answered(project):
    return set(ProjectNeed.objects.filter(project=project).values_list("need", flat=True))


def test_needs_are_chosen_and_stand_on_the_page(client, project):
    need = make_need(title="ช้างป่าทำลายพืชไร่", area="710108")
    Tab(client, address(project)).send(needs=[need.pk])
    assert answered(project) == {need.pk}
    assert "ช้างป่าทำลายพืชไร่" in client.get(reverse("project_detail", args=[project.pk])).content.decode()


def test_open_needs_of_where_the_project_works_are_offered(client, project):
    near = [make_need("710109", severity=5), make_need("710108", severity=4), make_need("71", severity=3)]
    make_need("711001")
    make_need("710109", status="closed")
    make_need("710109", archived_at=timezone.now(), archive_reason="ซ้ำ")
    assert offered(client, project) == near


def test_a_need_where_the_project_does_not_work_is_refused(client, project, secretariat):
    far = make_need("711001")
    assert "โครงการไม่ได้ทำงาน" in errors(Tab(client, address(project)).send(needs=[far.pk]))["needs"][0]
    with pytest.raises(ValidationError, match="ไม่มีงบ"):
        rules_project_needs.set_needs(project, [far], secretariat)
    assert answered(project) == set()


def test_a_need_that_was_tied_before_the_money_went_stays(client, project, secretariat):
    kept = make_need("711001")
    ProjectNeed.objects.create(project=project, need=kept)
    more = make_need("710109")
    Tab(client, address(project)).send(needs=[kept.pk, more.pk])
    assert answered(project) == {kept.pk, more.pk}


@pytest.mark.parametrize("typed", ["999999", "๑๒", "9" * 40, "x", "-1"])
def test_what_is_no_need_is_told(client, project, typed):
    assert list(errors(Tab(client, address(project)).send(needs=[typed]))) == ["needs"]


def test_all_needs_are_taken_off(client, project):
    ProjectNeed.objects.create(project=project, need=make_need("710109"))
    Tab(client, address(project)).send(needs=[])
    assert answered(project) == set()


def test_words_narrow_what_is_offered_and_what_is_ticked_stays(client, project, monkeypatch):
    ticked, found, _other = make_need("710109"), make_need("710109", title="ขยะ"), make_need("710109")
    ProjectNeed.objects.create(project=project, need=ticked)
    assert offered(client, project, "?q=ขยะ") == [ticked, found]
    monkeypatch.setattr(project_needs, "MOST_OFFERED", 1)
    assert len(offered(client, project)) == 2


def test_looking_for_other_needs_keeps_the_ticks_and_saves_nothing(client, project):
    ticked, found, other = make_need("710109"), make_need("710109", title="ขยะ"), make_need("710109")
    far = make_need("720102", title="ขยะ")
    tab = Tab(client, address(project))
    shown = tab.send(q="ขยะ", needs=[ticked.pk, far.pk, "x"], find="1")
    assert (shown.status_code, answered(project)) == (200, set())
    rows = [(row.need, row.ticked) for row in shown.context["form"].rows]
    assert rows == [(ticked, True), (found, False)]
    assert 'value="ขยะ"' in shown.content.decode()
    assert tab.send(q="", needs=[ticked.pk, other.pk]).status_code == 302
    assert answered(project) == {ticked.pk, other.pk}


def test_needs_chosen_by_someone_else_meanwhile_get_a_409(client, project, secretariat):
    tab = Tab(client, address(project))
    need = make_need("710109")
    rules_project_needs.set_needs(project, [need], secretariat)
    assert tab.send(needs=[]).status_code == 409
    assert answered(project) == {need.pk}


def test_the_history_of_a_project_tells_its_needs_within_the_own_areas(client, project, secretariat):
    ProjectNeed.objects.create(project=project, need=make_need("720102", title="ความลับของสุพรรณบุรี"))
    rules_project_needs.set_needs(project, [make_need("710109", title="ขยะล้นตำบล")], secretariat)
    page = client.get(reverse("project_history", args=[project.pk])).content.decode()
    assert ("ขยะล้นตำบล" in page, "ความลับ" in page) == (True, False)


# --- Each scope guard asked directly


@pytest.fixture
def far(project):
    """A need of the other province, where the project has money too."""
    make_line(project, 100, {"720102": 100})
    return make_need("720102", title="ความลับของสุพรรณบุรี")


def test_needs_of_elsewhere_are_not_offered_though_the_project_works_there(client, project, far):
    assert offered(client, project) == []
    assert list(errors(Tab(client, address(project)).send(needs=[far.pk]))) == ["needs"]


def test_needs_of_elsewhere_that_are_tied_are_neither_told_nor_taken_off(client, project, far):
    ProjectNeed.objects.create(project=project, need=far)
    assert client.get(address(project)).context["form"].initial == {"needs": []}
    Tab(client, address(project)).send(needs=[])
    assert answered(project) == {far.pk}
    assert "ความลับ" not in client.get(reverse("project_detail", args=[project.pk])).content.decode()


# --- The page of a need


def test_the_page_of_a_need_names_the_projects_that_answer_it(client, project):
    need = make_need("710109")
    for one in (project, make_project("720102", name="โครงการลับ")):
        ProjectNeed.objects.create(project=one, need=need)
    page = client.get(reverse("need_detail", args=[need.pk]))
    assert page.context["projects"] == [project]


def test_a_need_that_a_project_answers_is_not_put_away(client, project):
    need = make_need("710109")
    ProjectNeed.objects.create(project=project, need=need)
    response = Tab(client, reverse("need_archive", args=[need.pk])).send(reason="ซ้ำ")
    need.refresh_from_db()
    assert (response.status_code, need.archived_at) == (422, None)
