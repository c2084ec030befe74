"""Template words that every page has without loading them: icons, state chips, severity, amounts, dates."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.contrib.messages.storage.base import Message
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.forms import BoundField
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeData, SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from config.tools.dates import MONTHS, SHORT_MONTHS
from config.tools.fields import BEDateFormField
from config.tools.thai import short_amount, show_amount, show_date, show_time, show_years, today

register = template.Library()

NOTHING = "–"
UNDO = "undo:"  # messages.success(request, text, extra_tags=f"undo:{url}") offers an undo in the toast


@dataclass(frozen=True)
class State:
    """How a state is shown: its family of colour, its shape in the sprite and its word."""

    family: str
    shape: str
    label: str | Promise


# A shape belongs to one meaning, so that states differ without colour (look.md, State chips).
STATES: Mapping[str, State] = {
    "endorsed": State("good", "disc-tick", pgettext_lazy("state", "Endorsed")),
    "decided": State("good", "disc-tick", pgettext_lazy("state", "Decided")),
    "accepted": State("good", "disc-tick", pgettext_lazy("state", "Accepted in full")),
    "done": State("good", "disc-tick", pgettext_lazy("state", "Done")),
    "partly_accepted": State("good", "disc-half", pgettext_lazy("state", "Accepted in part")),
    "frozen": State("good", "lock", pgettext_lazy("state", "Frozen")),
    "locked": State("good", "lock", pgettext_lazy("state", "Closed")),
    "reopened": State("warn", "disc-half", pgettext_lazy("state", "Reopened")),
    "changed_below": State("warn", "clock", pgettext_lazy("state", "Origin changed")),
    "over": State("bad", "octagon", pgettext_lazy("state", "Over the origin")),
    "draft": State("tint", "disc-half", pgettext_lazy("state", "Draft")),
    "running": State("tint", "disc-half", pgettext_lazy("state", "Under way")),
    "forwarded": State("tint", "arrow", pgettext_lazy("state", "Forwarded")),
    "placed": State("tint", "arrow-thin", pgettext_lazy("state", "Placed")),
    "model": State("tint", "star", pgettext_lazy("state", "Model tambon")),
    "open": State("tint", "ring", pgettext_lazy("state", "Open")),
    "waiting": State("warn", "clock", pgettext_lazy("state", "Waiting for an answer")),
    "unplaced": State("warn", "clock", pgettext_lazy("state", "Not yet placed")),
    "in_plan_no_money": State("warn", "clock", pgettext_lazy("state", "In the plan, no money")),
    "undecided": State("warn", "clock", pgettext_lazy("state", "Not decided")),
    "withdrawn": State("grey", "ring", pgettext_lazy("state", "Withdrawn")),
    "evidence_changed": State("warn", "clock", pgettext_lazy("state", "Evidence changed, decide again")),
    "resurvey": State("warn", "clock", pgettext_lazy("state", "Survey again")),
    "partly_funded": State("warn", "disc-half", pgettext_lazy("state", "Partly funded")),
    "partly_answered": State("warn", "disc-half", pgettext_lazy("state", "Answered in part")),
    "check": State("warn", "warn", pgettext_lazy("state", "To be checked")),
    "overdue": State("bad", "octagon", pgettext_lazy("state", "Overdue")),
    "unanswered": State("bad", "octagon", pgettext_lazy("state", "Answered by nobody")),
    "differs": State("bad", "octagon", pgettext_lazy("state", "Sums differ")),
    "not_started": State("grey", "ring", pgettext_lazy("state", "Not started")),
    "not_surveyed": State("grey", "hatch", pgettext_lazy("state", "Not surveyed")),
    "presence_none": State("grey", "minus", pgettext_lazy("state", "Not there")),
    "presence_started": State("tint", "ring", pgettext_lazy("state", "Starting")),
    "presence_running": State("tint", "disc-half", pgettext_lazy("state", "At work")),
    "presence_strong": State("good", "disc-tick", pgettext_lazy("state", "Strong")),
    "presence_stopped": State("grey", "close", pgettext_lazy("state", "Stopped")),
    "left_out": State("grey", "minus", pgettext_lazy("state", "Left out")),
    "no_origin": State("grey", "ring", pgettext_lazy("state", "No origin in a tambon")),
    "closed": State("grey", "minus", pgettext_lazy("state", "Closed")),
    "archived": State("grey", "minus", pgettext_lazy("state", "Put away")),
    "plain": State("grey", "", ""),
}

# Terms that the browser would split between two dictionary words (look.md, Thai line breaks).
TERMS = (
    "1 พื้นที่บูรณาการทุกเนื้องาน",
    "กองเลขาจังหวัด",
    "กองทุนสวัสดิการ",
    "กองทุนสุขภาพตำบล",
    "กลุ่มจังหวัด",
    "ของบประมาณ",
    "ขนาดเล็ก",
    "ข้อเสนอ",
    "ขอรับการสนับสนุน",
    "ความต้องการ",
    "ความรุนแรง",
    "คนทำงานตำบล",
    "คนรุ่นใหม่",
    "คืนถิ่น",
    "คุณภาพชีวิต",
    "ครัวเรือน",
    "ช่องทางเสนอ",
    "ซ้ำกัน",
    "ตัวชี้วัด",
    "ตะวันตก",
    "ต้นฉบับ",
    "ต้นทาง",
    "ตำบลตัวอย่าง",
    "ที่ดินทำกิน",
    "ที่ทำกิน",
    "ท้องถิ่น",
    "ทำร่วม",
    "ทำเอง",
    "นอกเนื้องาน",
    "น้ำเกษตร",
    "น้ำท่วม",
    "น้ำแล้ง",
    "เนื้องาน",
    "แนวเขตร่วม",
    "แนวเขตป่า",
    "แนวกันไฟ",
    "บริหารจัดการ",
    "บ้านพอเพียง",
    "บ้านมั่นคง",
    "ประชาคม",
    "ประปาภูเขา",
    "ป่าชุมชน",
    "ในป่า",
    "ผู้รับผิดชอบ",
    "ผู้สูงอายุ",
    "ภาคกลาง",
    "แผนชุมชน",
    "แผนประชาชน",
    "แผนตำบล",
    "แผนจังหวัด",
    "แผนพัฒนาตำบล",
    "ไม่นำขึ้น",
    "ไม่บังคับ",
    "ยังไม่จัด",
    "ยังไม่ระบุพื้นที่",
    "ยังไม่รับรอง",
    "ยังไม่เริ่ม",
    "ยังไม่สำรวจ",
    "ยอดตรงกัน",
    "โยงกลับ",
    "รายการ",
    "แหล่งงบ",
    "แหล่งน้ำ",
    "ศักยภาพ",
    "สภาองค์กรชุมชน",
    "สวัสดิการชุมชน",
    "สัดส่วนสมทบ",
    "สินเชื่อ",
    "สำนักงานจังหวัด",
    "สิ่งแวดล้อม",
    "หน่วยงาน",
    "หมู่บ้าน",
    "เอกสารสิทธิ์",
    "องค์กรชุมชน",
)
LONGEST_KEPT = 30  # letters and marks (24 columns or so); longer runs must be allowed to break on a phone

_THAI = "ก-ฺเ-๎"
_KEPT = re.compile(
    "|".join(
        [
            rf"(?:วัน[{_THAI}]{{3,9}}ที่ )?[0-9]{{1,2}} (?:{'|'.join(MONTHS)}) [0-9]{{4}}",
            r"พ\.ศ\. [0-9]{4}(?:–[0-9]{4})?",
            rf"[0-9]{{1,2}} (?:{'|'.join(map(re.escape, SHORT_MONTHS))}) [0-9]{{2,4}}",  # a date
            r"[0-9][0-9,.]*[0-9]? (?:บาท|เท่า|ครัวเรือน|รายการ|ตำบล|อำเภอ|หมู่บ้าน|คน|เรื่อง|วัน|น\.)",
            rf"(?:อบต|อบจ|ทต|ทม|พมจ|ทสจ|ต|อ|จ)\.[{_THAI}]{{1,20}}(?![{_THAI}])",  # a name with its kind
            r"ม\.[0-9]{1,2}",
            *(re.escape(term) for term in sorted(TERMS, key=len, reverse=True)),
        ]
    )
)
_TAGS = re.compile(r"(<[^>]*>)")


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw a symbol of the sprite beside words; it says nothing to a screen reader."""
    return _drawing("icon", name)


