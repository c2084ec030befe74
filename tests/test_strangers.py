"""Nothing of elsewhere reaches a person, by whatever form, filter, file, fragment, message or number.

Every form is found as it is served (tests.strangers); every page is read again after rows were added elsewhere,
and must say the same.
"""

import re
from difflib import ndiff

import pytest
from django.db import connection

from areas.models import Area
from areas.models.recorded import acting_as
from meetings.models import Meeting
from plans.models import Need, Plan
from tests import world as stage_hands
from tests.doors import DOORS, SENDS, expected, path_of, sender
from tests.engines import LONG, some_of
from tests.knocks import knock
from tests.strangers import Written, far_rows, filled, forms_of, keys_for, naming, served, ties
from tests.world import FAR, MARKS, PARTS, WORD, World

pytestmark = pytest.mark.django_db
HTMX = {"headers": {"HX-Request": "true"}}
INSIDE = [door for door in DOORS if door.use != "public"]
FORMS = [door for door in INSIDE if door.use in SENDS]
READS = [door for door in INSIDE if door.use not in SENDS]
OWN = ("here", "province", "")


def own(world, door):
    """Return the place, of the secretariat's own, whose row the door is about."""
    return next(zone for zone in OWN if zone in (world.rows[door.of] if door.of else {"": None}))


def opened(world, door):
    """Return the address of the secretariat's own row, asked for items where an act takes some."""
    address = path_of(world, door, own(world, door))
    waiting = [world.rows["items"]["province"][number].pk for number in (2, 3)]
    return address + "?" + "&".join(f"item={pk}" for pk in waiting)


# --- Foreign numbers in every field


def foreign_faults(world, door):
    """Send each field of a door's forms with far rows; return what was told, tied or changed."""
    far, found, address = far_rows(world), [], opened(world, door)
    webforms, behind = served(world, sender(door), address)
    before = ties(far)
    for webform in webforms:
        target = webform.action or address
        data = filled(webform)
        for number, (name, model) in enumerate(naming(webform, behind).items(), DOORS.index(door)):
            for key in some_of(keys_for(far, model), number, 2 if model else 3):
                after, written = {}, Written()
                kept = [one for one in data.get(name, []) if one] if name in webform.offers else []
                sent = {**data, name: [*kept, str(key)]}
                with connection.execute_wrapper(written):
                    answer = knock(
                        world,
                        sender(door),
                        "POST",
                        target,
                        sent,
                        measure=lambda after=after, written=written: after.update(ties(far, set(written))),
                    )
                what = f"{door.name}.{name} = {key}: {answer}"
                if answer.error or answer.status >= 500:
                    found.append(f"{what} broke")
                for table, rows in after.items():
                    if rows != before[table]:
                        tied = sorted(map(str, set(rows.items()) ^ set(before[table].items())))
                        found.append(f"{what} tied {table} {tied}")
                found += [f"{what} tells of {mark}" for mark in answer.strange_marks(world)]
    return found


@pytest.mark.once
@pytest.mark.parametrize("door", FORMS, ids=lambda door: door.name)
def test_no_field_of_a_form_takes_or_tells_a_row_of_elsewhere(world, door):
    assert foreign_faults(world, door) == []


def test_without_scope_a_field_takes_a_row_of_elsewhere(world, monkeypatch):
    """Negative control: the meetings that a need may come from are all there are."""
    meetings = type(Meeting.objects.all())
    monkeypatch.setattr(meetings, "visible_to", lambda self, user: self)
    monkeypatch.setattr(meetings, "inside", lambda self, code: self)
    door = next(door for door in FORMS if door.name == "need_edit")
    assert any("need_edit.meeting" in fault for fault in foreign_faults(world, door))


def test_forms_and_their_fields_are_found(world):
    """The walk is no empty promise: these fields are among those it finds."""
    wanted = {
        "need_edit.meeting",
        "need_add.area",
        "item_edit.needs",
        "plan_endorse.meeting",
        "rollup_carry.keep",
        "rollup_into_line.item",
        "line_edit.keep",
    }
    found = set()
    for door in [door for door in FORMS if any(name.startswith(f"{door.name}.") for name in wanted)]:
        webforms, behind = served(world, sender(door), opened(world, door))
        found |= {f"{door.name}.{name}" for webform in webforms for name in naming(webform, behind)}
    assert found >= wanted


@pytest.mark.once
@pytest.mark.parametrize("door", INSIDE, ids=lambda door: door.name)
def test_no_question_of_an_address_tells_of_elsewhere(world, door):
    """Every name that a page's forms and links ask with: far rows' numbers, and words of their text."""
    address = path_of(world, door, own(world, door))
    page = knock(world, "secretariat", "GET", address)
    names = set(re.findall(r"[?&](\w+)=", page.text)) | {"item", "items", "q", "area", "open"}
    for method in ("get", "post"):
        names |= {name for webform in forms_of(page.text, method) for name in webform.asked}
    names = {re.sub(r"\d{2,}", "1", name) for name in names}
    keys = keys_for(far_rows(world), None)
    words = [(WORD, HTMX), (WORD, {}), (MARKS["other"][:6], {}), ("72", HTMX)]
    for value, headers in [(keys, {}), *some_of(words, INSIDE.index(door), 2)]:
        answer = knock(world, "secretariat", "GET", address, dict.fromkeys(names, value), **headers)
        assert not answer.error
        assert answer.strange_marks(world) == [], str(answer)


