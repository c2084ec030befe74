"""Forms sent with the numbers of another place's rows: refused, and nothing is written.

Each form is opened and filled as its own people would; then one field at a time names a row of elsewhere.
"""

import pytest
from django.apps import apps

from meetings.models import Meeting
from plans import placing
from plans.forms import needs
from plans.models import Plan
from projects.models import Agency
from tests.doors import TABLE, path_of
from tests.knocks import knock
from tests.webforms import forms_of
from tests.world import MARKS

pytestmark = pytest.mark.django_db

# For each form: what is typed, which fields name rows (and of which kind), and what is asked for in the address.
ITEM = {
    "title": "รายการใหม่",
    "target": "1 แห่ง",
    "doability": "support",
    "door": "province",
    "y2562": "1000",
    "y2567": "1000",
}
FORMS = {
    "item_add": (
        ITEM,
        {"area": "tambon", "needs": "need", "main_agency": "agency", "wanted_source": "agency"},
    ),
    "item_edit": (
        ITEM,
        {"area": "tambon", "needs": "need", "main_agency": "agency", "wanted_source": "agency"},
    ),
    "item_copy": ({}, {"plan": "draft"}),
    "need_add": ({"title": "ความต้องการ", "severity": "3"}, {"area": "tambon", "meeting": "meeting"}),
    "need_edit": ({"title": "ความต้องการ", "severity": "3"}, {"area": "tambon", "meeting": "meeting"}),
    "capacity_add": ({"name": "พิกุล"}, {"home": "tambon"}),
    "capacity_edit": ({}, {"home": "tambon"}),
    "training_add": (
        {"trained_on": "22/7/2566", "trained_by": "พอช.", "source": "ก", "names": "เรณู ต้นน้ำ"},
        {"people": "trainee", "meeting": "training_meeting", "home": "tambon"},
    ),
    "training_edit": ({}, {"meeting": "training_meeting"}),
    "project_add": (
        {"name": "โครงการ", "approved": "5"},
        {"area": "tambon", "lead_agency": "agency", "source": "agency"},
    ),
    "project_edit": ({}, {"area": "tambon", "lead_agency": "agency"}),
    "budget_line_add": ({"approved": "5"}, {"source": "agency"}),
    "budget_line_edit": ({}, {"source": "agency"}),
    "project_agencies": ({"roles1": "fund"}, {"new1": "agency"}),
    "project_needs": ({"needs": []}, {"needs": "unmet"}),
    "leverage_add": ({}, {"won": "free_line"}),
    "allocations_edit": ({"how": "equal"}, {"areas": "tambon"}),
    "plan_endorse": ({}, {"meeting": "meeting"}),
    "plan_rollover": ({}, {"items": "waiting"}),
    "rollup_carry": ({"title": "ข้อใหม่"}, {"keep": "waiting", "main_agency": "agency"}),
    "rollup_into_line": ({}, {"item": "waiting", "line": "line"}),
    "rollup_leave_out": ({"ground": "other", "reason": "เหตุผล"}, {"item": "waiting"}),
    "rollup_keep_apart": ({"reason": "เหตุผล"}, {"item": "waiting", "line": "line"}),
    "line_edit": ({}, {"keep": "waiting", "add": "waiting", "main_agency": "agency"}),
}
CASES = [(name, field) for name, (_typed, fields) in FORMS.items() for field in fields]


@pytest.fixture
def elsewhere(world):
    """Rows of the other place that the forms are sent with, and one of the own place that waits."""
    agency = Agency.objects.create(name="อบจ.สุพรรณบุรี", kind="local", area_id="72")
    rows = {
        kind: world.rows[kind]["other"]
        for kind in (
            "tambon",
            "need",
            "unmet",
            "meeting",
            "trainee",
            "training_meeting",
            "waiting",
            "line",
            "draft",
            "free_line",
        )
    }
    return {**rows, "agency": agency}


def rows_written():
    """Return how many rows and states of rows there are, without the keys of forms."""
    return {
        model._meta.label: model.objects.count()
        for model in apps.get_models()
        if model._meta.app_label in {"plans", "meetings", "projects"}
    }


