"""What a stranger's hands can do at a form: every field that may name a row is found, and what is tied to far rows.

Nothing here knows a form by name: fields are found on the page as it is served and in the form behind it, so a new
form is covered by being there.
"""

import re

from django import forms
from django.apps import apps
from django.db import models

from areas.scope import ScopedQuerySet
from projects.models import Agency
from tests.webforms import CARRIED, forms_of
from tests.world import FAR, WORD

OURS = ("areas", "meetings", "plans", "projects")
FRAME = re.compile(r"\d+")


def served(world, role, address):
    """Return the page's forms that are sent with POST and the Django forms behind them."""
    response = world.clients[role].get(address)
    if response.status_code != 200 or "html" not in response.headers.get("Content-Type", ""):
        return [], []
    behind = [
        value
        for layer in response.context or []
        for part in (layer.dicts if hasattr(layer, "dicts") else [layer])
        for value in dict(part).values()
        if isinstance(value, forms.BaseForm)
    ]
    return forms_of(response.content.decode()), behind


def models_named(behind):
    """Return {input name: model} of the fields that choose rows."""
    return {
        form.add_prefix(name): one.queryset.model
        for form in behind
        for name, one in form.fields.items()
        if isinstance(one, forms.ModelChoiceField)
    }


def naming(webform, behind):
    """Return {input name: model or None}: the inputs that name a row, or hold or offer what a number stands in.

    Of inputs that differ in their digits alone (the cells of a grid) the first stands for all.
    """
    known, found, seen = models_named(behind), {}, set()
    for name in {**webform.values, **webform.offers, **known}:
        values = [one for one in webform.values.get(name, []) + webform.offers.get(name, []) if one]
        unknown = name in webform.offers and not values
        may_be = name in known or unknown or any(FRAME.search(one) for one in values)
        shape = FRAME.sub("#", name)
        if name in CARRIED or not may_be or shape in seen:
            continue
        seen.add(shape)
        found[name] = known.get(name)
    return found


def far_rows(world):
    """Return {model: keys} of the rows of the far places, with an agency of each."""
    rows = {}
    for zones in world.rows.values():
        for zone, row in zones.items():
            for one in (row if isinstance(row, list) else [row]) if zone in FAR else []:
                rows.setdefault(type(one), {})[one.pk] = None
    for code in ("72", "30"):
        agency, _new = Agency.objects.get_or_create(name=f"อบจ. {code}", kind="local", area_id=code)
        rows.setdefault(Agency, {})[agency.pk] = None
    return {model: list(keys) for model, keys in rows.items()}


def keys_for(far, model):
    """Return the far keys to send for a field: its model's, or one of each kind where the model is not known."""
    if model is not None:
        return far.get(model, [])[:2]
    return list(dict.fromkeys(keys[-1] for keys in far.values()))


def ties(far, written=None):
    """Return the state of the far rows and everything that points at them, by table: {(column, row): far row}.

    With `written`, a set of tables, only of those.
    """
    found = {}
    for model in apps.get_models():
        if model._meta.app_label not in OURS or model.__name__.startswith("Historical"):
            continue
        tables = {model._meta.db_table, *(one.m2m_db_table() for one in model._meta.local_many_to_many)}
        if written is None or written & tables:
            found[model.__name__] = ties_of(model, far)
    return found


def ties_of(model, far):
    """Return the far rows of a table as they are, and which of its rows point at far ones."""
    found = {}
    if model in far and isinstance(model._default_manager.none(), ScopedQuerySet):
        for row in models.QuerySet(model).filter(pk__in=far[model]).values():
            found["", row.pop(model._meta.pk.attname)] = str(row)
    for one in (*model._meta.concrete_fields, *model._meta.many_to_many):
        if isinstance(one, (models.ForeignKey, models.ManyToManyField)) and one.related_model in far:
            pairs = models.QuerySet(model).filter(**{f"{one.name}__in": far[one.related_model]})
            for pk, other in pairs.values_list("pk", one.name):
                found[one.name, pk, other] = other
    return found


WRITES = re.compile(r'\s*(?:INSERT\b[^"]*|UPDATE|DELETE FROM)\s*"(\w+)"', re.IGNORECASE)
READS = re.compile(r"[\s(]*(?:SELECT|SAVEPOINT|RELEASE|ROLLBACK|SET|PRAGMA)\b", re.IGNORECASE)


class Written(set):
    """The tables that are written while it is a connection's wrapper. What it cannot read is an error."""

    def __call__(self, execute, sql, parameters, many, context):
        """Note the table of one statement, and execute it."""
        wrote = WRITES.match(sql)
        if wrote:
            self.add(wrote[1])
        elif not READS.match(sql):
            raise ValueError(sql)
        return execute(sql, parameters, many, context)


def filled(webform):
    """Return a form's values as they stand, with something in each field that is empty."""
    data = webform.filled()
    for name in webform.asked:
        if any(webform.values.get(name, [])) or name in CARRIED:
            continue
        offers = [offer for offer in webform.offers.get(name, []) if offer]
        data[name] = offers[:1] or [WORD]
    return data
