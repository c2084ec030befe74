"""How fast the lists answer, first page and deep: `DEBUG=1 .venv/bin/python -m bench.lists [--engine postgresql]`.

The rows of bench.search: 30,000 needs and 40,000 items over three provinces. Whole pages are clocked, template
included, for a superuser: by the wall, and how long a processor was busy.
"""

from __future__ import annotations

import os
import statistics
import time

from bench.search import fill, main, processor

TAKES = 7
LISTS = [
    "/needs/",
    "/needs/?page=300",
    "/needs/?sort=title&page=300",
    "/needs/?sort=title&page=9999",
    "/needs/?q=ประปา&sort=title",
    "/plans/",
    "/plans/?sort=-total",
    "/plans/{plan}/items/",
    "/plans/{plan}/items/?sort=-total&page=3",
]


def run():
    from django.db import connection
    from django.test import Client
    from django.test.utils import setup_test_environment

    from areas.models import User
    from plans.models import Plan

    setup_test_environment(debug=False)
    connection.creation.create_test_db(verbosity=0)
    try:
        fill()
        connection.cursor().execute("ANALYZE")
        client = Client()
        client.force_login(User.objects.create(username="head", is_superuser=True))
        plan = Plan.objects.order_by("pk").first().pk
        for address in LISTS:
            wall, cpu = clock(client, address.format(plan=plan))
            print(f"{address:44} {1000 * wall:6.0f} ms ({1000 * cpu:3.0f} of the processor)")
        print("load of the machine meanwhile: " + " ".join(f"{load:.1f}" for load in os.getloadavg()))
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


def clock(client, address):
    """Return the median seconds by the wall and the mean ones of the processor, the database's process included."""
    assert client.get(address).status_code == 200, address
    times, before = [], processor()
    for _take in range(TAKES):
        started = time.perf_counter()
        client.get(address)
        times.append(time.perf_counter() - started)
    return statistics.median(times), (processor() - before) / TAKES


if __name__ == "__main__":
    main(__doc__, run)
