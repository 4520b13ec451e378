"""What is known about one case, and what has been worked out from it so far."""

from collections.abc import Mapping
from typing import Any

# A row of a list, or the facts of a whole case: values by key; a key that is absent or None is not known.
Values = Mapping[str, Any]


class Case:
    """The facts of one household; what of its conditions was already asked and explained.

    Values are bool, int or Fraction, date, str (codes), tuple of str, and for lists a tuple of rows.
    """

    __slots__ = ("facts", "found", "known", "missing", "rows", "whole")

    def __init__(self, facts: Values, whole: Values | None = None) -> None:
        self.facts = facts
        self.whole = facts if whole is None else whole
        self.known: dict[Any, bool | None] = {}
        self.found: dict[Any, Any] = {}
        self.missing: dict[Any, tuple[str, ...]] = {}
        self.rows: dict[int, Case] = {}

    def with_row(self, row: Values) -> "Case":
        """Return the case in which this.… speaks of a row of a list, and of no other row."""
        case = self.rows.get(id(row))
        if case is None:
            case = self.rows[id(row)] = Case({**self.whole, **row}, self.whole)
        return case
