"""Adding villages and communities below a tambon, and changing their names."""

import pytest

from areas import rules
from areas.models import Area

pytestmark = pytest.mark.django_db


class Form:
    """A form as a browser holds it: opened once, sent as often as one likes."""

    def __init__(self, client, url):
        self.client, self.url = client, url
        self.hidden = client.get(url).context["write"]

    def send(self, **data):
        return self.client.post(self.url, {**self.hidden, **data})


@pytest.fixture
def adding(client, worker):
    client.force_login(worker)
    return Form(client, "/areas/710109/add/")


def errors(response):
    assert response.status_code == 422
    return {name: list(told) for name, told in response.context["form"].errors.items()}


def test_a_village_gets_the_tambons_code_and_its_number(adding, worker):
    response = adding.send(kind="village", moo_no="5", name_th="บ้านแก่งหลวง")
    village = Area.objects.get(code="71010905")
    assert response.url == "/areas/710109/"
    assert (village.full_name, village.level, village.parent_id) == ("ม.5 บ้านแก่งหลวง", "village", "710109")
    assert village.search_key == "บ้านแก่งหลวง|"
    assert village.history.get().history_user == worker


@pytest.mark.parametrize("typed", ["7", "07", "๗", "ม.7", "หมู่ที่ ๗", " หมู่ 7 "])
def test_a_village_number_is_read_as_people_type_it(adding, typed):
    adding.send(kind="village", moo_no=typed, name_th="บ้านใหม่")
    assert Area.objects.get(code="71010907").moo_no == 7


@pytest.mark.parametrize("typed", ["", "0", "100", "-1", "สาม", "1.5", "9" * 500, "3a", "²", "٣ ٣"])
def test_a_village_number_that_cannot_be_is_refused_beside_its_field(adding, typed):
    assert list(errors(adding.send(kind="village", moo_no=typed, name_th="บ้านใหม่"))) == ["moo_no"]
    assert Area.objects.filter(parent_id="710109").count() == 1


def test_a_number_that_is_taken_is_refused_with_the_village_that_has_it(adding):
    told = errors(adding.send(kind="village", moo_no="3", name_th="บ้านใหม่"))
    assert told == {"moo_no": ["ต.ช่องสะเดา มีหมู่ที่ 3 อยู่แล้ว คือ ม.3 บ้านไร่ป้า โปรดพิมพ์เลขหมู่อื่น"]}


def test_the_number_before_a_name_is_not_kept_twice(adding):
    adding.send(kind="village", moo_no="5", name_th="หมู่ที่ 5 บ้านแก่งหลวง")
    assert Area.objects.get(code="71010905").full_name == "ม.5 บ้านแก่งหลวง"


def test_communities_get_the_next_free_code(client, worker):
    client.force_login(worker)
    for name in ("ชุมชนหนึ่ง", "ชุมชนสอง"):
        Form(client, "/areas/710109/add/").send(kind="community", name_th=name)
    codes = Area.objects.filter(level="community").order_by("code").values_list("code", "name_th")
    assert list(codes) == [("710109A0", "ชุมชนหนึ่ง"), ("710109A1", "ชุมชนสอง")]


def test_codes_of_communities_go_on_through_digits_letters_and_end(country):
    ends = ["A0", "A9", "AA", "AZ", "B0", "ZZ"]
    assert [rules._COMMUNITY_ENDS.index(end) for end in ends] == [0, 9, 10, 35, 36, 935]
    Area.objects.bulk_create(
        Area(code=f"710109{end}", level="community", parent_id="710109", name_th=end, name_sort=end)
        for end in rules._COMMUNITY_ENDS
    )
    with pytest.raises(rules.ValidationError):
        rules.add_community(country["710109"], "อีกหนึ่ง")


def test_a_gap_in_the_codes_is_filled(adding, country):
    for end in ("A0", "A2"):
        Area.objects.create(code=f"710109{end}", level="community", parent_id="710109", name_th=end)
    adding.send(kind="community", name_th="ชุมชนใหม่")
    assert Area.objects.get(name_th="ชุมชนใหม่").code == "710109A1"


def test_a_community_whose_name_is_there_is_refused(adding):
    Area.objects.create(code="710109A0", level="community", parent_id="710109", name_th="ชุมชน ริมน้ำ")
    told = errors(adding.send(kind="community", name_th="ชุมชนริมน้ํา"))
    assert told == {"name_th": ["มี ชุมชน ริมน้ำ อยู่แล้ว รหัส 710109A0"]}


