"""Forms of leverage: which money a line won, its story, the link taken away; and of the agencies of a project."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from projects import rules_leverage
from projects.models import Agency, Leverage, ProjectAgency
from tests.plans.pages import Tab, errors, told
from tests.projects.bench import codi, make_line, make_project

pytestmark = pytest.mark.django_db
PAO = "อบจ.กาญจนบุรี"


@pytest.fixture
def project(client, secretariat):
    codi()
    client.force_login(secretariat)
    return make_project("710109")


@pytest.fixture
def seed(project):
    return make_line(project, 45_000)


@pytest.fixture
def won(seed):
    """A line of the province's administration for the same tambon."""
    return make_line(make_project("710109", name="ประปาภูเขา"), 1_200_000, source=PAO)


def add(client, seed, words="", **typed):
    return Tab(client, reverse("leverage_add", args=[seed.pk]) + words).send(**typed)


def offered(client, seed, words=""):
    page = client.get(reverse("leverage_add", args=[seed.pk]) + words)
    return [key for key, _label in page.context["form"].fields["won"].choices if key]


def test_money_that_was_won_is_linked_with_its_story(client, seed, won):
    response = add(client, seed, won=won.pk, note="  อบจ. รับไปทำ ")
    link = Leverage.objects.get()
    assert response.url == reverse("project_detail", args=[seed.project_id]) + f"#line{seed.pk}"
    assert (link.seed, link.won, link.note, link.created_by.username) == (
        seed,
        won,
        "อบจ. รับไปทำ",
        "secretariat",
    )


def test_a_link_sent_twice_is_made_once(client, seed, won):
    tab = Tab(client, reverse("leverage_add", args=[seed.pk]))
    first, again = tab.send(won=won.pk), tab.send(won=won.pk)
    assert (first.url, Leverage.objects.count()) == (again.url, 1)
    assert "ไม่ได้บันทึกซ้ำ" in " ".join(told(again))


def test_only_lines_that_may_have_been_won_are_offered(client, seed, won):
    make_line(won.project, 5, source=PAO, kind="loan")
    make_line(won.project, 6)  # CODI's own
    make_line(make_project("710109", first_year=2565), 7, source=PAO, fiscal_year=2565)
    taken = make_line(won.project, 8, source=PAO)
    rules_leverage.link(make_line(seed.project, 9), taken)
    assert offered(client, seed) == [won.pk]


@pytest.mark.parametrize("typed", ["", "999999", "๑๒", "9" * 40, "x", "-1"])
def test_a_line_that_cannot_be_chosen_is_told(client, seed, won, typed):
    assert list(errors(add(client, seed, won=typed))) == ["won"]
    assert Leverage.objects.count() == 0


def test_a_line_of_elsewhere_is_refused_in_a_sentence(client, seed):
    far = make_line(make_project("720102"), 5, source="ทสจ.กาญจนบุรี")
    assert "นอกพื้นที่ของท่าน" in errors(add(client, seed, won=far.pk))["won"][0]
    assert offered(client, seed, "?q=ฝาย") == []


def test_words_find_lines_of_the_own_areas_beyond_the_projects_home(client, seed, won):
    other = make_line(make_project("711001", name="แก้มลิง"), 5, source=PAO)
    assert offered(client, seed) == [won.pk]
    assert offered(client, seed, "?q=แก้มลิง") == [other.pk]
    assert add(client, seed, "?q=แก้มลิง", won=other.pk).status_code == 302


def test_looking_for_another_line_keeps_what_was_chosen_and_saves_nothing(client, seed, won):
    other = make_line(make_project("711001", name="แก้มลิง"), 5, source=PAO)
    far = make_line(make_project("720102"), 5, source="ทสจ.กาญจนบุรี")
    page = reverse("leverage_add", args=[seed.pk])
    tab = Tab(client, page)
    shown = tab.send(q="แก้มลิง", won=won.pk, note="ผ่านประชาคม", find="1")
    form = shown.context["form"]
    assert (shown.status_code, form.errors, Leverage.objects.count()) == (200, {}, 0)
    assert [pk for pk, _name in form.fields["won"].choices if pk] == [other.pk, won.pk]
    assert (form["won"].value(), form["note"].value()) == (won.pk, "ผ่านประชาคม")
    for typed in [far.pk, "9" * 40, "x", ""]:
        form = tab.send(q="แก้มลิง", won=typed, find="1").context["form"]
        assert [pk for pk, _name in form.fields["won"].choices if pk] == [other.pk]
    assert tab.send(q="แก้มลิง", won=won.pk).status_code == 302  # the same form, sent for good


def test_a_ring_of_money_is_refused(client, seed, won):
    rules_leverage.link(seed, won)
    assert "วน" in str(errors(add(client, won, won=seed.pk)))


