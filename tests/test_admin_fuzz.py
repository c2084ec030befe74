"""Hostile questions to the admin: no list, no choice, no address of a row fails or tells anything of elsewhere."""

from urllib.parse import quote

import pytest
from django.contrib import admin
from django.urls import reverse

from areas.admin_base import PLAIN_LOOKUPS
from tests.doors import DESKS
from tests.engines import some_of
from tests.knocks import knock
from tests.test_admin_doors import model_of, path_of

pytestmark = pytest.mark.django_db
HUGE = "9" * 30
QUESTIONS = [
    {"q": "\x00"},
    {"q": "(' OR 1=1 --\\", "p": "-1", "o": "-999.1.x"},
    {"q": "ๆ" * 2000, "p": HUGE},
    {"province": "("},
    {"province": "72' OR '1'='1"},
    {"province": HUGE, "all": "x"},
    {"province": ["71", "72", ""], "o": "๑"},
    {"pk__regex": "("},
    {"pk__in": f"1,{HUGE}"},
    {"pk__range": "x,y"},
    {"pk__gt": HUGE, "e": "1"},
    {"area__code__iregex": "("},
    {"plan__area__name_th__contains": "\x00"},
    {"item__plan__area__code__startswith": "72"},
    {"created_by__password__startswith": "a"},
    {"archived": "("},
    {"id__exact": "72", "_to_field": "area"},
    {"p": "ก", "o": "-1,๑", "all": HUGE},
    {"_facets": "ก", "_popup": HUGE},
    {"_to_field": "ก"},
    {"nowhere": "-1,๑", "_q": "ก"},
    {"pk__in": "ก"},
    {"pk__startswith": "-1,๑"},
    {"history__id": HUGE},
    {"password__startswith": "ก"},
    {"area__name_th__startswith": "ก"},
    {"__": "x"},
    {"": "x", "_changelist_filters": "a=%"},
]
ODD_KEYS = [
    "%00",
    "(",
    HUGE,
    "-1",
    "1_5F2",
    "_00",
    "ก",
    "1e3",
    " ",
    "71' OR 1",
    "None",
    "0x1",
    "1/2",
    "../../1",
]


def answers(world, questions):
    """Return what is wrong with the answers to the questions, one line each."""
    wrong = []
    for role, address, data in questions:
        answer = knock(world, role, "GET", address, data)
        if answer.status >= 500 or answer.error:
            wrong.append(f"{answer} {data}")
        wrong += [f"{answer} {data} tells of {mark}" for mark in answer.strange_marks(world)]
    return wrong


def filters_of(desk):
    """Return hostile questions to each filter of a list."""
    names = [one for one in admin.site._registry[model_of(desk)].list_filter if isinstance(one, str)]
    hostile = [("regex", "("), ("in", HUGE), ("exact", "\x00"), ("exact", "-1,๑")]
    hostile += [("id__exact", HUGE), ("isnull", "maybe")]
    return [{f"{name}__{lookup}": value} for name in names for lookup, value in hostile]


@pytest.mark.parametrize("desk", DESKS)
def test_no_question_to_a_list_fails_or_leaks(world, desk):
    asked = [*some_of(QUESTIONS, list(DESKS).index(desk), 4), *filters_of(desk)]
    pages = [("coordinator", path_of(desk, "changelist"), data) for data in asked]
    assert (
        answers(world, [*pages, *(("coordinator", path_of(desk, "export"), data) for data in asked[:6])])
        == []
    )


@pytest.mark.parametrize("desk", DESKS)
def test_no_odd_key_of_a_row_fails_or_leaks(world, desk):
    root = path_of(desk, "changelist")
    keys = some_of(ODD_KEYS, list(DESKS).index(desk), 4)
    asked = [f"{root}{quote(key)}/{page}" for key in keys for page in ("change/", "history/")]
    asked += [f"{root}{quote(key)}/" for key in keys[:4]]
    if desk == "areas_user":
        asked += [f"{root}{quote(key)}/password/" for key in ODD_KEYS]
    assert answers(world, [("coordinator", address, {}) for address in asked]) == []


CHOICES = [
    ("areas", "assignment", "area"),
    ("areas", "cluster", "provinces"),
    ("projects", "agency", "area"),
    ("areas", "user", "password"),
    ("areas", "historicaluser", "history_user"),
    ("plans", "planitem", "copied_from"),
    ("auth", "permission", "content_type"),
    ("x", "\x00", "("),
    ("", "", ""),
]


def test_no_question_to_a_choice_fails_or_leaks(world):
    terms = [{"term": "\x00"}, {"term": "(", "page": "x"}, {"term": "ๆ" * 2000, "page": HUGE}, {"page": "-1"}]
    names = ("app_label", "model_name", "field_name")
    asked = [{**dict(zip(names, one, strict=True)), **term} for one in CHOICES for term in terms]
    assert answers(world, [("coordinator", reverse("admin:autocomplete"), data) for data in asked]) == []


def test_without_the_short_list_of_lookups_the_fuzz_finds_the_fault(world, monkeypatch):
    """Negative control: every look-up of the address reaches the database."""
    monkeypatch.setattr("areas.admin_base.ViewAdmin.lookup_allowed", lambda *args, **kwargs: True)
    page = path_of("projects_workstream", "changelist")
    assert "regex" not in PLAIN_LOOKUPS
    assert answers(world, [("coordinator", page, {"code__regex": "("})]) != []


# --- Items that were archived


def test_an_archived_item_is_found_in_the_admin_alone_and_is_marked(world):
    here, other = world.rows["archived_item"]["here"], world.rows["archived_item"]["other"]
    statuses = {
        zone: [
            knock(world, "coordinator", "GET", path_of("plans_planitem", page, row)).status for page in pages
        ]
        for pages in [("change", "history")]
        for zone, row in {"here": here, "other": other}.items()
    }
    assert statuses == {"here": [200, 200], "other": [302, 404]}
    shown = knock(world, "coordinator", "GET", path_of("plans_planitem", "changelist"), {"archived": "yes"})
    assert f"/{here.pk}/change/" in shown.text
    left = knock(world, "coordinator", "GET", path_of("plans_planitem", "changelist"), {"archived": "no"})
    assert f"/{here.pk}/change/" not in left.text
