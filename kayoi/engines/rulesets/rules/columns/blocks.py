"""Households of one block, small enough for the cache: what was worked out of them so far."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple, TypeVar
from weakref import proxy

import numpy as np

from kayoi.engines.rulesets.rules import terms
from kayoi.engines.rulesets.rules.columns import bits, calendar, leaves, spans
from kayoi.engines.rulesets.rules.columns.bits import Kleene, Mask
from kayoi.engines.rulesets.rules.columns.spans import Spans
from kayoi.engines.rulesets.rules.columns.tables import Column, Households, Places, RowTable
from kayoi.engines.rulesets.rules.columns.terms import made
from kayoi.engines.rulesets.rules.conditions import (
    AllOf,
    AnyOf,
    AtLeast,
    Compare,
    Condition,
    Elapsed,
    InSeason,
    Leaf,
    Not,
)
from kayoi.engines.rulesets.rules.lists import FROM, UNTIL, AddUp, Count, Every, Rows, TimesLeaf, Unbroken
from kayoi.engines.rulesets.rules.places import InSet
from kayoi.engines.rulesets.states import ROW, Adding

T = TypeVar("T")


class Found(NamedTuple):
    """The rows of a list for which a condition surely holds, and those for which it may."""

    rows: "RowBlock"
    sure: Mask
    possible: Mask

    def counts(self) -> tuple[Any, Any]:
        """Return how many rows there are of each household at least and at most."""
        return self.rows.tally(self.sure), self.rows.tally(self.possible)


class Block:
    """So many households; each condition, value and list of theirs is worked out once."""

    def __init__(self, count: int) -> None:
        self.count = count
        self._known: dict[Any, Any] = {}

    def column(self, key: str) -> Column | None:
        """Return what is known of a fact; None: nothing."""
        raise NotImplementedError

    def table(self, key: str) -> RowTable | None:
        """Return a list of these households; None: it is known of nobody."""
        raise NotImplementedError

    def once(self, key: Any, work: Callable[[], T]) -> T:
        """Return what was worked out before under this key, or work it out."""
        try:
            return self._known[key]  # type: ignore[no-any-return]
        except KeyError:
            value = self._known[key] = work()
            return value

    def value(self, term: terms.Term) -> Column | None:
        """Return the value of a term; None: it is known of nobody."""
        if isinstance(term, terms.FactTerm):
            return self.once(term, lambda: self.column(term.key))
        return self.once(term, lambda: made(term, self.value))

    def answer(self, condition: Condition) -> Kleene:
        """Return of whom a condition holds."""
        known = self._known
        if condition not in known:
            known[condition] = self._leaf(condition) if isinstance(condition, Leaf) else self._group(condition)
        return known[condition]  # type: ignore[no-any-return]

    def _group(self, group: Condition) -> Kleene:
        assert not isinstance(group, Leaf)
        parts = [self.answer(part) for part in group.of]
        match group:
            case AllOf():
                return bits.all_of(parts) if parts else bits.constant(True, self.count)
            case AnyOf():
                return bits.any_of(parts)
            case Not():
                return bits.negated(parts[0])
            case AtLeast():
                return bits.at_least(parts, group.count, self.count)
        raise TypeError(f"no columns for {group}")

    def _leaf(self, leaf: Leaf) -> Kleene:
        found: Kleene | None = None
        match leaf:
            case Compare():
                found = self._compare(leaf)
            case InSet():
                place = self.value(leaf.place)
                found = None if place is None else leaves.in_set(place, leaf.places, self.count)
            case InSeason():
                day = self.value(leaf.day)
                found = None if day is None else leaves.in_season(leaf, day, self.count)
            case Elapsed():
                start, end = self.value(leaf.start), self.value(leaf.end)
                found = None if start is None or end is None else leaves.elapsed(leaf, start, end, self.count)
            case Count():
                found = self._count(leaf)
            case Every():
                found = self._every(leaf)
            case TimesLeaf():
                found = self._times(leaf)
        return bits.constant(None, self.count) if found is None else found

    def _compare(self, leaf: Compare) -> Kleene | None:
        left = self.value(leaf.left)
        if left is None:
            return None
        if isinstance(leaf.right, terms.Literal):
            return leaves.against_literal(left, leaf.right.literal, leaf.holds, self.count)
        right = self.value(leaf.right)
        return None if right is None else leaves.against_column(left, right, leaf.holds, self.count)

    # Lists.

    def rows(self, key: str) -> "RowBlock | None":
        """Return the rows of a list as a block of their own."""
        return self.once(("rows", key), lambda: self._rows(key))

    def _rows(self, key: str) -> "RowBlock | None":
        table = self.table(key)
        return None if table is None else RowBlock(self, table)

    def found(self, rows: Rows) -> Found | None:
        """Return the rows of a list for which a condition holds; None: the list is known of nobody."""
        return self.once(rows, lambda: self._find(rows))

    def _find(self, rows: Rows) -> Found | None:
        block = self.rows(rows.key)
        if block is None:
            return None
        if rows.where is None:
            every = np.ones(block.count, np.bool_)
            return Found(block, every, every)
        answer = block.answer(rows.where)
        sure, possible = bits.unpack(answer.sure, block.count), bits.unpack(answer.possible, block.count)
        return Found(block, sure, sure if np.array_equal(sure, possible) else possible)

    def _count(self, leaf: Count) -> Kleene | None:
        found = self.found(leaf.rows)
        if found is None:
            return None
        least, most = self.once(("count", leaf.rows), found.counts)
        return bits.where_known(*leaves.counted(least, most, leaf.number, leaf.holds), found.rows.listed)

    def _every(self, leaf: Every) -> Kleene | None:
        found = self.found(leaf.rows)
        if found is None:
            return None
        sure, possible = (np.packbits(found.rows.tally(~mask) == 0) for mask in (found.sure, found.possible))
        return bits.where_known(sure, possible, found.rows.listed)

    def _times(self, leaf: TimesLeaf) -> Kleene | None:
        before, found = self.value(leaf.before), self.found(leaf.rows)
        if before is None or found is None:
            return None
        dated = found.rows.dated()
        least = self._enough(leaf, found.rows, found.sure & dated, "sure", before.values)
        if found.sure is found.possible:
            most = least
        else:
            most = self._enough(leaf, found.rows, found.possible & dated, "possible", before.values)
        # A row without a first day may reach back as far as anybody likes.
        undated = np.packbits(found.rows.tally(found.possible & ~dated) > 0)
        known = bits.both_known(before.known, found.rows.listed)
        sure, possible = least.sure & (most.sure | undated), least.possible | most.possible | undated
        return bits.where_known(sure, possible, known)

    def _enough(self, leaf: TimesLeaf, rows: "RowBlock", mask: Mask, which: str, before: Any) -> Kleene:
        """Return of whom the times of some rows are long enough."""
        if isinstance(leaf, Unbroken):
            runs = self.once(
                ("unbroken", leaf.rows, leaf.before, leaf.gap_days, which),
                lambda: rows.spans(mask).clipped(0, before).joined(gap_days=leaf.gap_days),
            )
            latest_end = calendar.months_later(before, -leaf.tolerance.months) - leaf.tolerance.days
            packed = [np.packbits(spans.lasts(runs, leaf.length, latest_end, self.count))]
        else:
            assert isinstance(leaf, AddUp)
            window = calendar.months_later(before, -leaf.window_months)
            runs = self.once(
                ("inside", leaf.rows, leaf.before, leaf.window_months, which),
                lambda: rows.spans(mask).clipped(window, before).joined(),
            )
            ways = [leaf.adding] if leaf.adding else Adding
            packed = [np.packbits(spans.adds_up(runs, leaf.length, before, way, self.count)) for way in ways]
        return Kleene(packed[0] & packed[-1], packed[0] | packed[-1])


class HouseholdBlock(Block):
    """The households from one place up to and without another."""

    def __init__(self, households: Households, first: int, stop: int) -> None:
        super().__init__(stop - first)
        self._households, self._first, self._stop = households, first, stop

    def column(self, key: str) -> Column | None:
        column = self._households.columns.get(key)
        return None if column is None else column.part(self._first, self._stop)

    def table(self, key: str) -> RowTable | None:
        table = self._households.lists.get(key)
        if table is None:
            return None
        offsets = table.offsets[self._first : self._stop + 1]
        first, stop = int(offsets[0]), int(offsets[-1])
        columns = {name: column.part(first, stop) for name, column in table.columns.items()}
        known = None if table.known is None else bits.cut(table.known, self._first, self._stop)
        return RowTable(offsets - first, columns, known)


class RowBlock(Block):
    """The rows of a list of all households of a block. What does not speak of a row is asked of its household."""

    def __init__(self, block: Block, table: RowTable) -> None:
        super().__init__(int(table.offsets[-1]))
        # The block keeps its rows: two that hold each other would outlive their turn.
        self._block: Block = proxy(block)
        self._table = table
        self.listed = table.known
        self.owner: Places = np.repeat(np.arange(block.count), np.diff(table.offsets))

    def column(self, key: str) -> Column | None:
        return self._table.columns.get(key)

    def value(self, term: terms.Term) -> Column | None:
        if _of_row(term.needs) or not term.needs:
            return super().value(term)
        return self.once(term, lambda: self._owners(self._block.value(term)))

    def _owners(self, column: Column | None) -> Column | None:
        return None if column is None else column.at(self.owner, self._block.count)

    def _leaf(self, leaf: Leaf) -> Kleene:
        if _of_row(leaf.needs):
            return super()._leaf(leaf)
        answer = self._block.answer(leaf)
        return Kleene(*(np.packbits(bits.unpack(part, self._block.count)[self.owner]) for part in answer))

    def table(self, key: str) -> RowTable | None:
        """Return the list of each row's household."""
        table = self._block.table(key)
        if table is None:
            return None
        counts = np.diff(table.offsets)[self.owner]
        offsets = np.append(0, np.cumsum(counts))
        places = np.arange(offsets[-1]) + np.repeat(table.offsets[self.owner] - offsets[:-1], counts)
        columns = {name: column.at(places, int(table.offsets[-1])) for name, column in table.columns.items()}
        known = None if table.known is None else np.packbits(bits.unpack(table.known, self._block.count)[self.owner])
        return RowTable(offsets, columns, known)

    @property
    def longest(self) -> int:
        """The number of rows of the longest list."""
        return int(np.diff(self._table.offsets).max(initial=0))

    def told(self) -> Mask:
        """Return of which households the list is known."""
        count = self._block.count
        return np.ones(count, np.bool_) if self.listed is None else bits.unpack(self.listed, count)

    def tally(self, mask: Mask) -> Any:
        """Return how many rows of a mask each household has."""
        return self.sums(mask, np.int32)

    def sums(self, values: Any, kind: Any = None) -> Any:
        """Return the sum of the values of each household's rows. What runs over on the way comes back in it."""
        values = np.broadcast_to(values, self.count)
        running = np.zeros(self.count + 1, kind or values.dtype)
        np.cumsum(values, out=running[1:])
        return np.diff(running[self._table.offsets])

    def dated(self) -> Mask:
        """Return which rows say when they begin."""
        first = self.column(FROM)
        if first is None or first.known is None:
            return np.full(self.count, first is not None)
        return bits.unpack(first.known, self.count)

    def spans(self, mask: Mask) -> Spans:
        """Return the times that the rows of a mask tell of."""
        first = self.column(FROM)
        return spans.NONE if first is None else spans.spans_of(self.owner, first, self.column(UNTIL), mask)


def _of_row(needs: Iterable[str]) -> bool:
    return any(need.startswith(ROW) for need in needs)
