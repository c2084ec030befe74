"""How fast and how lean a large province's workbook is, against XlsxWriter alone writing the very same cells.

    DEBUG=1 .venv/bin/python bench/workbook.py

Makes a province of 110 tambons × 70 items in a scratch SQLite database, writes its workbook once while noting
every call to XlsxWriter, then runs both sides in turn, each in a process of its own:

  ours       from the plan's row to the finished file: queries, roll-up, row heights, digest, writing
  alone      a loop that makes the noted calls (same strings, numbers, formulas, formats, heights), nothing else

Time is wall time inside the process after all imports; the other side has its calls ready in memory. Memory is
the peak of the process (ru_maxrss); the other side reads its calls row by row from a file, so that it holds
nothing but XlsxWriter's own. Both processes import Django and the app, and what that alone takes is shown, so
that the reader can see the ratio of the whole processes and that of what the work added.
"""

import argparse
import gc
import hashlib
import io
import json
import os
import pickle
import platform
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"

PROVINCE, TAMBONS, ITEMS, VILLAGES = "72", 110, 70, 8
FIRST, LAST = 2567, 2570
WORDS = [
    *("พัฒนา", "ระบบน้ำ", "อุปโภคบริโภค", "ซ่อมแซม", "ฝาย", "ชะลอน้ำ", "ขุดลอก", "คลอง"),
    *("ส่งเสริม", "อาชีพ", "กลุ่มสตรี", "ผู้สูงอายุ", "บ้านทรุดโทรม", "ป่าชุมชน", "แนวกันไฟ", "ขยะ"),
    *("ต้นทาง", "ถนน", "สายหลัก", "ไฟส่องสว่าง", "ตลาด", "ชุมชน", "กองทุน", "สวัสดิการ"),
    *("เยาวชน", "เรียนรู้", "ภูมิปัญญา", "ท้องถิ่น", "หน้าแล้ง", "น้ำหลาก", "ชาวบ้าน", "อยากมี"),
    *("ช่วยกัน", "ดูแล", "รักษา", "ให้ทั่วถึง", "ทุกครัวเรือน"),
]


# --- The province


def setup():
    import django

    django.setup()


