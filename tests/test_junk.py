"""Whatever is typed into an address, a filter or a form, the answer is a page and never a fault of the system."""

import re
from itertools import cycle, zip_longest
from urllib.parse import quote

import pytest
from django.urls import path, reverse

from tests.doors import DOORS, SENDS, arguments, path_of, sender, zones
from tests.engines import LONG, some_of
from tests.knocks import knock
from tests.webforms import forms_of

pytestmark = pytest.mark.django_db
JUNK = [
    "",
    "\x00",
    "ก\x00ข",
    "-1",
    "0",
    "1.5",
    "9" * 40,
    "1e400",
    "NaN",
    "-Infinity",
    "๑๒๓",
    "¹",
    "๓๑ ก.พ. ๒๕๖๖",
    "2024",
    "31/12/9999",
    "None",
    "[]",
    "{}%s%(x)s",
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "😀\u200b\ufeff\u202e",
    "ำ" * 3000,
    "x" * 100_000,
]
ALONE = ["ก\x00ข", "9" * 40, "๑²"]
"""What each field is sent alone, beside sound values; of a form's fields each the next."""
FEW = ["\x00", "9" * 40, "๑²", "-1"]
"""What a page is asked that offers no question itself."""
HTMX = {"headers": {"HX-Request": "true"}}
PARAMETERS = ["q", "page", "area", "sort", "status", "dimension", "door", "year", "next", "items", "level"]
SIGNED_IN = [door for door in DOORS if door.use != "public"]
FORMS = [door for door in DOORS if door.use in SENDS]


def own(world, door):
    """Return the address of a door for a row of the secretariat's own."""
    zone = next((zone for zone in zones(world, door) if zone in {"province", "here", ""}), "")
    return path_of(world, door, zone)


def faulty(answers):
    """Return the answers that are faults of the system, told by line."""
    return [str(answer)[:300] for answer in answers if answer.status >= 500 or answer.error]


@pytest.mark.once
@pytest.mark.parametrize("door", SIGNED_IN, ids=lambda door: door.name)
def test_junk_in_the_question_is_no_fault(world, door):
    address = own(world, door)
    offered = questions(world, address)
    number = DOORS.index(door)
    tried = some_of(JUNK, number, 5) if offered else some_of(FEW, number, 2)
    short = [junk[:3000] for junk in tried]
    asked = offered | set(PARAMETERS)
    answers = [knock(world, "secretariat", "GET", address, dict.fromkeys(asked, junk)) for junk in short]
    if door.name == "search":
        answers += [knock(world, "secretariat", "GET", address, {"q": junk}, **HTMX) for junk in short]
    alone = zip(offered, cycle(ALONE))
    answers += [knock(world, "secretariat", "GET", address, {name: junk}) for name, junk in alone]
    assert faulty(answers) == []


def questions(world, address):
    """Return the names that a page's forms and links ask the page itself with; of a grid's cells the first."""
    text = knock(world, "secretariat", "GET", address).text
    links = re.findall(rf'(?:href|action)="(?:{re.escape(address)})?\?([^"#]*)', text)
    names = [pair.split("=")[0] for link in links for pair in re.split("&(?:amp;)?", link)]
    names += [name for form in forms_of(text, "get") for name in form.asked]
    return set(by_shape(name for name in names if name))


def by_shape(names):
    """Return the names without those that differ from an earlier one in their digits alone."""
    return {re.sub(r"\d+", "#", name): name for name in reversed(list(names))}.values()


def test_what_a_page_asks_with_is_found(world):
    """The walk is no empty promise: these names are among those it finds."""
    assert questions(world, "/needs/") >= {"q", "sort", "dimension"}


CODES = ["%00", "๗๑", "7", "71010", "710109A", "71'--", "9" * 300, "%20", "71%0a", "%F0%9F%98%80", "%ff"]
SIZES = (9, 18, 19, 30)
"""Digits of the numbers that no row has: the widest that a column takes, and wider."""


@pytest.mark.once
@pytest.mark.parametrize("door", [door for door in SIGNED_IN if door.of], ids=lambda door: door.name)
def test_junk_in_the_address_is_not_found(world, door):
    names = arguments(world, door, "missing")
    for number, method in enumerate(("GET", "POST"), DOORS.index(door)):
        if "code" in names:
            pattern = reverse(door.name, kwargs={**names, "code": "CODE"})
            tried = [pattern.replace("CODE", code) for code in some_of(CODES, number)]
        else:
            tried = [
                reverse(door.name, kwargs=dict.fromkeys(names, 10**size))
                for size in some_of(SIZES, number, 2)
            ]
        answers = [knock(world, "superuser", method, address) for address in tried]
        assert {answer.status for answer in answers} <= {404, 405}, list(map(str, answers))


def sent(world, door):
    """Yield the answers to a door's form sent with junk in all of its fields, in each alone, and without each.

    In a long walk each field is sent alone and left out apart; else while one holds junk, another is left out.
    """
    address, number = own(world, door), DOORS.index(door)
    page = knock(world, sender(door), "GET", address)
    forms = (
        [form for form in forms_of(page.text) if form.action in {"", address}] if page.status == 200 else []
    )
    for form in forms:
        for junk in some_of(JUNK, number, 5):
            yield knock(world, sender(door), "POST", address, form.filled(**dict.fromkeys(form.asked, junk)))
        wrong = [{name: junk} for name, junk in zip(by_shape(form.asked), cycle(ALONE))]
        left_out = [{name: None} for name in by_shape(form.values)]
        for changes in [*wrong, *left_out] if LONG else paired(wrong, left_out):
            yield knock(world, sender(door), "POST", address, form.filled(**changes))
    raw = {"content_type": "application/x-www-form-urlencoded"}
    for body in ("title=%ff%fe&version=%ff", "version=1&version=2", "&".join(["a=1"] * 11_000)):
        yield knock(world, sender(door), "POST", address, body, **raw)


def paired(wrong, left_out):
    """Return the changes of two lists together, no field in both of a pair: what is left out stands a half later."""
    half = len(left_out) // 2 + 1
    later = left_out[half:] + left_out[:half]
    return [{**gone, **junk} for junk, gone in zip_longest(wrong, later, fillvalue={})]


@pytest.mark.once
@pytest.mark.parametrize("door", FORMS, ids=lambda door: door.name)
def test_junk_in_a_form_is_refused_or_taken_as_text(world, door):
    answers = list(sent(world, door))
    assert faulty(answers) == []
    assert {answer.status for answer in answers} <= {200, 302, 400, 403, 404, 405, 409, 413, 422}


def breaks(request):
    """A page that takes every page number for a number."""
    return int(request.GET["page"])


urlpatterns = [path("search/", breaks, name="search")]


def test_a_page_that_breaks_is_found(world, settings):
    """Negative control."""
    settings.ROOT_URLCONF = __name__
    assert faulty([knock(world, "secretariat", "GET", "/search/", {"page": quote("๑")})])