def address_of(world, name):
    """Return the address of the form, opened for items of the own place where it needs some."""
    door = TABLE[name]
    zone = "here" if "here" in world.rows[door.of] else "province"
    own = [world.rows["items"]["province"][number].pk for number in (2, 3)]
    if name in {"rollup_carry", "rollup_into_line", "rollup_leave_out", "rollup_keep_apart"}:
        return path_of(world, door, zone) + "?" + "&".join(f"item={pk}" for pk in own)
    return path_of(world, door, zone)


def send(world, name, **changes):
    """Open a form, fill it, send it with the changes; return the answer and what was written."""
    typed, _fields = FORMS[name]
    address = address_of(world, name)
    page = knock(world, "secretariat", "GET", address)
    assert page.status == 200, str(page)
    form = max(forms_of(page.text), key=lambda one: len(one.asked))
    data = form.filled(
        **{field: value for field, value in typed.items() if field in form.values or field in form.offers}
    )
    for field, offers in form.offers.items():
        data.setdefault(field, offers[0])
        if data[field] in ("", [""]):
            data[field] = next((offer for offer in offers if offer), "")
    for field, value in changes.items():
        kept = form.values.get(field, []) if field in {"item", "keep", "needs", "add"} else []
        data[field] = [*kept, value]
        if field == "keep":
            data[f"c_{value}_2568_0"] = "1000"
    before = rows_written()
    written = {}

    def measure():
        written.update({label: count - before[label] for label, count in rows_written().items()})

    answer = knock(world, "secretariat", "POST", address.split("?")[0], data, measure=measure)
    return answer, {label: more for label, more in written.items() if more}


@pytest.mark.parametrize("name", FORMS)
def test_the_form_is_taken_when_it_names_own_rows(world, elsewhere, name):
    """Positive control: what is refused below is refused for its foreign row alone."""
    if name == "plan_endorse":
        Plan.objects.filter(pk=world.rows["draft"]["here"].pk).update(area=world.rows["area"]["here"])
    answer, written = send(world, name)
    assert answer.status == 302, str(answer) + answer.text[-3000:]
    assert written


@pytest.mark.parametrize(("name", "field"), CASES)
def test_a_row_of_elsewhere_is_refused_and_nothing_is_written(world, elsewhere, name, field):
    kind = FORMS[name][1][field]
    answer, written = send(world, name, **{field: elsewhere[kind].pk})
    assert answer.status in {403, 404, 422}, str(answer)
    assert written == {}
    assert MARKS["other"] not in answer.text


@pytest.mark.parametrize("name", [name for name in FORMS if name.startswith("rollup")])
def test_a_form_opened_for_items_of_elsewhere_tells_nothing_of_them(world, elsewhere, name):
    own, other = world.rows["items"]["province"][2].pk, elsewhere["waiting"].pk
    address = path_of(world, TABLE[name], "province")
    for asked in (f"?item={other}", f"?item={own}&item={other}"):
        answer = knock(world, "secretariat", "GET", address + asked)
        assert answer.status in {200, 302}, str(answer)
        assert MARKS["other"] not in answer.text
    opened = knock(world, "secretariat", "POST", address, {"open": "1", "item": [own, other]})
    assert MARKS["other"] not in opened.text


def test_without_the_guard_the_title_of_elsewhere_is_told(world, elsewhere, monkeypatch):
    """Negative control: the guard that asks whether an item lies in the plan's area, off."""
    monkeypatch.setattr(placing, "lies_in", lambda below, plan: True)
    answer, _written = send(world, "rollup_leave_out", item=elsewhere["waiting"].pk)
    assert MARKS["other"] in answer.text


def test_without_scope_a_meeting_of_elsewhere_is_taken(world, elsewhere, monkeypatch):
    """Negative control: the meetings offered are all there are."""
    monkeypatch.setattr(needs, "tambon_of", lambda code: "7")
    monkeypatch.setattr(type(Meeting.objects.all()), "visible_to", lambda self, user: self)
    answer, written = send(world, "need_edit", meeting=elsewhere["meeting"].pk)
    assert (answer.status, bool(written)) == (302, True)
