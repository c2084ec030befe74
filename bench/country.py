"""What pages and tables of a province cost, in a small country and in the whole one: `python3 -m config bench`.

    python3 -m config bench [--engine postgresql] [--provinces 77] [--takes 5] [--processor]

Seeds a throw-away database with a tenth of the provinces and one with all of them (`manage.py seed_country`), the
same province inside, and prints one table: ours, the floor (the same question in raw SQL, or the library alone), a
peer (stock admin, django-import-export, a script with openpyxl), their ratios, how ours grew from the small country
to the large one, queries, and the peak of memory. Times are medians of takes in turns: ours, floor and peer, in the
one country and in the other. Before, every cell of the sums of the whole country is laid beside a sum made row by
row. The limits are those of issue 4, item 6. With `--processor` each take is the mean of many, in seconds of the
processor, PostgreSQL's process included, which other programs on the machine stretch less than those by the wall.
"""

from __future__ import annotations

import argparse
import io
import logging
import os
import platform
import statistics
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bench.search import processor
from bench.similarity import commit, start

PROVINCE, TAMBON = "71", "710109"
WITHIN = "area_id >= '71' AND area_id < '72'"
REPEATS = 10  # of a take by the processor: the system tells PostgreSQL's by hundredths of a second
FIRST, DEEP, MOST_DEEPER = "projects, first page", "projects, deep page", 1.4


@dataclass
class Row:
    """One line of the table: `most` is the largest ratio of ours to the floor, `grows` of the large to the small."""

    name: str
    ours: Callable[[], Any]
    floor: Callable[[], Any] | None = None
    peer: Callable[[], Any] | None = None
    peers_name: str = ""
    most: float | None = None
    grows: float | None = 1.2


@dataclass
class Country:
    """A database with a country in it, and what is measured there."""

    database: str
    rows: dict[str, Row]


