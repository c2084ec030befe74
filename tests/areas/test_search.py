"""The search box: what people type, what they find, and how long it takes this process (SQLite works in it)."""

import time
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from areas import asked
from areas.models import Area, Assignment, Level, Role, User
from areas.search import find

pytestmark = pytest.mark.django_db


@pytest.fixture
def whole_country(db):
    """Every area of Thailand, with a few villages and communities."""
    call_command("load_areas", verbosity=0, stdout=StringIO())
    for code, name, moo in [
        ("71010903", "บ้านไร่ป้า", 3),
        ("71010904", "บ้านแก่งหลวง", 4),
        ("720102A0", "ชุมชนริมคูเมืองเก่า", None),
    ]:
        level = Level.VILLAGE if moo else Level.COMMUNITY
        Area.objects.create(code=code, level=level, parent_id=code[:6], name_th=name, moo_no=moo)


# What is typed → the first code that must come, or "~" and the nearest that is offered.
EXAMPLES = {
    "รั้วใหญ่": "720102",
    "รั้วใ": "720102",
    "  รั้วใหญ่  ": "720102",
    "ต.รั้วใหญ่": "720102",
    "ต. รั้วใหญ่": "720102",
    "ตำบลรั้วใหญ่": "720102",
    "ต.รั้วใหญ่ อ.เมือง": "720102",
    "ต.รั้วใหญ่อ.เมือง": "720102",
    "ตำบลรั้วใหญ่อำเภอเมืองสุพรรณบุรีจังหวัดสุพรรณบุรี": "720102",
    "ต.รั้วใหญ่ อ.เมืองสุพรรณบุรี จ.สุพรรณบุรี": "720102",
    "จ.สุพรรณบุรี อ.เมือง ต.รั้วใหญ่": "720102",
    "รั้วใหญ่ สุพรรณบุรี": "720102",
    "สุพรรณบุรี รั้วใหญ่": "720102",
    "รั้วใหญ่ 72000": "720102",
    "อบต.รั้วใหญ่": "720102",
    "720102": "720102",
    "๗๒๐๑๐๒": "720102",
    "72 01 02": "720102",
    "Rua Yai": "720102",
    "ruayai": "720102",
    "RUA YAI": "720102",
    "Rua Yai, Mueang Suphan Buri, Suphan Buri": "720102",
    "tambon Rua Yai": "720102",
    "700303": "700303",
    "บ้านบึง สวนผึ้ง": "700303",
    "72000": "720101",
    "สุพรรณ": "72",
    "Suphan Buri": "72",
    "กทม.": "10",
    "กทม": "10",
    "กรุงเทพฯ": "10",
    "เขตบางนา": "1047",
    "แขวงบางนาเหนือ เขตบางนา กทม.": "104702",
    "ท่าเสา ท่ามะกา": "710516",
    "ต.ท่าเสา อ.ไทรโยค": "710202",
    "บ้านแก่งหลวง": "71010904",
    "แก่งหลวง": None,
    "ม.3 ช่องสะเดา": "71010903",
    "หมู่ที่ 3 ต.ช่องสะเดา": "71010903",
    "หมู่ ๔ ต.ช่องสะเดา อ.เมือง จ.กาญจนบุรี": "71010904",
    "ชุมชนริมคูเมืองเก่า": "720102A0",
    "ริมคู": "720102A0",
    "ชุมชนริมคู รั้วใหญ่": "720102A0",
    "720102A0": "720102A0",
    "720102a0": "720102A0",
    "รั้วไหญ่": "~720102",
    "ต.รั้วไหญ่ อ.เมือง": "~720102",
    "ราชบรี": "~70",
    "Kanchanabury": "~71",
}


def quickest(typed, user):
    """Return the seconds a search takes, tried again where another program was in the way."""
    best = 1.0
    for _attempt in range(6):
        started = time.process_time()
        find(typed, user, 8)
        best = min(best, time.process_time() - started)
        if best < 0.1:
            break
    return best


