"""What pages and tables of a province cost, in a small country and in the whole one: `python3 -m config bench`.

    python3 -m config bench [--engine postgresql] [--provinces 77] [--takes 5]

Seeds a throw-away database with a tenth of the provinces and one with all of them (`manage.py seed_country`), the
same province inside, and prints one table: ours, the floor (the same question in raw SQL, or the library alone), a
peer (stock admin, django-import-export, a script with openpyxl), their ratios, how ours grew from the small country
to the large one, queries, and the peak of memory. Times are medians of interleaved takes. At the end every cell of
the sums of the whole country is laid beside a sum made row by row. The limits are those of issue 4, item 6.
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

from bench.similarity import commit, start

PROVINCE = "71"
WITHIN = "area_id >= '71' AND area_id < '72'"


@dataclass
class Row:
    """One line of the table: `most` is the largest ratio of ours to the floor, `grows` of the large to the small."""

    name: str
    ours: Callable[[], Any]
    floor: Callable[[], Any] | None = None
    peer: Callable[[], Any] | None = None
    peers_name: str = ""
    most: float | None = None
    grows: float = 1.2


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--engine", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument(
        "--provinces", type=int, default=77, help="of the large country; the small one has a tenth"
    )
    parser.add_argument("--takes", type=int, default=5)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ["TEST_ENGINE"] = options.engine
    with tempfile.TemporaryDirectory(prefix="phuenngan-bench-", ignore_cleanup_errors=True) as folder:
        os.environ["DATA_DIR"] = folder
        server = start(options.engine, folder)
        import django
        from django.test.utils import setup_test_environment

        django.setup()
        setup_test_environment(debug=False)
        logging.disable()
        print(f"{commit()} · {options.engine} · Python {platform.python_version()} · {os.cpu_count()} cores")
        try:
            small = country(max(1, options.provinces // 10), options.takes)
            large = country(options.provinces, options.takes, whole=True)
            table(small, large)
        finally:
            if server:
                server.cleanup()


def country(provinces, takes, *, whole=False):
    """Return {row's name: (Row, seconds of ours, floor and peer, queries, peak bytes)} of a country of that size."""
    from django.core.management import call_command
    from django.db import connection

    from areas.models import User
    from plans.country import seeding
    from plans.country.size import Size
    from tests.plans import exact

    connection.creation.create_test_db(verbosity=0)
    try:
        call_command("load_areas", verbosity=0, stdout=io.StringIO())
        call_command("load_reference", verbosity=0, stdout=io.StringIO())
        started = time.monotonic()
        counts = seeding.seed(Size(), provinces)
        took = time.monotonic() - started
        print(f"{provinces} provinces, {sum(counts.values()):,} rows in {took:.0f} s: " + told(counts))
        measured = {row.name: measure(row, takes) for row in rows()}
        if whole:
            head = User.objects.get(username="head")
            started = time.monotonic()
            wrong = exact.wrong_tables(head) + exact.wrong_reports(head)
            took = time.monotonic() - started
            print(f"every cell of the country's sums, row by row: {wrong or 'exact'} ({took:.0f} s)")
        return measured
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


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

    from areas.models import Assignment, Role, User
    from plans.search import find
    from projects import leg_report, overdue, sums
    from projects.models import Project

    user = User.objects.create(username="one", is_staff=True, is_superuser=False)
    Assignment.objects.create(user=user, role=Role.SECRETARIAT, area_id=PROVINCE)
    head = User.objects.create(username="head", is_staff=True, is_superuser=True)
    client = Client()
    client.force_login(user)
    asked = sums.Asked(area=PROVINCE)
    mine = Project.objects.visible_to(user)
    last = mine.count() // 25 or 1

    def sql(text):
        def ask():
            with connection.cursor() as cursor:
                cursor.execute(text)
                return cursor.fetchall()

        return ask

    def grouped(by):
        return sql(
            f"SELECT {by}, SUM(amount) FROM projects_allocation WHERE {WITHIN} AND kind = 'grant' GROUP BY 1"
        )

    def page(address):
        def ask():
            answer = client.get(address)
            assert answer.status_code == 200, (address, answer.status_code)
            return answer.getvalue() if answer.streaming else answer.content

        return ask

    def by(name):
        from projects.sums import BY, allocations_of

        return lambda: dict(BY[name](allocations_of(user, asked)).annotate(sum=baht()).iterator())

    def baht():
        from django.db.models import Sum

        return Sum("amount")

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
    return [
        Row("sums by stream", by("work_stream"), grouped("work_stream_id"), most=1.5),
        Row("sums by year", by("fiscal_year"), grouped("fiscal_year"), most=1.5),
        Row("sums by tambon", by("tambon"), grouped(code), most=1.5),
        Row("table by tambon, proved", lambda: sums.table(user, asked, "tambon"), grouped(code)),
        Row("report by leg and tambon", lambda: leg_report.read(user, asked, "tambon")),
        Row("what is overdue", lambda: list(overdue.keys(user)[:25])),
        Row("search: ฝาย", lambda: find("ฝาย", user)),
        Row("projects, first page", page("/projects/"), None, admin, "stock admin"),
        Row("projects, deep page", page(f"/projects/?page={last}")),
        Row("needs, first page", page("/needs/")),
        Row("projects as a workbook", page("/projects.xlsx"), script, export, "import-export"),
        Row("home", page("/")),
    ]


def measure(row, takes):
    """Return a row with its medians, its queries and the peak of memory."""
    from django.db import connection

    asked = [one for one in (row.ours, row.floor, row.peer) if one]
    times = {one: [] for one in asked}
    for one in asked:
        one()
    for _take in range(takes):
        for one in asked:
            started = time.perf_counter()
            one()
            times[one].append(time.perf_counter() - started)
    made = []
    with connection.execute_wrapper(lambda ask, sql, *rest: made.append(sql) or ask(sql, *rest)):
        row.ours()
    tracemalloc.start()
    row.ours()
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    medians = [statistics.median(times[one]) if one else None for one in (row.ours, row.floor, row.peer)]
    return row, medians, len(made), peak


# --- Told


def table(small, large):
    """Print the table; a ratio above its limit is marked."""
    head = ("what (of one province)", "ours ms", "floor", "ratio", "peer", "ratio", "growth", "queries", "MB")
    print(f"{head[0]:26}" + "".join(f"{one:>10}" for one in head[1:]))
    for name, (row, (ours, floor, peer), queries, peak) in large.items():
        grew = ours / small[name][1][0]
        cells = [
            f"{1000 * ours:.1f}",
            ms(floor),
            ratio(ours, floor, row.most),
            ms(peer),
            ratio(ours, peer),
            ratio(grew, 1, row.grows),
            str(queries),
            f"{peak / 1e6:.1f}",
        ]
        print(f"{name:26}" + "".join(f"{one:>10}" for one in cells) + (f"  {row.peers_name}" if peer else ""))
    print("load of the machine meanwhile: " + " ".join(f"{load:.1f}" for load in os.getloadavg()))


def ms(seconds):
    return "–" if seconds is None else f"{1000 * seconds:.1f}"


def ratio(ours, other, most=None):
    """Return ours by the other's, marked where it is above its limit."""
    if other is None:
        return "–"
    return f"{ours / other:.2f}" + (" !" if most and ours / other > most else "")


if __name__ == "__main__":
    main()
