"""How well and how fast similar items are found: `.venv/bin/python -m bench.similarity [--engine postgresql]`.

Prints precision and recall on the labelled pairs (threshold chosen on the dev half, measured on the held-out half)
and the time that `suggest` takes for 7,700 items of a province in a throw-away database, its queries included.
"""

from __future__ import annotations

import argparse
import logging
import os
import platform
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TAMBONS, PER_TAMBON = 110, 70
LIMIT = 2.0  # seconds, issue 3
TAKES = 5
SYLLABLES = [
    "ทอง",
    "น้อย",
    "ใหญ่",
    "แก้ว",
    "คำ",
    "ดง",
    "โป่ง",
    "ไผ่",
    "ทราย",
    "หิน",
    "แดง",
    "ดำ",
    "ขาว",
    "เกษม",
    "เจริญ",
    "สุข",
    "ศรี",
    "จันทร์",
    "มะขาม",
    "ตะเคียน",
    "ยาง",
    "พลวง",
]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--mistakes", choices=["dev", "heldout"], help="list what was told wrongly")
    parser.add_argument("--quality", action="store_true", help="leave the clock out")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ["TEST_ENGINE"] = options.engine
    with tempfile.TemporaryDirectory(prefix="phuenngan-bench-", ignore_cleanup_errors=True) as folder:
        os.environ["DATA_DIR"] = folder
        server = start(options.engine, folder)
        import django

        django.setup()
        logging.disable()
        try:
            print(f"{commit()} · Python {platform.python_version()} · {os.cpu_count()} cores")
            quality(options.mistakes)
            if not options.quality:
                speed(options.engine)
        finally:
            if server:
                server.cleanup()


def start(engine, folder):
    """Start a PostgreSQL of our own where it is asked for."""
    if engine == "sqlite" or os.environ.get("TEST_DATABASE_URL"):
        return None
    import pgserver

    server = pgserver.get_server(f"{folder}/pg", cleanup_mode="delete")
    os.environ["TEST_DATABASE_URL"] = server.get_uri()
    return server


def commit():
    told = subprocess.run(
        ["git", "describe", "--always", "--dirty", "--abbrev=7"], cwd=ROOT, capture_output=True, text=True
    )
    return f"commit {told.stdout.strip() or 'unknown'}"


# --- How well


def quality(mistakes):
    from plans.likeness import THRESHOLD
    from tests.plans import pairs as labelled

    pairs = labelled.read()
    counts = Counter((pair.split, pair.label) for pair in pairs)
    chosen = labelled.choose(labelled.part(pairs, "dev"))
    print(f"{len(pairs)} labelled pairs; threshold chosen on dev {chosen:.2f}, in use {THRESHOLD:.2f}")
    print("half      same related different  precision  recall     F1   no label apart*")
    for split in ("dev", "heldout"):
        part = labelled.part(pairs, split)
        found = labelled.measure(part, chosen)
        wide = labelled.measure(part, chosen, ("same", "related")).precision
        told = [counts[split, label] for label in ("same", "related", "different")]
        print(
            f"{split:8} {told[0]:5} {told[1]:7} {told[2]:9}  {found.precision:9.3f}  {found.recall:6.3f}"
            f"  {found.f1:5.3f}   {wide:.3f}"
        )
    print("* the part of what is suggested that is the same or at least related")
    hard = [pair for pair in labelled.part(pairs, "heldout") if pair.hard]
    found = labelled.measure(hard, chosen)
    print(f"heldout, hard pairs alone ({len(hard)}): {found.precision:.3f} {found.recall:.3f}")
    for pair in labelled.part(pairs, mistakes) if mistakes else ():
        if (pair.score >= chosen) != (pair.label == "same"):
            print(f"  {pair.score:.2f} {pair.label:9} {pair.a} | {pair.b}")


# --- How fast