def _drawing(css_class: str, name: str) -> SafeString:
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        css_class,
        static("img/icons.svg"),
        name,
    )


@register.simple_tag
def chip(state: object, label: object = "") -> SafeString:
    """Show a state as shape, word and colour; `label` replaces the state's own word.

    A state that is not in STATES is shown by its label alone in the plain grey form.
    """
    shown = STATES.get(str(state), STATES["plain"])
    return format_html(
        '<span class="chip chip-{}">{}<span>{}</span></span>',
        shown.family,
        icon(shown.shape) if shown.shape else "",
        label or shown.label or state,
    )


@register.simple_tag
def severity(degree: int) -> SafeString:
    """Show a severity 1–5 as five pips and its digit; 5 alone is red. Nothing for no severity."""
    if not degree:
        return mark_safe("")
    return format_html(
        '<span class="severity severity-{0}"><span class="sr">{1}</span>{2}{0}</span>',
        degree,
        _("Severity"),
        _drawing("pips", f"pips-{degree}"),
    )


@register.simple_tag
def ties(same: bool, text: object = "") -> SafeString:
    """Say whether sums agree: a green tick, or the red octagon. `same` is computed by the caller."""
    if same:
        return format_html(
            '<span class="ties">{}<span>{}</span></span>', icon("check"), text or _("Sums agree")
        )
    return format_html(
        '<span class="differs">{}<span>{}</span></span>', icon("octagon"), text or _("Sums differ")
    )


