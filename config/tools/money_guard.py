"""Refuses each database expression on money that is not known to be right (FieldError, before any SQL runs).

Django types an expression by what its author or its class says, never by what the numbers are. Satang that
leave a money column under another type, or plain numbers that enter under money's, are 100 × wrong without an
error. So each node of a query that touches money must be one of the kinds named here.
"""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import FieldError
from django.db.models import aggregates, expressions, functions, lookups
from django.db.models.expressions import Combinable
from django.db.models.fields import IntegerField
from django.db.models.functions import window
from django.db.models.sql.query import Query
from django.db.models.sql.where import NothingNode, WhereNode

# Leaves: what they hold is typed by themselves, or their own query is checked when it is compiled.
_LEAVES = (
    expressions.Col,
    expressions.Ref,
    expressions.ResolvedOuterRef,
    expressions.Value,
    expressions.RawSQL,
    expressions.Subquery,
    Query,
    NothingNode,
)
# Money in, money out: every value below must be money (or NULL).
_KEEPS = (
    aggregates.Sum,
    aggregates.Min,
    aggregates.Max,
    expressions.Case,
    expressions.ExpressionWrapper,
    functions.Abs,
    functions.Cast,
    functions.Coalesce,
    functions.Greatest,
    functions.Least,
    functions.NullIf,
    window.FirstValue,
    window.LastValue,
)
# Money in, no amount out: these may look at money freely.
_LOOKS = (
    aggregates.Count,
    expressions.ExpressionList,
    expressions.OrderBy,
    expressions.WindowFrame,
    WhereNode,
    lookups.IsNull,
)
_COMPARES = (
    lookups.Exact,
    lookups.GreaterThan,
    lookups.GreaterThanOrEqual,
    lookups.LessThan,
    lookups.LessThanOrEqual,
    lookups.In,
    lookups.Range,
)


def check_query(query: Any) -> None:
    """Check every expression of a query; FieldError names the first that is not known to be right."""
    for annotation in getattr(query, "annotations", {}).values():
        check(annotation)
    if getattr(query, "where", None):
        check(query.where)
    for ordering in getattr(query, "order_by", ()):
        if hasattr(ordering, "resolve_expression"):
            check(ordering.resolve_expression(query, allow_joins=True, reuse=None))


def check_selected(expression: Any) -> None:
    """Check one selected expression before its value is read as baht."""
    if not isinstance(expression, _LEAVES):
        check(expression)


def check_written(expression: Any) -> None:
    """Check an expression that is about to be written to a money column."""
    check(expression)
    _must_be_money(expression, [expression])


def check(node: Any) -> None:
    """Check an expression and all below it."""
    if node is None or isinstance(node, _LEAVES):
        return
    below = [child for child in _below(node) if child is not None]
    for child in below:
        check(child)
    if not _is_money(node) and not any(_is_money(child) for child in below):
        return
    if isinstance(node, (expressions.When, *_LOOKS)):  # the result of a When is checked by its Case
        return
    if isinstance(node, expressions.CombinedExpression):
        _check_arithmetic(node)
    elif isinstance(node, expressions.Window):
        if _is_money(node) != _is_money(below[0]):
            raise _refusal(node)
    elif isinstance(node, functions.Lag | functions.Lead | functions.NthValue):
        value, _offset, *default = node.get_source_expressions()
        _must_be_money(node, [node, value, *default])
    elif isinstance(node, _COMPARES):
        _must_be_money(node, below)
    elif isinstance(node, _KEEPS):
        values = node.source_expressions if isinstance(node, expressions.Func) else below
        _must_be_money(node, [node, *values])
    else:
        raise _refusal(node)


def _below(node: Any) -> list[Any]:
    """The expressions a node is made of; plain values of a comparison are converted by its lookup."""
    if isinstance(node, _COMPARES) and isinstance(node.rhs, expressions.ExpressionList):
        return [node.lhs, *node.rhs.get_source_expressions()]
    return list(node.get_source_expressions())


def _check_arithmetic(node: expressions.CombinedExpression) -> None:
    """Only Money ± Money and Money × Integer keep baht baht."""
    money = (_is_money(node.lhs), _is_money(node.rhs))
    if node.connector in (Combinable.ADD, Combinable.SUB):
        sound = all(money)
    else:
        factor = node.rhs if money[0] else node.lhs
        sound = node.connector == Combinable.MUL and money != (True, True)
        sound = sound and isinstance(_type_of(factor), IntegerField)
    if not sound or not _is_money(node):
        raise _refusal(node)


def _must_be_money(node: Any, parts: Iterable[Any]) -> None:
    """Refuse the node unless each of its parts is money or NULL."""
    for part in parts:
        if isinstance(part, expressions.When):
            part = part.result
        if not _is_money(part) and not (isinstance(part, expressions.Value) and part.value is None):
            raise _refusal(node)


def _is_money(node: Any) -> bool:
    """Whether an expression says of itself that it gives money."""
    return getattr(_type_of(node), "keeps_satang", False)


def _type_of(node: Any) -> Any:
    """The field an expression gives, None where Django cannot tell."""
    try:
        return getattr(node, "_output_field_or_none", None)
    except FieldError:
        return None


def _refusal(node: Any) -> FieldError:
    """The error for a node, with the remedy."""
    return FieldError(
        f"{node!r} would mix money with plain numbers. Known to be right: money ± money, money × integer, "
        "Sum, Min, Max, Coalesce, Case and comparisons of money. Write a constant as baht(amount); compute "
        "all else in Python."
    )
