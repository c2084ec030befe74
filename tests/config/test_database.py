"""The database of a real server: a pool that checks its connections, with what its address asks for."""

import json
import os
import subprocess
import sys

ASK = """
import json, django
from django.conf import settings
django.setup()
from django.db import connection
pool = connection.pool  # made without connecting
told = {"pool": pool.max_size, "checked": pool._check is not None, **connection.get_connection_params()}
print(json.dumps({key: told.get(key) for key in ("pool", "checked", "sslmode")}))
"""


def test_postgresql_is_reached_through_a_pool_with_the_options_of_its_address(tmp_path):
    """The suite itself needs no pool, so only this test meets it."""
    env = {name: value for name, value in os.environ.items() if name not in {"TEST_ENGINE", "DEMO"}}
    env |= {"DATABASE_URL": "postgresql://one@127.0.0.1/none?sslmode=require", "DATA_DIR": str(tmp_path)}
    env |= {"DEBUG": "1", "DJANGO_SETTINGS_MODULE": "config.settings"}
    told = subprocess.run([sys.executable, "-c", ASK], env=env, capture_output=True, text=True, timeout=60)
    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout) == {"pool": 10, "checked": True, "sslmode": "require"}