@register.simple_tag
def this_day() -> str:
    """Write today's date (the demo's, in the demo) for the line that every print carries."""
    return show_date(today())


@register.filter
def breakable(name: str) -> SafeString:
    """Let a name in a narrow column head break after each dot: อบจ.กาญจนบุรี."""
    return format_html_join(mark_safe("<wbr>"), "{}", ((part,) for part in re.split(r"(?<=\.)", name)))


@register.filter
def days_ago(days: int) -> str:
    """Write how long ago a day was: today, 89 days ago."""
    return (
        ngettext("%(days)s day ago", "%(days)s days ago", days) % {"days": days} if days else str(_("today"))
    )


@register.filter
def baht(amount: Decimal | int | None) -> str:
    """Write an amount in full baht: 1,200,000; None and '' as a dash."""
    if amount is None or amount == "":
        return NOTHING
    return show_amount(Decimal(amount))


@register.filter
def baht_or_dash(amount: Decimal | int | None) -> SafeString:
    """Write an amount in a ledger cell; nothing and zero are a dash that screen readers hear as a word."""
    if not amount:
        return format_html(
            '<span class="none" aria-hidden="true">–</span><span class="sr">{}</span>', _("none")
        )
    return conditional_escape(show_amount(Decimal(amount)))


@register.filter
def short_baht(amount: Decimal | int | None) -> str:
    """Write an amount for a tile: 301 พัน, 2.17 ล."""
    return short_amount(amount)


@register.filter
def bedate(day: date | datetime | None) -> str:
    """Write a date in the Buddhist era: 15 ก.ย. 2566; a moment by its day in Thailand."""
    return _dated(day, "short")


@register.filter
def bedate_long(day: date | datetime | None) -> str:
    """Write a date for a heading: วันศุกร์ที่ 15 กันยายน 2566."""
    return _dated(day, "weekday")


@register.filter
def betime(moment: datetime | None) -> str:
    """Write a moment's time in Thailand: 10.42 น."""
    return NOTHING if moment is None else show_time(timezone.localtime(moment))


def _dated(day: date | datetime | None, style: str) -> str:
    if not day:
        return NOTHING
    if isinstance(day, datetime):
        day = timezone.localtime(day).date() if timezone.is_aware(day) else day.date()
    return show_date(day, style=style)


@register.filter
def to_year(first: int, last: int) -> str:
    """Write a span of Buddhist years: {{ plan.first_year|to_year:plan.last_year }} gives 2567–2570."""
    return show_years(first, last)


@register.filter
def nw(text: object) -> SafeString:
    """Keep terms, dates, amounts and names of areas on one line each; escapes what is not already HTML.

    Works on a whole block too ({% filter nw %}…{% endfilter %}), but never around inputs or options.
    """
    html = text if isinstance(text, SafeData) else conditional_escape(str(text))
    parts = _TAGS.split(str(html))
    return mark_safe(  # noqa: S308 - what came in is escaped or HTML already
        "".join(part if part.startswith("<") else _KEPT.sub(_kept, part) for part in parts)
    )


def _kept(found: re.Match[str]) -> str:
    term = found.group()
    return term if len(term) > LONGEST_KEPT else f'<span class="nw">{term}</span>'


@register.filter
def understood(bound: BoundField) -> str:
    """Tell how the date typed into a field was read (24 มิ.ย. 2566); '' where there is nothing to tell."""
    if not isinstance(bound.field, BEDateFormField) or not bound.form.is_bound:
        return ""
    try:
        day = bound.field.to_python(bound.data)
    except ValidationError:
        return ""
    return show_date(day) if isinstance(day, date) else ""


@register.filter
def page_numbers(paginator: Paginator[Any], number: int) -> list[int]:
    """Return the pages to link to: first, neighbours, last; 0 stands for a gap."""
    return [
        one if isinstance(one, int) else 0
        for one in paginator.get_elided_page_range(number, on_each_side=1, on_ends=1)
    ]


@register.filter
def undo_url(message: Message) -> str:
    """Return the address of the undo that a message offers, or ''."""
    for tag in (message.extra_tags or "").split():
        if tag.startswith(UNDO):
            return tag.removeprefix(UNDO)
    return ""


@register.simple_tag
def new_key() -> str:
    """Return a one-time key for a button that acts without a form page: sent twice, it has one effect."""
    return str(uuid.uuid4())


@register.simple_tag
def field(bound: BoundField, **extra: object) -> SafeString:
    """Render one field with label, hint, error and what was understood: {% field form.title %}.

    Any keyword reaches `_field.html`, such as `hint=`, `label=` or `hide_optional=True`.
    """
    return render_to_string("_field.html", {"field": bound, **extra})
