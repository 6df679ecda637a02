"""Conditions as data: a small language over a form's answers, with three outcomes.

    age >= 18 and (income <= 6000 or dependents >= 4)
    marital_status in [divorced, widow]
    years_since(date_of_birth) >= 18 and not employed

Names are the form's fields; other names are option ids of its choices. Comparison, `in`, `and`, `or`, `not`,
`years_since` and `days_since` are all there is. An answer that is missing makes the outcome unknown (None), unless the
rest decides by itself: the logic is Kleene's.
"""

import ast
import operator
from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any

_COMPARE: Mapping[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.In: lambda one, many: one in many,
    ast.NotIn: lambda one, many: one not in many,
}


class RuleError(ValueError):
    """The rule cannot be read. The text says what is wrong in it."""


def names(rule: str) -> set[str]:
    """Every name in the rule: fields and option ids. Raises `RuleError`."""
    called = {id(node.func) for node in ast.walk(_read(rule)) if isinstance(node, ast.Call)}
    return {node.id for node in ast.walk(_read(rule)) if isinstance(node, ast.Name) and id(node) not in called}


def check(rule: str, fields: Collection[str], options: Collection[str] = ()) -> None:
    """Raise `RuleError` unless every part of the rule is allowed and every name is a field or an option."""
    if unknown := sorted(names(rule) - set(fields) - set(options)):
        raise RuleError(f"no field or option is called {', '.join(unknown)}")
    if not names(rule) & set(fields):
        raise RuleError("the rule asks for no field")


def holds(rule: str, answers: Mapping[str, Any], fields: Collection[str], *, today: date) -> bool | None:
    """True, False, or None where an answer it needs is missing. Raises `RuleError`."""
    found = _Evaluation(answers, frozenset(fields), today).value(_read(rule))
    return None if found is None else bool(found)


def _read(rule: str) -> ast.expr:
    try:
        tree = ast.parse(rule.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise RuleError("the rule is not a condition") from error
    for node in ast.walk(tree):
        if not isinstance(node, _ALLOWED):
            raise RuleError(f"a rule has no {type(node).__name__}")
        if isinstance(node, ast.Call) and not _is_function(node):
            raise RuleError("a rule calls years_since or days_since, with one field")
    return tree


_ALLOWED = (
    ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not, ast.USub, ast.Compare, *_COMPARE, ast.Name, ast.Load,
    ast.Constant, ast.List, ast.Tuple, ast.Call,
)  # fmt: skip


def _is_function(node: ast.Call) -> bool:
    named = isinstance(node.func, ast.Name) and node.func.id in _SINCE
    return named and len(node.args) == 1 and isinstance(node.args[0], ast.Name) and not node.keywords


def _years(then: date, today: date) -> int:
    return today.year - then.year - ((today.month, today.day) < (then.month, then.day))


_SINCE: Mapping[str, Callable[[date, date], int]] = {
    "years_since": _years,
    "days_since": lambda then, today: (today - then).days,
}


class _Evaluation:
    def __init__(self, answers: Mapping[str, Any], fields: frozenset[str], today: date) -> None:
        self._answers, self._fields, self._today = answers, fields, today

    def value(self, node: ast.expr) -> Any:
        """What the node comes to; None where that is unknown."""
        match node:
            case ast.BoolOp():
                return self._joined(node)
            case ast.UnaryOp(op=ast.Not()):
                inner = self.value(node.operand)
                return None if inner is None else not inner
            case ast.UnaryOp():
                inner = self.value(node.operand)
                return None if inner is None else -inner
            case ast.Compare():
                return self._compared(node)
            case ast.Call(func=ast.Name(id=name)):
                then = self.value(node.args[0])
                return None if then is None else _SINCE[name](_day(then), self._today)
            case ast.Name():
                # An option's id stands for itself.
                return self._answers.get(node.id) if node.id in self._fields else node.id
            case ast.List() | ast.Tuple():
                return [self.value(item) for item in node.elts]
            case ast.Constant():
                return node.value
        raise RuleError(f"a rule has no {type(node).__name__}")

    def _joined(self, node: ast.BoolOp) -> bool | None:
        """One part that decides is enough; else one that is unknown leaves all unknown."""
        parts = [self.value(part) for part in node.values]
        decisive = isinstance(node.op, ast.Or)
        if any(part is not None and bool(part) is decisive for part in parts):
            return decisive
        return None if None in parts else not decisive

    def _compared(self, node: ast.Compare) -> bool | None:
        values = [self.value(part) for part in (node.left, *node.comparators)]
        if any(value is None for value in values):
            return None
        pairs = zip(node.ops, values, values[1:], strict=False)
        try:
            return all(_COMPARE[type(op)](one, other) for op, one, other in pairs)
        except TypeError:
            # A number against a word, say: the pack's mistake, which a person has to look at.
            return None


def _day(value: Any) -> date:
    """A date answer is stored as ISO text."""
    return value if isinstance(value, date) else date.fromisoformat(str(value)[:10])
