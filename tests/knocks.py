"""Knocking at doors: one request, and all that its answer lets a person read."""

import html
import io
import json
import re
import zipfile
from dataclasses import dataclass
from urllib.parse import unquote

from django.db import transaction

from tests.world import BAHT, MARKS, PARTS

ROW_ADDRESS = re.compile(
    r"/(?:needs|plans|items|lines|people|meetings|projects|budget-lines|admin/[a-z]+/[a-z]+)/[0-9]+/"
)

THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")


@dataclass
class Answer:
    """What a role got at a path; `text` is everything readable: body, address it is sent to, messages that wait."""

    role: str
    method: str
    path: str
    status: int
    location: str
    text: str
    error: str

    def __str__(self):
        return f"{self.role} {self.method} {self.path}: {self.status} {self.location} {self.error}".strip()

    def strange_marks(self, world):
        """Return the zones of which the person reads a mark, an amount or a row's address, without being let."""
        strange = [zone for zone in MARKS if zone not in PARTS[self.role].reads]
        shown = set(ROW_ADDRESS.findall(self.text)) - set(ROW_ADDRESS.findall(self.path))
        return [
            zone
            for zone in strange
            if any(word in self.text for word in told_by(zone)) or shown & world.addresses(zone)
        ]


def told_by(zone):
    """Return the words that stand in a zone's rows alone: its mark, and its amount as screens and cells write it."""
    if zone not in BAHT:
        return [MARKS[zone]]
    return [MARKS[zone], f"{BAHT[zone]:,}", f"{BAHT[zone]}", f"{BAHT[zone]:,}".translate(THAI_DIGITS)]


def knock(world, role, method, path, data=None, *, measure=None, **headers):
    """Send one request and undo what it did; `measure` looks at the rows before that."""
    client = world.clients[role]
    world.be_here(role)
    cookies = client.cookies.copy()
    with transaction.atomic():
        response = getattr(client, method.lower())(path, data or {}, **headers)
        text = readable(response)
        if measure:
            measure()
        transaction.set_rollback(True)
    client.cookies = cookies
    location = response.headers.get("Location", "")
    error = repr(response.exc_info[1]) if getattr(response, "exc_info", None) else ""
    return Answer(role, method, path, response.status_code, location, text, error)


def readable(response):
    """Return all text that an answer carries: of workbooks every part, of JSON the strings without escapes."""
    body = response.getvalue() if response.streaming else response.content
    kind = response.headers.get("Content-Type", "")
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as parts:
            told = " ".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
    elif "json" in kind:
        told = json.dumps(json.loads(body), ensure_ascii=False)
    else:
        told = body.decode("utf-8", "replace")
    around = [response.headers.get(name, "") for name in ("Location", "HX-Redirect", "Content-Disposition")]
    told_later = [str(one.message) for one in queued(response.wsgi_request)]
    return " ".join([html.unescape(told), *map(unquote, around), *told_later])


def queued(request):
    """Return the messages that the person will read on the next page."""
    return getattr(getattr(request, "_messages", None), "_queued_messages", [])
