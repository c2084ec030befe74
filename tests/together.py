"""Several people at the same moment: each does a work in a thread and a connection of their own."""

import threading
import time

from django.db import connection

SECONDS = 30  # until somebody counts as hanging; a busy machine starts threads late


def at_once(*works):
    """Do each work in a thread of its own, released together; return what they returned or raised."""
    gate, told = threading.Barrier(len(works)), {}

    def run(number, work):
        try:
            gate.wait(SECONDS)
            told[number] = work()
        except Exception as error:
            told[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=one, daemon=True) for one in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SECONDS)
    return [told[number] for number in sorted(told)]


def slowly(monkeypatch, owner, name, seconds=0.3):
    """Let a function take its time after it has looked, so that what follows from it comes late."""
    known = getattr(owner, name)

    def look(*args, **kwargs):
        found = known(*args, **kwargs)
        time.sleep(seconds)
        return found

    monkeypatch.setattr(owner, name, look)