def test_what_people_type_is_found_within_a_tenth_of_a_second(whole_country, secretariat_of_71):
    wrong, slowest = {}, (0, "")
    for typed, wanted in EXAMPLES.items():
        for end in {len(typed), max(1, len(typed) // 2), 1}:
            slowest = max(slowest, (quickest(typed[:end], secretariat_of_71), typed[:end]))
        found = find(typed, secretariat_of_71, 8)
        got = (
            found.hits[0].area.code
            if found.hits
            else "~" + found.nearest[0].area.code
            if found.nearest
            else ""
        )
        if wanted and got != wanted:
            wrong[typed] = got
    assert wrong == {}
    assert slowest[0] < 0.1, slowest


@pytest.fixture
def secretariat_of_71(db):

    user = User.objects.create_user("one")
    Area.objects.get_or_create(code="71", defaults={"level": "province", "name_th": "กาญจนบุรี"})
    Assignment.objects.create(user=user, role=Role.SECRETARIAT, area_id="71")
    return user


def test_capital_districts_answer_to_mueang_and_the_persons_own_comes_first(whole_country, secretariat_of_71):
    for typed in ("เมือง", "อ.เมือง", "Mueang"):
        codes = [hit.area.code for hit in find(typed, secretariat_of_71, 8).hits]
        assert codes[0] == "7101"
        assert all(code.endswith("01") and len(code) == 4 for code in codes)


def test_names_that_are_not_unique_show_district_and_province(whole_country, secretariat_of_71):
    found = find("เบิกไพร", secretariat_of_71, 8)
    shown = [f"{hit.area} {hit.context}" for hit in found.hits]
    assert shown == ["ต.เบิกไพร อ.จอมบึง จ.ราชบุรี", "ต.เบิกไพร อ.บ้านโป่ง จ.ราชบุรี"]


# --- The pages, on the small country


@pytest.fixture
def box(client, secretariat):
    client.force_login(secretariat)
    return lambda q, **headers: client.get("/search/", {"q": q}, headers=headers)


def text(response):
    return " ".join(response.content.decode().split())


def test_the_page_tells_the_area_and_where_it_lies(box):
    page = text(box("รั้วใหญ่"))
    assert 'href="/areas/720102/"' in page
    assert "อ.เมืองสุพรรณบุรี" in page


def test_an_abolished_code_shows_what_replaced_it(box, country):
    old = Area.objects.create(
        code="710112", level="tambon", parent_id="7101", name_th="ด่านเก่า", abolished_on="2006-01-01"
    )
    old.successors.add("711001")
    for typed in ("710112", "ด่านเก่า"):
        assert 'href="/areas/711001/"' in text(box(typed))
        assert "711001" in text(box(typed, HX_Request="true"))


def test_a_miss_offers_the_nearest_name(box):
    page = text(box("รั้วไหญ่"))
    assert "ไม่พบ “รั้วไหญ่” ใกล้เคียงที่สุดคือ" in page
    assert 'href="/areas/720102/"' in page
    assert 'href="/areas/720102/"' in text(box("รั้วไหญ่", HX_Request="true"))


def test_htmx_gets_a_fragment_of_at_most_eight(box):
    for moo in range(10, 40):
        Area.objects.create(
            code=f"710109{moo}", level="village", parent_id="710109", name_th="บ้านไร่", moo_no=moo
        )
    fragment = text(box("บ้านไร่", HX_Request="true"))
    assert "<html" not in fragment
    assert fragment.count("/areas/710109") == 8
    assert "/search/?q=" in fragment
    assert "HX-Request" in box("บ้านไร่")["Vary"]


HOSTILE = ["%", "_", "\\", "%%%", "' OR 1=1 --", "\0", "รั้ว\0ใหญ่", "😀", ".*(", "ก" * 10_000, "a b " * 3_000]
HOSTILE += [
    "ต." * 500,
    "<script>alert(1)</script>",
    "ม.99999999999999",
    "9" * 400,
    "",
    "   ",
    "|",
    "٣",
    "²",
    "ต.",
    "ม.",
]


@pytest.mark.parametrize("typed", HOSTILE, ids=lambda typed: repr(typed[:12]))
def test_hostile_text_gets_a_page_and_not_the_whole_country(box, typed):
    for headers in ({}, {"HX-Request": "true"}):
        response = box(typed, **headers)
        assert response.status_code == (400 if "\0" in typed else 200)
        assert "<script>alert" not in text(response)
        assert len(text(response)) < 60_000


def test_wildcards_are_letters(box):
    """With LIKE's wildcards let through, each of these would find an area."""
    assert [len(find_all(typed)) for typed in ("ร_้", "รั้%่")] == [0, 0]


def find_all(typed):

    return find(typed, User.objects.get(username="secretariat")).hits


def test_repeated_parameters_and_no_parameter_get_a_page(client, secretariat):
    client.force_login(secretariat)
    assert client.get("/search/").status_code == 200
    assert client.get("/search/?q=1&q=รั้ว").status_code == 200


def test_the_search_box_is_for_people_who_are_logged_in(client, country):
    assert client.get("/search/?q=รั้ว").status_code == 302


@pytest.mark.parametrize("typed", ["บ้านไร่", "7101", "ม.3 ช่องสะเดา"])
def test_queries_do_not_grow_with_the_hits(box, country, typed):
    box(typed)  # the first page after the login writes the visit down
    counts = []
    for start, end in ((10, 20), (20, 30)):
        for moo in range(start, end):
            Area.objects.create(
                code=f"710109{moo}", level="village", parent_id="710109", name_th="บ้านไร่", moo_no=moo
            )

        with CaptureQueriesContext(connection) as queries:
            box(typed)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_more_words_do_not_mean_more_and_more_queries(secretariat, django_assert_max_num_queries):
    with django_assert_max_num_queries(2 * asked.MOST_WORDS + 6):
        find("a b c d e f g h i j k l m n o p", secretariat)
