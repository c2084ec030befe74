"""Loading the official areas: the first time, again, and with newer data.

Times are of this process alone (SQLite works in it), since the clock of a busy machine tells of its neighbours.
"""

import time
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils.translation import override

from areas import loading
from areas.loading import NAME_CORRECTED, SourceArea, load
from areas.models import Area, Level

pytestmark = pytest.mark.django_db

RATCHABURI = [
    SourceArea("70", "ราชบุรี", "Ratchaburi"),
    SourceArea("7003", "สวนผึ้ง", "Suan Phueng"),
    SourceArea("700303", "บ้านบึง", "Ban Bueng", "", date(2006, 1, 1), ("701002",)),
    SourceArea("700307", "ตะนาวศรี", "Tanao Si", "70180"),
    SourceArea("7010", "บ้านคา", "Ban Kha"),
    SourceArea("701002", "บ้านบึง", "Ban Bueng", "70180"),
]


def source(*changed, without=()):
    """Return the small source with some areas changed, added or left out."""
    rows = {area.code: area for area in [*RATCHABURI, *changed]}
    return {code: area for code, area in rows.items() if code not in without}


@pytest.fixture
def loaded():
    load(source())


def codes(changes):
    return [change.code for change in changes]


def snapshot():
    """Return every stored value of every area and of the successors."""
    return list(Area.objects.order_by("code").values()), list(
        Area.successors.through.objects.order_by("id").values()
    )


def said(newer=None, monkeypatch=None):
    """Run the command, on a newer source where given, and return what it prints in English."""
    if newer is not None:
        monkeypatch.setattr("areas.management.commands.load_areas.read_source", lambda: newer)
    out = StringIO()
    with override("en"):
        call_command("load_areas", stdout=out)
    return out.getvalue()


# --- The whole country


def test_the_whole_country_loads_in_seconds_and_again_changes_nothing():
    started = time.process_time()
    first = said()
    middle = time.process_time()
    before = snapshot()
    history = Area.history.count()
    again = said()
    ended = time.process_time()

    counts = {
        level: Area.objects.current().filter(level=level).count() for level in loading.OFFICIAL.values()
    }
    assert counts == {Level.PROVINCE: 77, Level.DISTRICT: 928, Level.TAMBON: 7436}
    assert Area.objects.exclude(abolished_on=None).count() == 1583
    assert "77 provinces, 928 districts, 7,436 tambons, 1,583 abolished codes" in first
    assert "Nothing changed." in again
    assert (snapshot(), Area.history.count()) == (before, history)
    assert middle - started < 5, "the first load"
    assert ended - middle < 2, "the second load: well under a second on a quiet machine"

    of_three = {code: Area.objects.inside(code).current() for code in ("70", "71", "72")}
    assert [rows.filter(level="tambon").count() for rows in of_three.values()] == [104, 98, 110]
    assert list(Area.objects.get(code="700303").successors.values_list("code", flat=True)) == ["701002"]
    assert not Area.objects.get(code="700298").successors.exists()
    assert Area.objects.get(code="720102").full_name == "ต.รั้วใหญ่"
    assert Area.objects.get(code="1047").full_name == "เขตบางนา"
    assert max(Area.objects.values_list("postal_code", flat=True), key=len).count(" ") >= 1
    assert (
        not Area.objects.exclude(parent=None).exclude(parent__code__in=Area.objects.values("code")).exists()
    )


def test_an_office_that_began_with_a_few_areas_gets_the_rest_as_fast(loaded):
    started = time.process_time()
    said()
    assert time.process_time() - started < 20
    assert Area.objects.count() == 77 + 928 + 7436 + 1583
    assert Area.successors.through.objects.count() > 1100


# --- Newer data


def test_newer_data_reports_new_renamed_and_abolished_codes(loaded, monkeypatch):
    newer = source(
        SourceArea("700399", "ทุ่งใหม่", "Thung Mai", "70180"),
        SourceArea("701002", "บ้านบึงใหม่", "Ban Bueng Mai", "70180"),
        SourceArea("700307", "ตะนาวศรี", "Tanao Si", "", date(2027, 1, 1), ("700399",)),
    )
    told = said(newer, monkeypatch)

    assert "New: 1\n  700399 ต.ทุ่งใหม่" in told
    assert "Renamed: 1\n  701002 บ้านบึงใหม่ (was บ้านบึง)" in told
    assert "Abolished: 1\n  700307 ตะนาวศรี (now 700399)" in told
    gone = Area.objects.get(code="700307")
    assert (gone.abolished_on, [area.code for area in gone.successors.all()]) == (
        date(2027, 1, 1),
        ["700399"],
    )
    assert "Nothing changed." in said(newer, monkeypatch)


