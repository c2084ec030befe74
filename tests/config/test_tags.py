"""The template words: chips, severity, amounts, dates, terms kept whole, fields."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django import forms
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.template import Context, Template
from django.utils.html import format_html

from config.tools import tags
from config.tools.amounts import read_amount
from config.tools.fields import BEDateFormField
from config.tools.text import Unreadable

STATIC = Path(__file__).parents[2] / "static"
SPRITE = set(re.findall(r'<symbol id="([^"]+)"', (STATIC / "img" / "icons.svg").read_text()))


def render(source, **context):
    return Template(source).render(Context(context))


class MeetingForm(forms.Form):
    title = forms.CharField(label="เรื่อง", help_text="สั้น ๆ")
    day = BEDateFormField(label="วันประชุม", required=False)
    how = forms.ChoiceField(label="วิธี", choices=[("a", "ทำเอง")], widget=forms.RadioSelect)


@pytest.mark.parametrize("state", tags.STATES)
def test_every_state_has_a_shape_that_the_sprite_draws(state):
    assert tags.STATES[state].shape in SPRITE | {""}


def test_states_of_one_colour_differ_from_other_colours_by_shape():
    families = {}
    for state in tags.STATES.values():
        families.setdefault(state.shape, set()).add(state.family)
    clashing = {shape for shape, colours in families.items() if {"good", "bad"} <= colours}
    assert not clashing


def test_a_chip_shows_its_own_word_unless_given_another():
    assert "เกิน 26 วัน" in render('{% chip "overdue" "เกิน 26 วัน" %}')
    assert str(tags.STATES["overdue"].label) in render('{% chip "overdue" %}')


def test_a_label_cannot_bring_markup_into_a_chip():
    assert "<b>" not in render('{% chip "draft" label %}', label="<b>")


def test_a_state_nobody_declared_is_shown_by_its_label_in_grey():
    assert "chip-grey" in render('{% chip "unheard" "อื่น ๆ" %}')


def test_only_severity_five_is_red():
    red = [degree for degree in range(1, 6) if "severity-5" in render("{% severity n %}", n=degree)]
    assert red == [5]


def test_no_severity_draws_nothing():
    assert render("{% severity n %}", n=None) == ""


def test_sums_that_differ_are_never_ticked():
    assert "#check" not in render("{% ties same %}", same=False)
    assert "#check" in render("{% ties same %}", same=True)


def test_an_amount_is_written_in_full_and_nothing_is_a_dash():
    assert (
        render("{{ a|baht }} {{ b|baht }} {{ c|baht }}", a=Decimal("1200000"), b=None, c=0) == "1,200,000 – 0"
    )


def test_a_dash_in_a_ledger_is_heard_as_a_word():
    assert 'class="sr"' in render("{{ a|baht_or_dash }}", a=None)
    assert render("{{ a|baht_or_dash }}", a=Decimal("50000.50")) == "50,000.50"


def test_a_moment_after_midnight_in_thailand_shows_the_thai_day():
    assert tags.bedate(datetime(2023, 9, 14, 18, 0, tzinfo=UTC)) == "15 ก.ย. 2566"
    assert tags.bedate(date(2023, 9, 15)) == "15 ก.ย. 2566"
    assert tags.bedate(None) == "–"


@pytest.mark.parametrize(
    "kept",
    [
        "นอกเนื้องาน",
        "15 ก.ย. 2566",
        "วันศุกร์ที่ 15 กันยายน 2566",
        "พ.ศ. 2567–2570",
        "1,150,000 บาท",
        "ต.ช่องสะเดา",
        "ม.3",
    ],
)
def test_a_term_is_kept_on_one_line(kept):
    assert f'<span class="nw">{kept}</span>' in tags.nw(f"ดู {kept} ก่อน")


def test_a_run_too_long_for_a_phone_may_break():
    assert "nw" not in tags.nw("ต." + "ก" * 40)


def test_keeping_terms_escapes_what_was_typed():
    assert "<script>" not in tags.nw("ต.ช่องสะเดา <script>")


def test_keeping_terms_leaves_tags_and_their_attributes_alone():
    html = format_html('<a title="{}">x</a>', "ต.ช่องสะเดา")
    assert tags.nw(html) == html


def test_pages_to_link_to_are_the_first_the_neighbours_and_the_last():
    assert tags.page_numbers(Paginator(range(100), 5), 10) == [1, 0, 9, 10, 11, 0, 20]


def test_a_message_offers_its_undo():
    assert tags.undo_url(Message(25, "รวมแล้ว", extra_tags="undo:/plans/1/undo/")) == "/plans/1/undo/"
    assert tags.undo_url(Message(25, "รวมแล้ว")) == ""


def test_a_field_shows_how_its_date_was_read():
    form = MeetingForm({"title": "", "day": "24/6/66"})
    assert "24 มิ.ย. 2566" in render("{% field form.day %}", form=form)


@pytest.mark.parametrize("typed", ["", "เมื่อวาน"])
def test_a_field_claims_no_reading_of_what_it_could_not_read(typed):
    assert tags.understood(MeetingForm({"day": typed})["day"]) == ""


def test_a_field_ties_its_hint_and_its_error_to_the_input():
    html = render("{% field form.title %}", form=MeetingForm({"title": ""}))
    described = re.search(r'aria-describedby="([^"]+)"', html)[1].split()
    assert described == ["id_title_helptext", "id_title_error"]
    assert all(f'id="{one}"' in html for one in described)


def test_optional_fields_say_so_and_required_ones_say_nothing():
    form = MeetingForm()
    assert "optional" in render("{% field form.day %}", form=form)
    assert "optional" not in render("{% field form.title %}", form=form)


def test_choices_are_a_fieldset_with_a_legend():
    assert re.search(r"<fieldset.*<legend>วิธี", render("{% field form.how %}", form=MeetingForm()), re.DOTALL)


def test_no_template_of_ours_has_inline_style_or_script():
    bad = re.compile(r"\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=", re.IGNORECASE)
    templates = (STATIC.parent / "templates").rglob("*.html")
    assert [str(one) for one in templates if bad.search(one.read_text())] == []


def test_every_icon_named_in_a_template_is_in_the_sprite():
    templates = (STATIC.parent / "templates").rglob("*.html")
    named = {name for one in templates for name in re.findall(r'{% icon "([^"]+)" %}', one.read_text())}
    assert named - SPRITE == set()


def test_style_sheets_name_no_colour_outside_the_tokens():
    colour = re.compile(r"#[0-9a-f]{3,8}\b|\brgba?\(|\bhsl", re.IGNORECASE)
    sheets = [one for one in (STATIC / "css").glob("*.css") if one.name not in ("tokens.css", "print.css")]
    assert [
        one.name for one in sheets if colour.search(re.sub(r"/\*.*?\*/", "", one.read_text(), flags=re.S))
    ] == []


TYPED = [
    *(
        "0",
        "",
        "-",
        "350000",
        "350,000",
        "1,200,000.-",
        "๑๙,๐๐๐",
        "1.2 ล้าน",
        "19 พัน",
        "฿500",
        "1,234,500.50 บาท",
    ),
    *(
        "350,00",
        "350.005",
        "-5",
        "0,350",
        "12,34",
        "1.2 ล้าน.-",
        "สามร้อย",
        "99999999999.99",
        "10000000000000",
    ),
    *("1.2345678 ล้าน", "350.100", "  42  ", "1 200"),
]


@pytest.mark.needs("chromium")
@pytest.mark.django_db(transaction=True)
def test_the_sum_while_typing_reads_amounts_as_the_server_does(browser_page):
    browser_page.open("/login/")
    read = """async (texts) => {
      const { readAmount } = await import('/static/js/budget_grid.js');
      return texts.map((text) => readAmount(text)?.toString() ?? null);
    }"""
    assert dict(zip(TYPED, browser_page.page.evaluate(read, TYPED), strict=True)) == {
        text: satang(text) for text in TYPED
    }


def satang(text):
    try:
        return str(int((read_amount(text) or 0) * 100))
    except Unreadable:
        return None


@pytest.mark.parametrize(("days", "told"), [(0, "วันนี้"), (1, "1 วันก่อน"), (89, "89 วันก่อน")])
def test_how_long_ago_is_told_in_days(days, told):
    assert tags.days_ago(days) == told