@pytest.mark.parametrize("name", ["", "   ", "\u200b", "ก" * 121])
def test_a_name_is_needed_and_bounded(adding, name):
    assert "name_th" in errors(adding.send(kind="village", moo_no="9", name_th=name))


def test_what_was_typed_comes_back(adding):
    page = adding.send(kind="community", moo_no="x", name_th="").content.decode()
    assert 'value="community"' in page
    assert 'value="x"' in page


def test_sent_twice_it_is_added_once(adding):
    for _again in range(2):
        response = adding.send(kind="community", name_th="ชุมชนใหม่")
    assert response.url == "/areas/710109/"
    assert Area.objects.filter(level="community").count() == 1


def test_the_code_is_never_taken_from_what_was_sent(adding):
    adding.send(
        kind="village", moo_no="6", name_th="บ้านใหม่", code="720102A0", parent="720102", level="province"
    )
    assert Area.objects.get(name_th="บ้านใหม่").code == "71010906"


# --- Where there is no form


@pytest.mark.parametrize("code", ["71", "7101", "71010903"])
def test_above_and_below_the_tambon_the_page_says_why_not(client, secretariat, code):
    client.force_login(secretariat)
    page = client.get(f"/areas/{code}/add/")
    assert "เพิ่มได้ใต้ตำบลเท่านั้น" in page.content.decode()
    assert "<form" not in page.content.decode().split("<main")[1]
    response = client.post(f"/areas/{code}/add/", {"version": "0", "kind": "community", "name_th": "x"})
    assert response.status_code == 422
    assert not Area.objects.filter(level="community").exists()


def test_nothing_is_added_to_an_abolished_tambon(client, secretariat):
    Area.objects.filter(code="710109").update(abolished_on="2006-01-01")
    client.force_login(secretariat)
    assert "เลิกใช้แล้ว" in client.get("/areas/710109/add/").content.decode()
    assert (
        client.post(
            "/areas/710109/add/", {"version": "0", "kind": "village", "moo_no": 9, "name_th": "x"}
        ).status_code
        == 422
    )
    assert not Area.objects.filter(code="71010909").exists()


@pytest.mark.parametrize(
    ("who", "code", "status"),
    [
        ("reader", "710109", 403),
        ("stranger", "710109", 403),
        ("worker", "710108", 403),
        ("secretariat", "710108", 302),
        ("superuser", "720102", 302),
        ("secretariat", "999999", 404),
    ],
)
def test_who_may_add_where(client, request, country, who, code, status):
    client.force_login(request.getfixturevalue(who))
    data = {"version": "0", "kind": "village", "moo_no": 8, "name_th": "บ้านใหม่"}
    assert client.post(f"/areas/{code}/add/", data).status_code == status
    assert Area.objects.filter(code=f"{code}08").exists() == (status == 302)
    assert client.get(f"/areas/{code}/add/").status_code == (200 if status == 302 else status)


def test_without_editable_by_a_stranger_adds(client, stranger, monkeypatch):
    """Negative control: with the question of scope answered by every row, a stranger gets in."""
    monkeypatch.setattr("areas.models.places.AreaQuerySet.editable_by", lambda self, user: self)
    client.force_login(stranger)
    data = {"version": "0", "kind": "village", "moo_no": 8, "name_th": "บ้านใหม่"}
    assert client.post("/areas/710109/add/", data).status_code == 302


# --- Names


def test_a_villages_name_is_changed_with_history(client, worker):
    client.force_login(worker)
    response = Form(client, "/areas/71010903/edit/").send(name_th="บ้านไร่ป้าบน")
    village = Area.objects.get(code="71010903")
    assert response.url == "/areas/71010903/"
    assert (village.name_th, village.search_key) == ("บ้านไร่ป้าบน", "บ้านไร่ป้าบน|")
    assert village.history.first().history_user == worker


def test_a_stale_name_gets_the_conflict_page(client, worker):
    client.force_login(worker)
    mine = Form(client, "/areas/71010903/edit/")
    Form(client, "/areas/71010903/edit/").send(name_th="ของผู้อื่น")
    response = mine.send(name_th="ของฉัน")
    assert response.status_code == 409
    assert "ของผู้อื่น" in response.content.decode()
    assert Area.objects.get(code="71010903").name_th == "ของผู้อื่น"


def test_an_official_name_is_not_changed_here(client, secretariat):
    client.force_login(secretariat)
    assert "กรมการปกครอง" in client.get("/areas/710109/edit/").content.decode()
    assert client.post("/areas/710109/edit/", {"name_th": "x", "version": "1"}).status_code == 422
    assert Area.objects.get(code="710109").name_th == "ช่องสะเดา"