def test_a_later_change_is_in_history(loaded):
    load(source(SourceArea("701002", "บ้านบึงใหม่", "Ban Bueng Mai", "70180")))
    area = Area.objects.get(code="701002")
    assert [row.name_th for row in area.history.all()] == ["บ้านบึงใหม่"]
    assert area.version == 2
    assert area.search_key == "บ้านบึงใหม่|banbuengmai|"


def test_new_successors_are_in_history(loaded):
    report = load(
        source(SourceArea("700303", "บ้านบึง", "Ban Bueng", "", date(2006, 1, 1), ("701002", "700307")))
    )
    old = Area.objects.get(code="700303")
    assert codes(report.corrected) == ["700303"]
    assert old.history.first().successors.count() == 2


def test_a_code_that_left_the_source_stays(loaded):
    report = load(source(without=["700307"]))
    assert codes(report.missing) == ["700307"]
    assert Area.objects.get(code="700307").abolished_on is None
    assert report.nothing_changed


def test_an_abolished_code_that_is_used_again_is_in_force_without_successors(loaded):
    report = load(source(SourceArea("700303", "บ้านบึงเก่า", "Ban Bueng Kao", "70180")))
    area = Area.objects.get(code="700303")
    assert codes(report.in_force_again) == ["700303"]
    assert codes(report.renamed) == ["700303"]
    assert (area.abolished_on, area.successors.count()) == (None, 0)


def test_a_code_both_in_force_and_abolished_in_the_source_is_in_force(monkeypatch):
    old = loading.abolished_areas()[0]
    again = type(old)(**{**{name: getattr(old, name) for name in old.__slots__}, "code": "720102"})
    monkeypatch.setattr(loading, "abolished_areas", lambda: [again])
    assert loading.read_source()["720102"].abolished_on is None


def test_villages_and_communities_of_staff_are_never_touched(loaded):
    for code, level in (("70030701", Level.VILLAGE), ("700307A0", Level.COMMUNITY)):
        Area.objects.create(code=code, level=level, parent_id="700307", name_th="ของเรา", moo_no=1)
    before = list(Area.objects.filter(code__startswith="700307").exclude(code="700307").values())
    report = load(source(SourceArea("700307", "ตะนาวศรี", "Tanao Si", "", date(2027, 1, 1), ("701002",))))
    assert codes(report.abolished) == ["700307"]
    assert list(Area.objects.filter(code__startswith="700307").exclude(code="700307").values()) == before


def correct(code, name, reason):
    area = Area.objects.get(code=code)
    area.name_th, area._change_reason = name, reason
    area.save()


def test_a_name_that_staff_corrected_is_kept_and_told(loaded, monkeypatch):
    correct("701002", "บ้านบึงบน", NAME_CORRECTED)
    told = said(source(), monkeypatch)
    assert "Kept as staff wrote it: 1\n  701002 ต.บ้านบึงบน (the source says บ้านบึง)" in told
    assert "Nothing changed." in told
    assert Area.objects.get(code="701002").name_th == "บ้านบึงบน"


def test_without_the_reason_in_history_the_source_wins(loaded):
    """Negative control: a name changed for another reason is brought back."""
    correct("701002", "บ้านบึงบน", "")
    assert codes(load(source()).renamed) == ["701002"]
    assert Area.objects.get(code="701002").name_th == "บ้านบึง"


def test_a_search_key_of_an_older_release_is_refreshed_without_history(loaded):
    Area.objects.filter(code="70").update(search_key="")
    assert load(source()).nothing_changed
    assert Area.objects.get(code="70").search_key == "ราชบุรี|ratchaburi|"
    assert not Area.history.filter(code="70").exists()


def test_a_load_that_fails_half_way_leaves_nothing(loaded, monkeypatch):
    monkeypatch.setattr(loading, "_change_successors", lambda *args: 1 / 0)
    before = snapshot()
    with pytest.raises(ZeroDivisionError):
        load(source(SourceArea("701002", "บ้านบึงใหม่")))
    assert snapshot() == before


def test_queries_of_a_load_do_not_grow_with_the_areas(loaded, django_assert_max_num_queries):
    more = [SourceArea(f"7003{n:02d}", f"ใหม่{n}") for n in range(10, 60)]
    with django_assert_max_num_queries(14):
        load(source(*more))
