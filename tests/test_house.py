"""The house rules that no linter keeps (style.md of the project), each with what would break it.

A rule's `let` names files that may differ, with the reason.
"""

from dataclasses import dataclass, field

import pytest
from django.apps import apps
from django.conf import settings

from areas.writing import WriteView
from tests import doors, house


@dataclass(frozen=True)
class Rule:
    """A rule over files: what finds the breach, which files may, and a text that breaks it."""

    find: object
    broken: tuple
    sound: tuple = ()
    only: str = ""
    let: dict = field(default_factory=dict)

    def breaches(self, files):
        return [
            f"{path}: {breach}"
            for path, text in sorted(files.items())
            if self.only in path and not any(path.startswith(start) for start in self.let)
            for breach in self.find(text)
        ]


GALLERY = {"components": "the gallery of the page's parts, shown with DEBUG alone"}

TEMPLATE_RULES = {
    "templates keep the content policy and escape every value": Rule(
        house.unsafe_markup,
        broken=(
            '<p style="color: red">',
            '<a class="x"\n onclick="go()">',
            "<script>go()</script>",
            '<script type="module">go()</script>',
            "{{ name|safe }}",
            "{% autoescape off %}",
            '<a href="javascript:go()">',
            '<img src="data:image/png;base64,x">',
            '<img src="https://elsewhere.example/x.png">',
            '<b hx-on:click="go()">',
            "<style>p {}</style>",
        ),
        sound=(
            '<script src="{% static "js/page.js" %}"></script>',
            "{# style= is forbidden #}",
            "{{ name|safe_name }}",
        ),
    ),
    "every word of a template is translated": Rule(
        house.bare_words,
        broken=("<p>แผนจังหวัด</p>", "<p>Plan</p>", '<a aria-label="แผน">', '<input placeholder="Plan">'),
        sound=(
            '<p class="meta">{% translate "Plan" %}</p>',
            "{% blocktranslate trimmed %}a plan{% endblocktranslate %}",
            "{% comment %}needs plan{% endcomment %}<b>{{ plan.title }}</b> · 5 &nbsp;",
        ),
        let=GALLERY,
    ),
}

CODE_RULES = {
    "imports stand at the top": Rule(
        house.hidden_imports,
        broken=("def f():\n    import os",),
        sound=("if True:\n    import os",),
        let={
            "areas/apps.py": "checks are registered once the tables are known",
            "plans/apps.py": "answers to what the apps below ask, once the tables are known",
        },
    ),
    "what people read is translated": Rule(
        house.thai_literals,
        broken=('title = "แผน"', 'f"แผน {1}"'),
        sound=('"""แผน in a docstring."""', '# แผน\ntitle = _("Plan")'),
        let={
            "config/tools/": "reads and writes Thai dates, amounts and names",
            "config/door/": "speaks both languages before catalogs exist",
            "config/settings.py": "refuses in both languages before catalogs exist",
            "areas/asked.py": "how people write a place's name",
            "areas/rules.py": "how people write a village's name",
            "plans/workbook/": "official forms are Thai documents in every language",
            "plans/management/commands/export_plan.py": "how people write a period",
            "plans/forms/headings.py": "how offices head the columns of their tables",
            "plans/merging.py": "the vowels that stand before their consonant",
            "areas/search.py": "how people write a place's name",
            "areas/loading.py": "how the source writes a place's name",
            "areas/views/place_forms.py": "how people write a village's number",
            "areas/views/account.py": "a language is named in itself",
            "areas/models/places.py": "the prefixes of place names are data",
            "areas/models/people.py": "a language is named in itself",
            "projects/reference.py": "reference data",
            "meetings/reference.py": "reference data",
            "meetings/same_people.py": "how people write titles before a name",
            "plans/demo/": "the demo's data",
            "plans/country/": "the made-up country's data",
        },
    ),
    "every text reaches the catalog": Rule(
        house.unseen_texts,
        broken=("from django.utils.translation import gettext_lazy as _l",),
        sound=("from django.utils.translation import gettext_lazy as _", "import gettext_lazy"),
    ),
    "areas are found by ranges of their code": Rule(
        house.scans, broken=('Need.objects.filter(area__startswith="71")', "filter(code__istartswith=c)")
    ),
    "one module alone writes markup": Rule(
        house.raw_html,
        broken=("mark_safe(text)",),
        let={"config/tools/tags.py": "the icons and chips of the templates"},
    ),
    "transactions are the write path's": Rule(
        house.own_transactions,
        broken=("with transaction.atomic():\n    pass", "ATOMIC_REQUESTS = True"),
        sound=('"""No ATOMIC_REQUESTS."""',),
        let={
            "areas/writing.py": "the write path",
            "areas/imports/rules.py": "inside the write path: a preview is tried and taken back, an import is whole",
            "areas/links.py": "before the login: the password is set and the link used up, or neither",
            "config/tools/append_only.py": "the triggers of history, made after a migrate: all or none",
            "areas/wordindex.py": "the index of words, made after a migrate: all or none",
            "plans/demo/load.py": "the demo, a command: all of it or nothing",
            "areas/loading.py": "load_areas, a command: all of the country or nothing",
            "plans/country/seeding.py": "seed_country, a command: all of it or nothing",
            "projects/reference.py": "load_reference, a command: all of the lists or nothing",
            "meetings/management/": "load_reference, a command: all of the lists or nothing",
        },
    ),
    "views write in perform alone": Rule(
        house.writes_outside_the_path,
        broken=(
            "class V:\n    def get(self, request):\n        Need.objects.create()",
            "def view(request):\n    need.save()",
        ),
        sound=("class V:\n    def perform(self, form, target):\n        target.save()",),
        only="/views",
    ),
    "scope is decided in areas alone": Rule(
        house.own_scope,
        broken=("user.readable_areas('x')", "user.editable_clusters"),
        let={"areas/": "its home"},
    ),
    "every module says what lives in it": Rule(house.no_document, broken=("import os",)),
}
RULES = TEMPLATE_RULES | CODE_RULES