def test_a_statement_that_cannot_be_read_is_an_error():
    """What writes in a way that is not known would else change far rows unseen."""
    written = Written()
    for statement, table in [('INSERT OR IGNORE INTO "a" VALUES (1)', "a"), ('  delete from "b"', "b")]:
        written(lambda *_asked: None, statement, (), False, {})
        assert table in written
    written(lambda *_asked: None, "SELECT 1", (), False, {})
    with pytest.raises(ValueError, match="VACUUM"):
        written(lambda *_asked: None, "VACUUM", (), False, {})
    assert written == {"a", "b"}


# --- Valid data, by everyone


@pytest.mark.once
@pytest.mark.parametrize("door", FORMS, ids=lambda door: door.name)
def test_a_sound_form_sent_by_whoever_may_not_writes_nothing(world, door):
    """The form as the secretariat would send it, sent by every role; who may is told nothing of elsewhere either."""
    zone, address = own(world, door), opened(world, door)
    webforms, _behind = served(world, "secretariat", address)
    for webform in webforms:
        target = webform.action or address
        if target.split("?")[0] != address.split("?")[0]:
            continue
        for role, part in PARTS.items():
            may = not zone or zone in part.edits
            answer = knock(world, role, "POST", target, filled(webform), follow=may)
            assert not answer.error, str(answer)
            assert answer.strange_marks(world) == [], str(answer)
            if not may:
                assert answer.status in expected(door, role, zone, "POST"), str(answer)


# --- Numbers


CHANGING = [
    (r'name="csrfmiddlewaretoken" value="[^"]*"', ""),
    (r'name="(key|opened)" value="[^"]*"', ""),
    (r'nonce="[^"]*"', ""),
    (r'csrf[Tt]oken["\s:=]+[\w-]+', ""),
    (r'"X-CSRFToken": ?"[^"]*"', ""),
    (r'<b class="code">[A-Z0-9]{8}</b>', ""),  # the reference number of a refusal
    (r"\d{2}:\d{2}(:\d{2})?|\d{1,2}\.\d{2} น\.", ""),
    (r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]+", ""),
]


def normal(text):
    """Return an answer's text without what differs each time."""
    for pattern, instead in CHANGING:
        text = re.sub(pattern, instead, text)
    return text


ROLES = ["worker", "secretariat", "coordinator", "partner"]
TURNS = {"secretariat": 0, "coordinator": 1}
"""Who reads the same places: each page is opened by one of the two, by both in a long walk."""


def pages(world, role, doors):
    """Return {door: what it says} of the pages about an own row, or about none."""
    told = {}
    for door in doors:
        zone = "here" if door.of and "here" in world.rows[door.of] else own(world, door)
        answer = knock(world, role, "GET", path_of(world, door, zone), {"q": WORD} if not door.of else {})
        told[door.name] = normal(answer.text)
    return told


def more_elsewhere(world):
    """Put a second stage of rows on the far places: needs, plans, items, lines, meetings, people's acts."""
    for zone, home in {"other": "73", "region": "31"}.items():
        with acting_as(world.people["stranger"]):
            stage_hands.stage(World(people=world.people), zone, home)
        Need.objects.create(
            area_id=stage_hands.TAMBONS[home],
            title=f"{WORD} อีกหนึ่ง",
            severity=5,
            dimension=Need.objects.all()[0].dimension,
        )


@pytest.fixture
def farther(world, monkeypatch):
    """Two provinces more, near and far, without rows."""
    for code in ("73", "7301", "730101", "31", "3101", "310101"):
        names = {"name_th": f"พื้นที่ {code}", "parent_id": code[:-2] or None}
        Area.objects.create(code=code, level=stage_hands.LEVELS[len(code)], **names)
        if len(code) == 6:
            monkeypatch.setitem(stage_hands.TAMBONS, code[:2], code)
    return world


def changed(world, role, doors):
    """Return {door: the first lines that differ} of the pages that changed with rows added elsewhere."""
    before = pages(world, role, doors)
    more_elsewhere(world)
    after = pages(world, role, doors)
    return {
        name: [line for line in ndiff(before[name].split("\n"), text.split("\n")) if line[0] in "-+"][:4]
        for name, text in after.items()
        if text != before[name]
    }


@pytest.mark.once
@pytest.mark.parametrize("role", ROLES)
def test_no_number_on_any_page_changes_with_rows_elsewhere(farther, role):
    doors = INSIDE[TURNS[role] :: 2] if role in TURNS and not LONG else INSIDE
    assert changed(farther, role, doors) == {}


def test_without_scope_numbers_change(farther, monkeypatch):
    """Negative control: needs and plans of everywhere are counted."""
    for model in (Need, Plan):
        monkeypatch.setattr(type(model.objects.all()), "visible_to", lambda self, user: self)
    counting = [door for door in READS if door.name in {"need_list", "plan_list"}]
    assert changed(farther, "secretariat", counting).keys() == {"need_list", "plan_list"}


def test_far_places_have_their_own_amounts(world):
    """The amounts are no empty promise: each stands on the pages of who may read them."""
    for zone in FAR:
        address = path_of(world, next(door for door in DOORS if door.name == "item_detail"), zone)
        answer = knock(world, "superuser", "GET", address)
        assert f"{stage_hands.BAHT[zone]:,}" in answer.text
        assert knock(world, "secretariat", "GET", address).status == 404