def titles(rng):
    """Yield titles as tambons write them: the labelled titles with places, lengths and invented names."""
    from tests.plans import pairs as labelled

    known = [
        (row["dimension"], row[f"title_{side}"], row[f"needs_{side}"])
        for row in labelled.rows()
        for side in "ab"
    ]
    while True:
        dimension, title, need = rng.choice(known)
        name = "".join(rng.choice(SYLLABLES) for _part in range(rng.randint(2, 4)))
        tail = rng.choice(
            [
                f" บ้าน{name} ม.{rng.randint(1, 14)}",
                f"สาย{name}",
                f"ริม{name}",
                f" {name}",
                f" กลุ่ม{name} หมู่ที่ 3",
                "",
            ]
        )
        yield dimension, title + tail, need


def speed(engine):
    from django.db import connection, transaction

    connection.creation.create_test_db(verbosity=0)
    try:
        for told, one, lines in (
            ("five dimensions", False, 0),
            ("all in one dimension", True, 0),
            ("one in three already in 150 lines", False, 150),
        ):
            with transaction.atomic():  # undone: what history holds cannot be deleted
                plan = build(one)
                if lines:
                    carry_up(plan, lines)
                clock(f"{engine}, {told}", plan)
                pages(plan)
                transaction.set_rollback(True)
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


def build(one_dimension):
    """Put 110 tambons with 70 items each below a province's plan; return the plan."""
    from areas.models import Area
    from meetings.models import Meeting
    from plans.models import ItemBudget, Need, NeedLink, Plan, PlanItem
    from projects.models import Dimension

    rng = random.Random(2566)
    made = titles(rng)
    Area.objects.create(code="72", level="province", name_th="สุพรรณบุรี")
    codes = [f"72{1 + number // 11:02d}{1 + number % 11:02d}" for number in range(TAMBONS)]
    for code in sorted({code[:4] for code in codes}):
        Area.objects.create(code=code, level="district", parent_id="72", name_th=f"อำเภอ{code}")
    Area.objects.bulk_create(
        Area(
            code=code,
            level="tambon",
            parent_id=code[:4],
            name_th=f"{rng.choice(SYLLABLES)}{rng.choice(SYLLABLES)}",
        )
        for code in codes
    )
    Area.objects.bulk_create(
        Area(
            code=f"{code}{moo:02d}",
            level="village",
            parent_id=code,
            moo_no=moo,
            name_th="บ้าน" + "".join(rng.sample(SYLLABLES, 2)),
        )
        for code in codes
        for moo in range(1, 10)
    )
    dimensions = {
        code: Dimension.objects.create(code=code, name=code)
        for code in ("ECON", "SOC", "ENV", "HEALTH", "GOV")
    }
    meeting = Meeting.objects.create(
        area_id="72", kind="council", title="สภา", held_on="2023-07-05", headcount=9
    )
    period = {"first_year": 2567, "last_year": 2570}
    plan = Plan.objects.create(area_id="72", **period)
    below = Plan.objects.bulk_create(
        Plan(area_id=code, status="endorsed", endorsed_at=meeting, **period) for code in codes
    )
    items, needs = [], []
    for child in below:
        for number in range(1, PER_TAMBON + 1):
            dimension, title, need = next(made)
            chosen = dimensions["ENV" if one_dimension else dimension]
            items.append(
                PlanItem(
                    plan=child,
                    area_id=child.area_id,
                    number=number,
                    title=title,
                    dimension=chosen,
                    doability="support",
                    door="province",
                )
            )
            needs.append(Need(area_id=child.area_id, dimension=chosen, title=need, severity=4))
    items = PlanItem.objects.bulk_create(items, batch_size=500)
    needs = Need.objects.bulk_create(needs, batch_size=500)
    NeedLink.objects.bulk_create(
        (NeedLink(item=item, need=need) for item, need in zip(items, needs, strict=True)), batch_size=500
    )
    ItemBudget.objects.bulk_create(
        (
            ItemBudget(
                item=item,
                year=year,
                amount=rng.randint(1, 90) * 10_000,
                plan_id=item.plan_id,
                area_id=item.area_id,
                dimension_id=item.dimension_id,
            )
            for item in items
            for year in rng.sample(range(2567, 2571), 2)
        ),
        batch_size=500,
    )
    return plan