def test_a_line_that_was_taken_out_meanwhile_is_told(seed, won):
    won.delete()
    won.pk = 999
    with pytest.raises(ValidationError, match="ลบ"):
        rules_leverage.link(seed, won)


def test_the_story_is_told_anew_and_keeps_its_history(client, seed, won):
    link = rules_leverage.link(seed, won, "เดิม")
    Tab(client, reverse("leverage_edit", args=[link.pk])).send(note="ใหม่")
    assert [row.note for row in Leverage.history.filter(id=link.pk).order_by("history_id")] == ["เดิม", "ใหม่"]


def test_a_story_too_long_is_refused_and_kept_as_typed(client, seed, won):
    link = rules_leverage.link(seed, won)
    response = Tab(client, reverse("leverage_edit", args=[link.pk])).send(note="ก" * 301)
    assert list(errors(response)) == ["note"]
    assert "ก" * 301 in response.content.decode()


def test_a_stale_story_gets_both(client, seed, won):
    link = rules_leverage.link(seed, won, "เดิม")
    tab = Tab(client, reverse("leverage_edit", args=[link.pk]))
    rules_leverage.change_note(link.pk, "ของคนอื่น")
    response = tab.send(note="ของฉัน")
    page = response.content.decode()
    assert (response.status_code, "ของคนอื่น" in page, "ของฉัน" in page) == (409, True, True)


def test_a_link_is_taken_away_and_both_lines_stay(client, seed, won):
    link = rules_leverage.link(seed, won)
    Tab(client, reverse("leverage_remove", args=[link.pk])).send()
    assert Leverage.objects.count() == 0
    assert [seed.project.lines.count(), won.project.lines.count()] == [1, 1]


def test_a_link_is_changed_from_its_seed_alone(client, seed, won, stranger):
    """Whoever looks after what was won sees the link on the page, not its forms."""
    far = make_line(make_project("720102", name="ของสุพรรณบุรี"), 5, {"710109": 5}, source="ทสจ.กาญจนบุรี")
    link = rules_leverage.link(far, won)
    assert client.get(reverse("leverage_edit", args=[link.pk])).status_code == 403
    page = client.get(reverse("project_detail", args=[won.project_id])).content.decode()
    assert "ของสุพรรณบุรี" in page
    assert reverse("leverage_edit", args=[link.pk]) not in page


def test_a_link_of_a_line_that_was_given_away_meanwhile_is_not_made(client, seed, won):
    """The project moved out of the person's areas after the form was opened."""
    tab = Tab(client, reverse("leverage_add", args=[seed.pk]))
    type(seed.project).objects.filter(pk=seed.project_id).update(area="720102")
    assert tab.send(won=won.pk).status_code == 404
    assert Leverage.objects.count() == 0


# --- Agencies


def agencies(client, project, **typed):
    return Tab(client, reverse("project_agencies", args=[project.pk])).send(**typed)


def roles(project):
    return set(ProjectAgency.objects.filter(project=project).values_list("agency__name", "role"))


def test_agencies_are_added_changed_and_taken_out_at_once(client, project):
    pao, office = Agency.objects.get(name=PAO), Agency.objects.get(name="ทสจ.กาญจนบุรี")
    agencies(client, project, new1=pao.pk, roles1=["fund", "support"], new2=office.pk, roles2=["support"])
    response = agencies(client, project, **{f"a{pao.pk}": ["fund"], f"a{office.pk}": []})
    assert response.url == reverse("project_detail", args=[project.pk])
    assert roles(project) == {(PAO, "fund")}


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"new1": "pao"}, "roles1"),
        ({"roles2": ["fund"]}, "new2"),
        ({"new1": "pao", "roles1": ["x"]}, "roles1"),
        ({"new1": "๙", "roles1": ["fund"]}, "new1"),
        ({"new1": "far", "roles1": ["fund"]}, "new1"),
    ],
)
def test_half_an_agency_or_one_of_elsewhere_is_told_at_its_field(client, project, typed, wrong):
    far = Agency.objects.create(name="อบจ.สุพรรณบุรี", kind="local", area_id="72")
    pks = {"pao": Agency.objects.get(name=PAO).pk, "far": far.pk}
    typed = {
        name: pks.get(value, value) if isinstance(value, str) else value for name, value in typed.items()
    }
    assert list(errors(agencies(client, project, **typed))) == [wrong]
    assert roles(project) == set()


def test_agencies_that_someone_else_changed_meanwhile_get_a_409(client, project):
    tab = Tab(client, reverse("project_agencies", args=[project.pk]))
    agencies(client, project, new1=codi().pk, roles1=["fund"])
    assert tab.send(new1=Agency.objects.get(name=PAO).pk, roles1=["fund"]).status_code == 409


def test_agencies_left_as_they_are_count_as_no_change(client, project):
    agencies(client, project)
    project.refresh_from_db()
    assert project.version == 1
