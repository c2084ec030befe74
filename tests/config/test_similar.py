"""How alike two Thai texts are, with a small vocabulary of its own."""

import random

import pytest

from config.tools.similar import OTHER_ACT, Vocabulary, alike, squeeze
from config.tools.similar_index import Index

WORDS = Vocabulary.of(
    [
        ("thing", "weir", 1, ["ฝาย", "ฝายชะลอน้ำ", "ฝายกั้นน้ำ", "ทำนบ"]),
        ("thing", "canal", 0.5, ["ห้วย…", "คลอง…"]),
        ("thing", "well", 1, ["บาดาล", "บ่อบาดาล"]),
        ("thing", "road", 1, ["ถนน"]),
        ("thing", "hall", 1, ["ศาลา"]),
        ("home", "house", 1, ["บ้าน"]),
        ("thing", "poor", 0.5, ["ผู้ยากไร้"]),
        ("act", "repair", 2, ["ซ่อม", "ปรับปรุง"]),
        ("act", "build", 1, ["ก่อสร้าง"]),
        ("act", "train", 5, ["อบรม"]),
        ("stop", "small", 0, ["โครงการ", "ขุด"]),
        ("place", "street", 0, ["สาย"]),
        ("exact", "tones", 0, ["เข้า"]),
    ]
)


def likeness(a, b, places=()):
    return alike(WORDS.describe(a, places), WORDS.describe(b, places))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("ฝายชะลอน้ำ", "ทำนบ"),
        ("โครงการก่อสร้างฝาย", "ฝายกั้นน้ำ"),
        ("ฝายชะลอน้ำ ม.5", "ฝายชะลอน้ำ หมู่ที่ 12"),
        ("ฝายชะลอน้ำ ๑๔ แห่ง", "ฝายชะลอน้ำ 3 แห่ง"),
        ("ฝายชะลอนํ้า", "ฝายชะลอน้ำ"),  # SARA AM in two code points, the tone mark between
        ("ฝาย\u200bชะลอน้ำ", "ฝายชะลอน้ำ"),
        ("ฝายชะลอนำ้", "ฝายชะลอน้ำ"),  # the tone mark typed late
        ("บ่อบาดาล ต.ช่องสะเดา อ.เมือง", "บ่อบาดาล"),
        ("ถนนสายบ้านโป่งกระทิง", "ถนน"),
        ("ซ่อมถนน บ้านไร่ป้า ม.3", "ปรับปรุงถนน"),
        ("ฝายบ้านห้วยน้ำใส", "ฝาย"),  # a village named after a stream is a village
    ],
)
def test_what_is_called_otherwise_or_lies_elsewhere_is_wholly_alike(a, b):
    assert likeness(a, b) == pytest.approx(1)


def test_what_shares_no_word_and_no_letters_is_not_alike():
    assert likeness("ฝายชะลอน้ำ", "ถนน") == 0
    assert likeness("", "") == 0
    assert likeness("ฝาย", "") == 0


def test_repairing_and_building_the_same_thing_are_less_alike():
    assert likeness("ซ่อมฝาย", "ก่อสร้างฝาย") == pytest.approx(OTHER_ACT)
    assert likeness("ซ่อมฝาย", "ฝาย") == pytest.approx(OTHER_ACT)  # a bare thing is to be made


def test_the_strongest_act_tells_what_is_done():
    assert likeness("อบรมซ่อมฝาย", "ซ่อมฝาย") == pytest.approx(OTHER_ACT)
    assert likeness("อบรมซ่อมฝาย", "อบรมฝาย") == pytest.approx(1)


def test_the_first_thing_of_a_title_counts_more_than_later_ones():
    assert likeness("ถนนเข้าศาลา", "ถนน") > likeness("ถนนเข้าศาลา", "ศาลา")


def test_a_name_after_a_stream_does_not_count():
    assert likeness("ฝายห้วยตะเคียน", "ฝายห้วยน้ำใส") == pytest.approx(1)


def test_a_house_is_no_village():
    assert likeness("ซ่อมบ้านผู้ยากไร้", "ซ่อมบ้าน") > 0.8
    assert likeness("ซ่อมบ้านไร่ป้า", "ซ่อมบ้านผู้ยากไร้") == 0


def test_names_of_places_do_not_count_when_they_are_known():
    assert likeness("ฝายเขาแหลมน้อย", "ฝาย") < 1
    assert likeness("ฝายเขาแหลมน้อย", "ฝาย", [squeeze("เขาแหลมน้อย")]) == pytest.approx(1)


def test_words_outside_the_vocabulary_count_by_their_letters():
    assert likeness("มหรสพสมโภช", "มหรสพประจำปี") > 0.2
    assert likeness("มหรสพสมโภช", "มหรสพสมโภช") == pytest.approx(1)


def test_tone_marks_and_silent_letters_do_not_count():
    assert squeeze("โซล่าเซลล์") == squeeze("โซลาเซลล") == "โซลาเซล" or squeeze("โซล่าเซลล์") == "โซลาเซล"
    assert squeeze("น้ำ") == "นำ"
    assert squeeze("ฝาย (ระยะ 2)") == "ฝาย ระยะ"


def test_an_unknown_kind_of_word_is_refused(tmp_path):
    file = tmp_path / "words.csv"
    file.write_text("kind,name,weight,words\nthings,weir,1,ฝาย\n", encoding="utf-8")
    with pytest.raises(ValueError, match="things"):
        Vocabulary.read(file)


def made_up(rng, count):
    """Return texts of few common and many rare words."""
    parts = ["ฝาย", "บาดาล", "ถนน", "ศาลา", "ห้วย", "ซ่อม", "ผู้ยากไร้"]
    letters = "กขคงจชซดตถทนบปพฟมยรลวสหอ"
    return [
        WORDS.describe(
            "".join(rng.sample(parts, rng.randint(1, 3)))
            + " "
            + "".join(rng.choice(letters) for _letter in range(rng.randint(0, 8)))
        )
        for _text in range(count)
    ]


def found_by_index(texts, floor, **options):
    index = Index(texts, floor, **options)
    found = set()
    for place, text in enumerate(texts):
        found |= {(other, place) for other, _likeness in index.find(text)}
        index.add(place, text)
    return found


def found_by_all(texts, floor):
    return {
        (one, other)
        for other in range(len(texts))
        for one in range(other)
        if alike(texts[one], texts[other]) >= floor
    }


@pytest.mark.parametrize("floor", [0.3, 0.53, 0.9])
def test_looking_up_rare_features_alone_loses_no_pair(floor):
    texts = made_up(random.Random(7), 150)
    found = found_by_index(texts, floor, near=len(texts))
    assert found == found_by_all(texts, floor)
    assert found


def test_looking_up_fewer_features_would_lose_pairs(monkeypatch):
    """Negative control: only the rarest feature of each text."""
    rare = Index.rare
    monkeypatch.setattr(Index, "rare", lambda self, text: rare(self, text)[-1:])
    texts = made_up(random.Random(7), 150)
    assert found_by_index(texts, 0.53, near=len(texts)) < found_by_all(texts, 0.53)


def test_the_last_added_are_compared_where_many_share_all():
    texts = [WORDS.describe("ฝาย")] * 20
    assert found_by_index(texts, 0.5, near=2) == {
        (one, other) for other in range(20) for one in (other - 1, other - 2) if one >= 0
    }