@pytest.mark.parametrize("name", RULES)
def test_the_house_rule_holds(name):
    files = house.templates() if name in TEMPLATE_RULES else house.sources()
    assert RULES[name].breaches(files) == []


@pytest.mark.parametrize(
    ("name", "text"), [(name, text) for name, rule in RULES.items() for text in rule.broken]
)
def test_a_breach_is_found(name, text):
    """Negative control of each rule."""
    assert RULES[name].breaches({f"new{RULES[name].only}.py": text})


@pytest.mark.parametrize(
    ("name", "text"), [(name, text) for name, rule in RULES.items() for text in rule.sound]
)
def test_what_is_sound_is_let_be(name, text):
    assert RULES[name].breaches({f"new{RULES[name].only}.py": text}) == []


@pytest.mark.parametrize("name", RULES)
def test_an_exception_that_nothing_needs_is_gone(name):
    """Each file that may differ does differ: no rule is looser than it has to be."""
    rule = RULES[name]
    files = house.templates() if name in TEMPLATE_RULES else house.sources()
    idle = [
        start
        for start in rule.let
        if not any(True for path, text in files.items() if path.startswith(start) for _ in rule.find(text))
    ]
    assert idle == []


# --- Tables


UNRECORDED = {
    "areas.OneTimeKey": "written by the write path itself, read by nobody",
    "areas.LoginLink": "made, used and ended once each; its own columns tell when",
    "areas.Upload": "a file as it was sent; no page changes it",
    "areas.ImportBatch": "its own columns tell who confirmed and undid it, and when",
    "areas.ImportRow": "what an import wrote; no page changes it",
    "areas.Visit": "an open login, gone with it",
    "areas.Failure": "counted for a quarter of an hour",
}


def unrecorded(models):
    """Return the tables of ours whose changes leave no history."""
    return [
        model._meta.label
        for model in models
        if model._meta.app_label in house.APPS
        and not model.__name__.startswith("Historical")
        and not hasattr(model, "history")
        and model._meta.label not in UNRECORDED
    ]


def test_every_table_that_people_edit_has_a_history():
    assert unrecorded(apps.get_models()) == []


def test_a_table_without_history_is_found(monkeypatch):
    """Negative control: needs without their history."""
    monkeypatch.delattr(apps.get_model("plans.Need"), "history")
    assert unrecorded(apps.get_models()) == ["plans.Need"]


# --- Views


POSTS = {
    "login": "Django's, before anyone is known",
    "logout": "Django's, changes no row of ours",
    "link": "before anyone is known; the link is its one-time key",
    "forgot": "before anyone is known; changes no row that a person sees",
    "password_change": "Django's, saves a hash that no history may hold",
}


def posts_of_their_own(addresses):
    """Return the addresses that take a POST without being a WriteView."""
    found = []
    for one in addresses:
        view = getattr(one.view, "view_class", None)
        if one.name.startswith("admin:") or one.name in POSTS:
            continue
        if view is not None and hasattr(view, "post") and not issubclass(view, WriteView):
            found.append(one.name)
    return found


def test_every_form_goes_the_write_path():
    assert posts_of_their_own(doors.addresses()) == []


def test_a_form_beside_the_write_path_is_found(monkeypatch):
    """Negative control: the login taken for one of our forms."""
    monkeypatch.delitem(POSTS, "login")
    assert posts_of_their_own(doors.addresses()) == ["login"]


def test_reading_a_page_opens_no_transaction():
    """ATOMIC_REQUESTS would serialise every page on SQLite."""
    assert [name for name, one in settings.DATABASES.items() if one.get("ATOMIC_REQUESTS")] == []