@dataclass
class Measured:
    """Median seconds (None: not asked), queries, and bytes at the peak."""

    small: float
    ours: float
    floor: float | None
    peer: float | None
    queries: int
    peak: int


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--engine", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument(
        "--provinces", type=int, default=77, help="of the large country; the small one has a tenth"
    )
    parser.add_argument("--takes", type=int, default=5)
    parser.add_argument(
        "--only", default="", help="only the rows with this word; the sums are not proved then"
    )
    parser.add_argument("--processor", action="store_true", help="seconds of the processor, not by the wall")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ["TEST_ENGINE"] = options.engine
    with tempfile.TemporaryDirectory(prefix="phuenngan-bench-", ignore_cleanup_errors=True) as folder:
        os.environ["DATA_DIR"] = folder
        server = start(options.engine, folder)
        import django
        from django.conf import settings
        from django.db import connection

        django.setup()
        settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT = ["testserver"], False
        logging.disable()
        print(
            f"{commit()} · {options.engine} · Python {platform.python_version()} · {os.cpu_count()} cores · {load()}"
        )
        kept, made = connection.settings_dict["NAME"], []
        try:
            for provinces in (max(1, options.provinces // 10), options.provinces):
                made.append(country(provinces))
            if not options.only:
                check()
            names = [name for name in made[1].rows if options.only in name]
            table({name: measure(name, *made, options.takes, options.processor) for name in names})
        finally:
            for one in made:
                enter(one)
                connection.creation.destroy_test_db(kept, verbosity=0)
            if server:
                server.cleanup()


def load():
    return "load " + " ".join(f"{one:.1f}" for one in os.getloadavg())


def country(provinces):
    """Return a country of that many provinces in a database of its own."""
    from django.core.management import call_command
    from django.db import connection

    from plans.country import seeding
    from plans.country.size import Size

    connection.settings_dict["TEST"]["NAME"] = f"{os.environ['DATA_DIR']}/{provinces}.sqlite3"
    if connection.vendor != "sqlite":
        connection.settings_dict["TEST"]["NAME"] = f"bench{provinces}"
    connection.close()
    database = connection.creation.create_test_db(verbosity=0)
    call_command("load_areas", verbosity=0, stdout=io.StringIO())
    call_command("load_reference", verbosity=0, stdout=io.StringIO())
    started = time.monotonic()
    counts = seeding.seed(Size(), provinces)
    took = time.monotonic() - started
    print(f"{provinces} provinces, {sum(counts.values()):,} rows in {took:.0f} s: " + told(counts))
    return Country(database, {row.name: row for row in rows()})


def enter(one):
    """Let Django ask that country from here on."""
    from django.db import connection

    connection.close()
    connection.settings_dict["NAME"] = one.database


def check():
    """Lay every sum of the country that was made last beside a sum made row by row; tell what is wrong."""
    from areas.models import User
    from tests.plans import exact

    head = User.objects.get(username="head")
    started = time.monotonic()
    wrong = exact.wrong_tables(head) + exact.wrong_reports(head)
    took = time.monotonic() - started
    print(f"every cell of the country's sums beside its rows: {wrong or 'exact'}, in {took:.0f} s")


def told(counts):
    return ", ".join(f"{many:,} {name}" for name, many in counts.items())


# --- What is measured


def rows():
    """Return the rows, for the secretariat of the province."""
    from django.contrib.admin import AdminSite, ModelAdmin
    from django.db import connection
    from django.test import Client, RequestFactory
    from import_export.resources import modelresource_factory
    from openpyxl import Workbook

    from areas.models import Area, Assignment, Level, Role, User
    from plans import plan_money
    from plans.country.size import in_order
    from plans.forms.mapping import MappingFilter
    from plans.overlaps import overlaps
    from plans.search import find
    from plans.views.mapping import grid_of
    from projects import leg_report, sums
    from projects.models import Project

    user = User.objects.create(username="one", is_staff=True, is_superuser=False)
    Assignment.objects.create(user=user, role=Role.SECRETARIAT, area_id=PROVINCE)
    head = User.objects.create(username="head", is_staff=True, is_superuser=True)
    seven = User.objects.create(username="seven")
    codes = Area.objects.filter(level=Level.PROVINCE).values_list("code", flat=True)
    for code in in_order(codes)[:7]:
        Assignment.objects.create(user=seven, role=Role.SECRETARIAT, area_id=code)
    asked = sums.Asked(area=PROVINCE)
    mine = Project.objects.visible_to(user)
    last = mine.count() // 25 or 1

    def sql(text):
        def ask():
            with connection.cursor() as cursor:
                cursor.execute(text)
                return cursor.fetchall()

        return ask

    def grouped(by, within=WITHIN):
        return sql(
            f"SELECT {by}, SUM(amount) FROM projects_allocation WHERE {within} AND kind = 'grant' GROUP BY 1"
        )

    def planned(by):
        return sql(f"SELECT {by}, SUM(amount) FROM plans_itembudget WHERE {WITHIN} GROUP BY 1")

    def one_after_another(*asked):
        return lambda: [ask() for ask in asked]

    lines = (
        f"SELECT id FROM projects_budgetline WHERE kind = 'grant' AND (project_id IN (SELECT id FROM "
        f"projects_project WHERE {WITHIN}) OR id IN (SELECT line_id FROM projects_allocation WHERE {WITHIN}))"
    )
    of_lines = sql(lines.replace("SELECT id", "SELECT SUM(approved), SUM(allocated)", 1))
    outside = sql(
        f"SELECT SUM(amount) FROM projects_allocation WHERE line_id IN ({lines}) AND NOT ({WITHIN})"
    )
    of_items = sql(
        "SELECT item.dimension_id, item.work_stream_id, wanted_source_id, year, SUM(amount) FROM plans_itembudget "
        "JOIN plans_planitem AS item ON item.id = item_id WHERE item.plan_id IN (SELECT id FROM plans_plan "
        f"WHERE {WITHIN}) GROUP BY 1, 2, 3, 4"
    )

    def page(address, who=user):
        client = Client()
        client.force_login(who)

        def ask():
            answer = client.get(address)
            assert answer.status_code == 200, (address, answer.status_code)
            return answer.getvalue() if answer.streaming else answer.content

        return ask

    def by(name, who=user, which=asked):
        return lambda: sums.allocated(who, which, name)

    def admin():
        request = RequestFactory().get("/")
        request.user = head
        return ModelAdmin(Project, AdminSite()).changelist_view(request).render()

    def script():
        book = Workbook(write_only=True)
        sheet = book.create_sheet()
        for row in mine.values_list(
            "code", "name", "area__name_th", "work_stream__name", "lead_agency__name", "status"
        ):
            sheet.append(row)
        book.save(io.BytesIO())

    def export():
        return modelresource_factory(Project)().export(queryset=mine).export("xlsx")

    code = "substr(area_id, 1, 6)"
    three = one_after_another(planned("dimension_id"), planned("work_stream_id"), planned("year"))
    plans = plan_money.choices(user, PROVINCE)[0]
    of_plans = plan_money.plans_of(user, plans)
    whole = sums.Asked()
    province = Area.objects.get(pk=PROVINCE)

    def mapping(**shown):
        form = MappingFilter({"year": "all", **shown}, user, province)
        return lambda: grid_of(user, province, form, whole=True)

    cells = f"SELECT {code} AS place, {{}} FROM projects_allocation WHERE {WITHIN} AND kind = 'grant' GROUP BY 1, 2"
    around = [
        sql(
            f"SELECT * FROM areas_area WHERE code >= '{PROVINCE}' AND code < '72' AND level IN ('district', 'tambon')"
        ),
        sql("SELECT * FROM projects_workstream"),
        sql(f"SELECT area_id FROM plans_plan WHERE {WITHIN} AND status <> 'draft'"),
    ]
    seen = f"FROM projects_presence AS one {{}} WHERE one.{WITHIN.replace('AND ', 'AND one.')} AND is_latest"
    states = sql(f"SELECT area_id, work_stream_id, state {seen.format('')}")
    days = sql(
        "SELECT one.area_id, work_stream_id, surveyed_on "
        + seen.format("JOIN projects_survey AS survey ON survey.id = survey_id")
    )
    told = sql(
        f"SELECT {code}, dimension_id, COUNT(CASE WHEN status = 'open' THEN 1 END) FROM plans_need WHERE {WITHIN} "
        "AND archived_at IS NULL GROUP BY 1, 2"
    )
    counted = sql(
        f"SELECT COUNT(*) FROM plans_need WHERE {WITHIN} AND archived_at IS NULL AND status = 'open'"
    )
    by_project = cells.replace("GROUP BY 1, 2", "GROUP BY 1, 2, 3").format("work_stream_id, project_id")
    of_projects = sql(
        f"SELECT COUNT(DISTINCT project_id) FROM projects_allocation WHERE {WITHIN} AND kind = 'grant'"
    )
    by_stream = sql(cells.format("work_stream_id, SUM(amount)"))
    by_agency = sql(cells.format("source_id, SUM(amount)"))
    return [
        Row("plans by dimension, stream, year", lambda: plan_money.cells(of_plans), three, most=1.5),
        Row(
            "the same proved, with names",
            lambda: plan_money.read(user, plans),
            one_after_another(three, of_items),
        ),
        Row("allocations by tambon", by("tambon"), grouped(code), most=1.5),
        Row("allocations by stream", by("work_stream"), grouped("work_stream_id"), most=1.5),
        Row("allocations by year", by("fiscal_year"), grouped("fiscal_year"), most=1.5),
        Row(
            "allocations by tambon, proved",
            lambda: sums.table(user, asked, "tambon"),
            one_after_another(grouped(code), of_lines, outside),
        ),
        Row(
            "allocations by tambon, country",
            by("tambon", head, whole),
            grouped(code, "1 = 1"),
            most=1.5,
            grows=None,
        ),
        Row("report by leg and tambon", lambda: leg_report.read(user, asked, "tambon")),
        Row(
            "heat table: baht by stream",
            mapping(),
            one_after_another(by_stream, of_lines, outside, states, *around),
            most=3,
            grows=1.4,
        ),
        Row(
            "heat table: baht by agency",
            mapping(columns="agency"),
            one_after_another(by_agency, of_lines, outside, *around),
            most=3,
            grows=1.4,
        ),
        Row(
            "heat table: projects by stream",
            mapping(value="projects"),
            one_after_another(sql(by_project), of_projects, states, *around),
            most=3,
            grows=1.4,
        ),
        Row(
            "heat table: needs by dimension",
            mapping(value="needs"),
            one_after_another(told, counted, *around),
            most=3,
            grows=1.4,
        ),
        Row(
            "heat table: age of surveys",
            mapping(value="survey"),
            one_after_another(days, *around),
            most=3,
            grows=1.4,
        ),
        Row("heat table: its page", page(f"/areas/{PROVINCE}/mapping/"), grows=1.4),
        Row(FIRST, page("/projects/"), None, admin, "stock admin"),
        Row(DEEP, page(f"/projects/?page={last}")),
        Row("needs, first page", page("/needs/")),
        Row("page of what plans ask for", page(f"/areas/{PROVINCE}/plan-money/")),
        Row("projects as a workbook", page("/projects.xlsx"), script, export, "import-export"),
        Row("search: ฝาย", lambda: find("ฝาย", user)),
        Row("home", page("/")),
        Row("overlaps of a province", lambda: overlaps(user, PROVINCE)),
        Row("overlaps: their page", page("/overlaps/")),
        Row("overlaps: their page, most money", page("/overlaps/?sort=-money")),
        Row("overlaps: their page, of seven provinces", page("/overlaps/", seven)),
        Row("overlaps: their page, of a superuser", page("/overlaps/", head)),
        Row("gaps: their page", page("/gaps/")),
        Row("board of a tambon", page(f"/areas/{TAMBON}/")),
        Row("board of a province", page(f"/areas/{PROVINCE}/")),
    ]


def measure(name, small, large, takes, by_processor):
    """Return a row with its medians, its queries and the peak of memory."""
    from django.db import connection

    row = large.rows[name]
    times = {place: [] for place in ("small", "ours", "floor", "peer")}
    for _take in range(takes):
        enter(small)
        timed(small.rows[name].ours, times["small"], by_processor)
        enter(large)
        for place in ("ours", "floor", "peer"):
            if ask := getattr(row, place):
                timed(ask, times[place], by_processor)
    made = []
    with connection.execute_wrapper(lambda ask, sql, *rest: made.append(sql) or ask(sql, *rest)):
        row.ours()
    tracemalloc.start()
    row.ours()
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    medians = {place: statistics.median(taken) if taken else None for place, taken in times.items()}
    return row, Measured(**medians, queries=len(made), peak=peak)


def timed(ask, times, by_processor):
    """Ask twice, the first time unmeasured, since the database was changed before; by the processor, many times."""
    ask()
    clock, many = (processor, REPEATS) if by_processor else (time.perf_counter, 1)
    started = clock()
    for _time in range(many):
        ask()
    times.append((clock() - started) / many)


# --- Told


def table(found):
    """Print the table; a ratio above its limit is marked."""
    print("| what (of one province) | ours ms | floor | ratio | peer | ratio | growth | queries | MB |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|--:|")
    for row, one in found.values():
        cells = [
            row.name,
            ms(one.ours),
            ms(one.floor),
            ratio(one.ours, one.floor, row.most),
            f"{ms(one.peer)} {row.peers_name}".strip(),
            ratio(one.ours, one.peer),
            ratio(one.ours, one.small, row.grows),
            str(one.queries),
            f"{one.peak / 1e6:.1f}",
        ]
        print("| " + " | ".join(cells) + " |")
    if DEEP not in found:
        return print(load())
    deeper = found[DEEP][1].ours / found[FIRST][1].ours
    return print(f"the deep page by the first: {ratio(deeper, 1, MOST_DEEPER)} · {load()}")


def ms(seconds):
    return "–" if seconds is None else f"{1000 * seconds:.1f}"


def ratio(ours, other, most=None):
    """Return ours by the other's, marked where it is above its limit."""
    if other is None:
        return "–"
    return f"**{ours / other:.2f}**" if most and ours / other > most else f"{ours / other:.2f}"


if __name__ == "__main__":
    main()