def build():
    """Fill the scratch database; return what it holds."""
    setup()
    from django.core.management import call_command

    from areas.models import Area, Level
    from config.tools.thai import sort_key
    from meetings.models import Meeting
    from plans.models import (
        ItemBudget,
        LeftOut,
        LeftOutYear,
        Lineage,
        LineageYear,
        Need,
        NeedLink,
        Plan,
        PlanItem,
    )
    from projects.models import Agency, Dimension, WorkStream
    from projects.reference import load_reference

    call_command("migrate", verbosity=0)
    call_command("load_areas", stdout=io.StringIO())
    load_reference([PROVINCE])
    dice = random.Random(2567)

    def text(least, most):
        return "".join(
            dice.choice(WORDS) + (" " if dice.random() < 0.25 else "")
            for _ in range(dice.randint(least, most))
        )

    tambons = [
        area.code
        for area in Area.objects.current()
        .inside(PROVINCE)
        .filter(level=Level.TAMBON)
        .order_by("code")[:TAMBONS]
    ]
    Area.objects.bulk_create(
        Area(
            code=f"{code}{n:02d}", level=Level.VILLAGE, parent_id=code, moo_no=n,
            name_th=f"บ้าน{WORDS[n]}", name_sort=sort_key(f"บ้าน{WORDS[n]}"),
        )
        for code in tambons for n in range(1, VILLAGES + 1)
    )  # fmt: skip
    dimensions = list(Dimension.objects.order_by("position"))
    streams = list(WorkStream.objects.all())
    agencies = list(Agency.objects.order_by("name"))

    def plan(area, endorsed=True):
        meeting = Meeting.objects.create(
            area_id=area, kind="council", title="สภาองค์กรชุมชน", held_on=date(2023, 7, 5)
        )
        state = {"status": "endorsed", "endorsed_at": meeting} if endorsed else {}
        return Plan.objects.create(area_id=area, first_year=FIRST, last_year=LAST, prefix="", **state)

    def item(of, number, area):
        return PlanItem(
            plan=of, area_id=area, number=number, title=text(4, 9), objective=text(8, 20), target=text(6, 14),
            indicator=text(4, 10), expected_result=text(6, 14), dimension=dice.choice(dimensions),
            work_stream=dice.choice(streams), doability="support", door="province", main_agency=dice.choice(agencies),
        )  # fmt: skip

    def budget(of, year, source, amount):
        return ItemBudget(
            item=of, year=year, wanted_source_id=source, amount=amount, plan_id=of.plan_id, area_id=of.area_id,
            dimension_id=of.dimension_id, work_stream_id=of.work_stream_id,
        )  # fmt: skip

    province = plan(PROVINCE, endorsed=False)
    children, village_items, needs, links, budgets, lineages = [], [], [], [], [], []
    for code in tambons:
        below = plan(code)
        children += [item(below, n, code) for n in range(1, ITEMS + 1)]
        for n in range(1, VILLAGES + 1):
            at = plan(f"{code}{n:02d}")
            village_items += [item(at, number, at.area_id) for number in (1, 2, 3)]
        needs += [
            Need(
                area_id=f"{code}{dice.randint(1, VILLAGES):02d}", dimension=dice.choice(dimensions),
                title=text(3, 6), cause=text(5, 14), wish=text(3, 9), severity=dice.randint(1, 5),
                households=dice.randint(5, 300),
            )
            for _ in range(ITEMS)
        ]  # fmt: skip
    PlanItem.objects.bulk_create([*children, *village_items], batch_size=2000)
    Need.objects.bulk_create(needs, batch_size=2000)
    by_tambon = {}
    for one in village_items:
        by_tambon.setdefault(one.area_id[:6], []).append(one)
    spread = {}
    for place, child in enumerate(children):
        source = None if dice.random() < 0.1 else dice.choice(agencies).pk
        years = dice.sample(range(FIRST, LAST + 1), dice.choice([1, 2, 2, 3]))
        spread[child.pk] = {(year, source): Decimal(dice.randint(2, 900) * 1000) for year in years}
        budgets += [
            budget(child, year, source, amount) for (year, source), amount in spread[child.pk].items()
        ]
        tambon = place // ITEMS
        own = {dice.randrange(tambon * ITEMS, (tambon + 1) * ITEMS) for _ in range(dice.choice([1, 1, 2]))}
        links += [NeedLink(need=needs[n], item=child) for n in sorted(own)]
    for village in village_items:
        amount = Decimal(dice.randint(2, 90) * 1000)
        budgets.append(budget(village, FIRST, None, amount))
        links.append(NeedLink(need=dice.choice(needs), item=village))
    parents = {}
    for child in children:
        for below in dice.sample(by_tambon[child.area_id], 1 if dice.random() < 0.3 else 0):
            lineages.append((Lineage(parent=child, child=below), {}))
    lines = [item(province, n, None) for n in range(1, 701)]
    PlanItem.objects.bulk_create(lines)
    outs, sums = [], {}
    for child in children:
        roll = dice.random()
        if roll < 0.8:
            line = dice.choice(lines)
            parents[child.pk] = line
            lineages.append((Lineage(parent=line, child=child), spread[child.pk]))
            for cell, amount in spread[child.pk].items():
                key = (line.pk, *cell)
                sums[key] = sums.get(key, Decimal(0)) + amount
        elif roll < 0.9:
            outs.append(
                (LeftOut(plan=province, item=child, ground="other", reason=text(5, 12)), spread[child.pk])
            )
    by_pk = {line.pk: line for line in lines}
    budgets += [budget(by_pk[pk], year, source, amount) for (pk, year, source), amount in sums.items()]
    ItemBudget.objects.bulk_create(budgets, batch_size=2000)
    NeedLink.objects.bulk_create(links, batch_size=2000)
    Lineage.objects.bulk_create([row for row, _cells in lineages], batch_size=2000)
    LineageYear.objects.bulk_create(
        [
            LineageYear(lineage=row, year=year, wanted_source_id=source, amount=amount)
            for row, cells in lineages
            for (year, source), amount in cells.items()
        ],
        batch_size=2000,
    )
    LeftOut.objects.bulk_create([row for row, _cells in outs], batch_size=2000)
    LeftOutYear.objects.bulk_create(
        [
            LeftOutYear(left_out=row, year=year, wanted_source_id=source, amount=amount)
            for row, cells in outs
            for (year, source), amount in cells.items()
        ],
        batch_size=2000,
    )
    return {
        "tambons": len(tambons), "items": len(children), "village items": len(village_items), "needs": len(needs),
        "lines": len(lines), "plan": province.pk,
    }  # fmt: skip


# --- The calls to XlsxWriter, noted once