def carry_up(plan, lines):
    """Carry every third item up into lines of its dimension."""
    from plans.models import ItemBudget, Lineage, LineageYear, PlanItem

    rng = random.Random(2567)
    items = list(PlanItem.objects.exclude(plan=plan).order_by("pk"))[::3]
    made = {}
    for number in range(1, lines + 1):
        first = items[number]
        line = PlanItem.objects.create(
            plan=plan,
            area_id="72",
            number=number,
            title=first.title,
            dimension_id=first.dimension_id,
            doability="support",
            door="province",
        )
        made.setdefault(first.dimension_id, []).append(line)
    ties = Lineage.objects.bulk_create(
        [Lineage(parent=rng.choice(made[item.dimension_id]), child=item) for item in items], batch_size=500
    )
    years = {}
    for item, year, amount in ItemBudget.objects.values_list("item_id", "year", "amount"):
        years.setdefault(item, []).append((year, amount))
    LineageYear.objects.bulk_create(
        (
            LineageYear(lineage=tie, year=year, amount=amount)
            for tie in ties
            for year, amount in years[tie.child_id]
        ),
        batch_size=500,
    )


def clock(told, plan):
    from django.db import connection, reset_queries
    from django.test.utils import CaptureQueriesContext

    from plans import rollup, similarity

    times, reading, busy = [], [], []
    for _take in range(TAKES):
        reset_queries()
        begun, worked = time.perf_counter(), time.process_time()
        read = rollup.read(plan)
        reading.append(time.perf_counter() - begun)
        found = similarity.suggest(plan, read)
        times.append(time.perf_counter() - begun)
        busy.append(time.process_time() - worked)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        similarity.suggest(plan)
    titles_there = {row.title for row in read.waiting}
    times.sort()
    word = "under" if times[-1] < LIMIT else "OVER"
    print(
        f"{told}: {len(read.waiting):,} items, {len(titles_there):,} different titles → {len(found)} suggestions; "
        f"median {times[TAKES // 2]:.2f} s, slowest {times[-1]:.2f} s of {TAKES} ({word} {LIMIT} s), "
        f"of it reading the roll-up {sorted(reading)[TAKES // 2]:.2f} s; "
        f"processor time median {sorted(busy)[TAKES // 2]:.2f} s; {len(queries)} queries; "
        f"load of the machine {os.getloadavg()[0]:.1f}"
    )


def pages(plan):
    """Print how long the workbench and its suggestions, which it fetches after, take as pages."""
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.test import Client
    from django.urls import reverse

    settings.ALLOWED_HOSTS = ["*"]
    client = Client()
    client.force_login(get_user_model().objects.create(username="bench", is_superuser=True, is_staff=True))
    for name, headers in (("rollup", {}), ("rollup_alike", {"HX-Request": "true"})):
        times, busy, size = [], [], 0
        for _take in range(TAKES):
            begun, worked = time.perf_counter(), time.process_time()
            answer = client.get(reverse(name, args=[plan.pk]), headers=headers)
            times.append(time.perf_counter() - begun)
            busy.append(time.process_time() - worked)
            size = len(answer.content)
            assert answer.status_code == 200, answer
        print(
            f"  page {name}: median {sorted(times)[TAKES // 2]:.2f} s, slowest {max(times):.2f} s, processor time "
            f"median {sorted(busy)[TAKES // 2]:.2f} s, {size // 1024} KiB; load {os.getloadavg()[0]:.1f}"
        )


if __name__ == "__main__":
    sys.exit(main())
