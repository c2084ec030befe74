"""Reads the forms of a page as a browser would, so that a test sends what a person would send."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

CARRIED = ("csrfmiddlewaretoken", "key", "version", "opened")  # the write path's own


@dataclass
class WebForm:
    """A form: where and how it is sent, its values as they stand, and what a choice offers."""

    action: str
    method: str
    values: dict = field(default_factory=dict)
    offers: dict = field(default_factory=dict)
    buttons: list = field(default_factory=list)

    @property
    def asked(self):
        """The names that a person fills in."""
        return [name for name in {**self.values, **self.offers} if name not in CARRIED]

    def put(self, name, value):
        self.values.setdefault(name, []).append(value)

    def filled(self, **changes):
        """Return the values to send, with changes; None leaves a name out."""
        data = {**self.values, **changes}
        return {name: value for name, value in data.items() if value is not None}


class Reader(HTMLParser):
    """Collects the forms of a page."""

    def __init__(self):
        super().__init__()
        self.forms, self.form, self.text, self.select = [], None, None, None
        self.by_id = {}

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            self.form = WebForm(given.get("action") or "", (given.get("method") or "get").lower())
            self.forms.append(self.form)
            self.by_id[given.get("id", "")] = self.form
        form = self.by_id.get(given.get("form", "-"), self.form)
        name = given.get("name", "")
        if tag == "option" and self.select:
            form, name = self.select
            form.offers[name].append(given.get("value", ""))
            if "selected" in given:
                form.put(name, given.get("value", ""))
        if form is None or not name or tag == "option":
            return
        if tag == "input":
            self.input(form, name, given)
        elif tag == "textarea":
            self.text = (form, name, [])
        elif tag == "select":
            self.select = (form, name)
            form.offers[name] = []
        elif tag == "button":
            form.buttons.append((name, given.get("value", "")))

    def input(self, form, name, given):
        kind, value = given.get("type", "text"), given.get("value") or ""
        if kind in {"checkbox", "radio"}:
            form.offers.setdefault(name, []).append(value or "on")
            if "checked" in given:
                form.put(name, value or "on")
        elif kind not in {"submit", "button", "image"}:
            form.put(name, value)

    def handle_data(self, data):
        if self.text:
            self.text[2].append(data)

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        elif tag == "textarea" and self.text:
            form, name, parts = self.text
            form.put(name, "".join(parts).removeprefix("\n"))
            self.text = None
        elif tag == "select":
            if self.select and self.select[1] not in self.select[0].values:
                form, name = self.select
                form.put(name, form.offers[name][0] if form.offers[name] else "")
            self.select = None


def forms_of(text, method="post"):
    """Return the forms of a page that are sent with a method, without the ones of the frame (log out, search)."""
    reader = Reader()
    reader.feed(text)
    return [
        one for one in reader.forms if one.method == method and one.action not in {"/logout/", "/search/"}
    ]


def save_in_admin(client, address, data):
    """Open a page of the admin and send it with the data, as a browser would: with what the page carries along."""
    page = forms_of(client.get(address).content.decode())
    carried = next((one.values for one in page if "opened" in one.values), {})
    return client.post(address, {**{name: carried[name] for name in CARRIED if name in carried}, **data})