SHEET_CALLS = [
    *(
        "set_landscape",
        "center_horizontally",
        "set_paper",
        "set_margins",
        "fit_to_pages",
        "hide_gridlines",
        "set_footer",
    ),
    *("set_column", "repeat_rows", "freeze_panes", "set_row", "write_string", "write_number"),
    *("write_blank", "write_formula"),
]


def note(folder):
    """Write the workbook once, noting the calls sheet by sheet in the order they come; return facts about it."""
    setup()
    import xlsxwriter
    from xlsxwriter.format import Format

    calls, formats, sheets = [], {}, []

    class Merge(list):
        def __init__(self, sheet):
            self.sheet = sheet

        def append(self, cells):
            calls.append((self.sheet, "merge", cells, {}))
            super().append(cells)

    def noted(method, number):
        def call(*args, **kwargs):
            plain = tuple(("format", formats[id(arg)]) if isinstance(arg, Format) else arg for arg in args)
            calls.append((number, method.__name__, plain, kwargs))
            return method(*args, **kwargs)

        return call

    def noted_row(method, number):
        def call(row, cells):
            for col, cell in enumerate(cells):
                name, form = type(cell).__name__, ("format", formats[id(cell.format)])
                if name == "Formula":
                    calls.append(
                        (number, "write_formula", (row, col, f"={cell.formula}", form, cell.value), {})
                    )
                else:
                    value = None if name == "Blank" else cell[0]
                    calls.append((number, f"write_{name.lower()}", (row, col, value, form), {}))
            return method(row, cells)

        return call

    class Workbook(xlsxwriter.Workbook):
        def __init__(self, name, options):
            super().__init__(name, options)
            calls.append((None, "open", options, {}))
            self.noting = True  # from here on: its own formats it makes itself

        def set_properties(self, values):
            calls.append((None, "set_properties", values, {}))
            super().set_properties(values)

        def set_size(self, width, height):
            calls.append((None, "set_size", (width, height), {}))
            super().set_size(width, height)

        def add_format(self, properties=None):
            made = super().add_format(properties)
            if properties is not None and "font_name" in properties and hasattr(self, "noting"):
                formats[id(made)] = len(formats)
                calls.append((None, "add_format", properties, {}))
            return made

        def add_worksheet(self, name, kind):
            sheet = super().add_worksheet(name, kind)
            number = len(sheets)
            sheets.append(sheet)
            calls.append((None, "add_worksheet", name, {}))
            for method in SHEET_CALLS:
                setattr(sheet, method, noted(getattr(sheet, method), number))
            sheet.put_cells = noted_row(sheet.put_cells, number)
            sheet.merge = Merge(number)
            return sheet

    real, xlsxwriter.Workbook = xlsxwriter.Workbook, Workbook
    run_ours(folder / "noted.xlsx")
    xlsxwriter.Workbook = real
    with open(folder / "calls.pickle", "wb") as file:
        for start in range(0, len(calls), 200):
            pickle.dump(calls[start : start + 200], file, protocol=5)
    kinds = {}
    for _sheet, name, _args, _kwargs in calls:
        if name.startswith("write_"):
            kinds[name.removeprefix("write_")] = kinds.get(name.removeprefix("write_"), 0) + 1
    return {"cells": sum(kinds.values()), **kinds, "bytes": (folder / "noted.xlsx").stat().st_size}


# --- The two sides


def run_ours(target):
    from plans import workbook
    from plans.models import Plan

    plan = Plan.objects.select_related("area", "cluster", "endorsed_at").get(area_id=PROVINCE)
    workbook.write(workbook.content_of(plan), target)


def noted_calls(folder):
    with open(folder / "calls.pickle", "rb") as file:
        while True:
            try:
                yield from pickle.load(file)
            except EOFError:
                return


def run_alone(calls, target, constant_memory):
    import xlsxwriter

    book, formats, sheets = None, [], []
    writers = []
    for sheet, name, args, kwargs in calls:
        if sheet is not None:
            if name == "merge":
                sheets[sheet].merge.append(args)
            elif name.startswith("write_"):
                *rest, last = args[:4]
                writers[sheet][name](*rest, formats[last[1]], *args[4:])
            else:
                getattr(sheets[sheet], name)(*args, **kwargs)
        elif name == "open":
            book = xlsxwriter.Workbook(str(target), {**args, "constant_memory": constant_memory})
        elif name == "add_format":
            formats.append(book.add_format(args))
        elif name == "add_worksheet":
            page = book.add_worksheet(args)
            sheets.append(page)
            writers.append({method: getattr(page, method) for method in SHEET_CALLS})
        elif name == "set_size":
            book.set_size(*args)
        else:
            getattr(book, name)(args)
    book.close()


def side(name, folder):
    """Be one side in a process of its own; print what it took."""
    import xlsxwriter  # noqa: F401

    setup()
    from django.db import connection

    from plans import workbook  # noqa: F401

    connection.ensure_connection()
    target = folder / f"{name}-{os.getpid()}.xlsx"
    calls, mode = [], name.split(".")
    if "time" in mode and "alone" in mode:
        calls = list(noted_calls(folder))
        gc.collect()
        gc.freeze()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started, busy = time.perf_counter(), time.process_time()
    if mode[0] == "ours":
        run_ours(target)
    elif mode[0] == "alone":
        run_alone(calls or noted_calls(folder), target, constant_memory="default" not in mode)
    took, busy = time.perf_counter() - started, time.process_time() - busy
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    digest = hashlib.sha256(target.read_bytes()).hexdigest() if target.exists() else ""
    target.unlink(missing_ok=True)
    print(
        json.dumps(
            {"seconds": took, "cpu": busy, "before": before / 1024, "peak": peak / 1024, "sha": digest}
        )
    )


def child(name, folder):
    command = [sys.executable, __file__, "--side", name, "--folder", str(folder)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--side")
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    if options.side:
        known = {"build": lambda: build(), "note": lambda: note(options.folder)}
        made = known[options.side]() if options.side in known else side(options.side, options.folder)
        if made:
            print(json.dumps(made))
        return
    with tempfile.TemporaryDirectory(prefix="phuenngan-bench-") as place:
        folder = Path(place)
        os.environ.update(DATA_DIR=place, DATABASE_URL=f"sqlite:///{place}/bench.sqlite3", DEBUG="1")
        started = time.perf_counter()
        facts = child("build", folder)
        print(
            f"built in {time.perf_counter() - started:.0f} s:",
            ", ".join(f"{k} {v:,}" for k, v in facts.items()),
        )
        cells = child("note", folder)
        print("the workbook:", ", ".join(f"{k} {v:,}" for k, v in cells.items()))
        report(folder, options.runs)


def report(folder, runs):
    times = ["ours", "alone.time", "alone.time.default"]
    memory = ["ours", "alone", "alone.default"]
    results = {name: [] for name in {*times, *memory}}
    nothing = [child("nothing", folder)["peak"] for _ in range(3)]
    for number in range(runs):
        for name in times if number % 2 else reversed(times):
            results[name].append(child(name, folder))
        if number < 3:
            for name in memory[1:]:
                results[name].append(child(name, folder))
    shas = {run["sha"] for name in ("ours", "alone.time", "alone") for run in results[name]}
    print(f"same bytes on both sides and in every run: {len(shas) == 1}")
    base = statistics.median(nothing)
    print(f"a process with Django and the app imported, doing nothing: {base:.0f} MB")
    print(f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} cores, {runs} runs")
    print(f"\n{'':34}{'median s':>10}{'min–max s':>14}{'median CPU s':>14}{'peak MB':>10}{'added MB':>10}")
    seconds, cpu, peaks = {}, {}, {}
    for label, timed, held in (
        ("ours, query included", "ours", "ours"),
        ("XlsxWriter alone, constant_memory", "alone.time", "alone"),
        ("XlsxWriter alone, its default mode", "alone.time.default", "alone.default"),
    ):
        took = [run["seconds"] for run in results[timed]]
        peak = statistics.median(run["peak"] for run in results[held])
        cpu[label] = statistics.median(run["cpu"] for run in results[timed])
        seconds[label], peaks[label] = statistics.median(took), peak
        print(
            f"{label:34}{statistics.median(took):>10.2f}{f'{min(took):.2f}–{max(took):.2f}':>14}"
            f"{cpu[label]:>14.2f}{peak:>10.0f}{peak - base:>10.0f}"
        )
    ours, *others = seconds
    for other in others:
        print(
            f"ours ÷ {other}: time {seconds[ours] / seconds[other]:.2f}, "
            f"CPU {cpu[ours] / cpu[other]:.2f}, memory {peaks[ours] / peaks[other]:.2f} "
            f"(added {(peaks[ours] - base) / (peaks[other] - base):.2f})"
        )


if __name__ == "__main__":
    main()
