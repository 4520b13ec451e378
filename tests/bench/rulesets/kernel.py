"""The same conditions as a NumPy programme written by hand, in blocks, for exactly these four kinds.

What does not depend on a limit is worked out once a block, the rest once for every limit that occurs.
"""

from collections.abc import Callable, Container, Sequence
from typing import Any, TypeVar

import numpy as np

from kayoi.engines.rulesets.rules.columns import calendar
from kayoi.engines.rulesets.rules.columns.tables import Households
from kayoi.engines.rulesets.rules.lengths import Length
from kayoi.kit.dates import CountingMethod
from tests.bench.rulesets.book import ON, PLACES, REFORM, Commuting, Family, House, Kind, Migration
from tests.bench.rulesets.cases import ORIGINS

BLOCK = 131_072
FOREVER = 3_650_000
T = TypeVar("T")
# Two sets of bits: surely so, possibly so.
Two = tuple[Any, Any]


HILLS = set(PLACES["hills"]["codes"])
INSIDE: dict[str, Container[str]] = {
    "wards": set(PLACES["wards"]["codes"]), "hills": HILLS,
    "region": {one for one in ORIGINS if one[:2] in PLACES["region"]["prefectures"]} - HILLS,
}  # fmt: skip


def bits(mask: Any) -> Any:
    return np.packbits(mask)


def both(*parts: Two) -> Two:
    sure, possible = parts[0]
    for one, other in parts[1:]:
        sure, possible = sure & one, possible & other
    return sure, possible


def either(*parts: Two) -> Two:
    sure, possible = parts[0]
    for one, other in parts[1:]:
        sure, possible = sure | one, possible | other
    return sure, possible


def turned(part: Two) -> Two:
    return ~part[1], ~part[0]


class Table:
    """Columns of some households, or of the rows of a list of theirs."""

    def __init__(self, columns: Any, first: int, stop: int) -> None:
        self.columns, self.first, self.stop = columns, first, stop
        self.seen: dict[Any, Any] = {}

    def once(self, key: Any, work: Callable[[], T]) -> T:
        if key not in self.seen:
            self.seen[key] = work()
        found: T = self.seen[key]
        return found

    def values(self, key: str) -> Any:
        return self.columns[key].values[self.first : self.stop]

    def unknown(self, key: str) -> Any:
        """Return the bits of whom a fact is not known."""
        return self.once(("unknown", key), lambda: self._unknown(self.columns[key].known))

    def _unknown(self, known: Any) -> Any:
        if known is None:
            return np.zeros((self.stop - self.first + 7) // 8, np.uint8)
        inside = np.unpackbits(known[self.first // 8 : (self.stop + 7) // 8])[self.first % 8 :]
        return ~np.packbits(inside[: self.stop - self.first])

    def two(self, mask: Any, *keys: str) -> Two:
        """Return an answer that is known where the facts are."""
        packed = bits(mask)
        unknown = self.unknown(keys[0])
        for key in keys[1:]:
            unknown = unknown | self.unknown(key)
        return packed & ~unknown, packed | unknown

    def yes(self, key: str) -> Two:
        return self.once(key, lambda: self.two(self.values(key), key))

    def no(self, key: str) -> Two:
        return turned(self.yes(key))

    def at_least(self, key: str, limit: int) -> Two:
        return self.once((key, limit), lambda: self.two(self.values(key) >= limit, key))

    def one_of(self, key: str, words: Sequence[str]) -> Two:
        return self.once((key, words), lambda: self._one_of(key, words))

    def _one_of(self, key: str, words: Container[str]) -> Two:
        found = np.array([word in words for word in self.columns[key].words])
        values, (places,) = self.values(key), found.nonzero()
        return self.two(values == int(places[0]) if len(places) == 1 else found.take(values), key)

    def inside(self, key: str, name: str) -> Two:
        return self.once(("in", key, name), lambda: self._one_of(key, INSIDE[name]))


class Rows(Table):
    """The rows of a list."""

    def __init__(self, table: Any, first: int, stop: int) -> None:
        offsets = table.offsets[first : stop + 1]
        super().__init__(table.columns, int(offsets[0]), int(offsets[-1]))
        self.offsets = offsets - offsets[0]
        self.count = stop - first
        self.owner = np.repeat(np.arange(self.count), np.diff(offsets))
        listed = Table({"list": table}, first, stop)
        self.unlisted = listed.unknown("list")

    def mask(self, packed: Any) -> Any:
        return np.unpackbits(packed, count=self.stop - self.first).view(np.bool_)

    def tally(self, mask: Any) -> Any:
        running = np.zeros(len(mask) + 1, np.int32)
        np.cumsum(mask, out=running[1:])
        found = running[self.offsets]
        return found[1:] - found[:-1]

    def counts(self, key: Any, of: Callable[[], Two]) -> Two:
        def work() -> Two:
            sure, possible = of()
            return self.tally(self.mask(sure)), self.tally(self.mask(possible))

        return self.once(("counts", key), work)

    def many(self, key: Any, of: Callable[[], Two], number: int) -> Two:
        least, most = self.counts(key, of)
        return bits(least >= number) & ~self.unlisted, bits(most >= number) | self.unlisted


class Part:
    """One block of households."""

    def __init__(self, households: Households, first: int, stop: int) -> None:
        self.own = Table(households.columns, first, stop)
        self.times, self.members, self.grants = (
            Rows(households.lists[key], first, stop)
            for key in ("applicant.times", "household.members", "received.grants")
        )
        self.count = stop - first
        unknown = np.unpackbits(self.own.unknown("application.on"), count=self.count).view(np.bool_)
        self.applied = np.where(unknown, np.int32(ON.toordinal()), self.own.values("application.on"))
        self.moved = self.own.values("move.moved_in_on")
        self.age = calendar.age(self.own.values("applicant.born_on"), self.applied)

    def younger(self, limit: int) -> Two:
        key = "applicant.born_on"
        return self.own.once(("younger", limit), lambda: self.own.two(self.age < limit, key))

    def in_time(self, start: str, end: Any, months: int, *keys: str) -> Two:
        def work() -> Two:
            last = calendar.period_end(self.own.values(start), Length(months), CountingMethod.CIVIL_CODE)
            return self.own.two(end <= last, start, *keys)

        return self.own.once(("in time", start, months, keys), work)

    def one_status(self, route: str) -> Two:
        return self.own.one_of("work.route", (route,))

    # Kinds.

    def migration(self, kind: Migration) -> Two:
        own = self.own
        fixed = own.once("migration", self._migration)
        employed = own.once(
            "employed",
            lambda: both(
                self.one_status("employment"), own.yes("work.open_ended"), own.no("work.run_by_relative"),
                own.two(own.values("work.applied_on") >= own.values("work.listed_on"), "work.applied_on",
                        "work.listed_on"),
            ),
        )  # fmt: skip
        other = own.once(
            "other routes",
            lambda: either(
                both(self.one_status("telework"), own.yes("work.by_own_will"), own.yes("work.same_job_by_telework")),
                both(self.one_status("startup"), self.in_time("work.startup_granted_on", self.applied, 12)),
            ),
        )
        return both(
            fixed, self.in_wards(kind.years), self.unbroken("wards", 12, kind.tolerance),
            self.in_time("move.moved_in_on", self.applied, kind.within),
            either(other, both(employed, own.at_least("work.hours_per_week", kind.hours))),
            own.one_of("applicant.residence_status", kind.statuses),
        )  # fmt: skip

    def _migration(self) -> Two:
        own = self.own
        return both(
            turned(own.inside("move.to", "region")), own.two(self.moved <= self.applied, "move.moved_in_on"),
            own.yes("move.intends_5_years"), own.no("applicant.organized_crime"),
        )  # fmt: skip

    def commuting(self, kind: Commuting) -> Two:
        fixed = self.own.once(
            "commuting", lambda: both(self.own.yes("move.joins_association"), self.own.no("applicant.tax_unpaid"))
        )
        spouse = self.members.many(
            ("spouse", kind.age),
            lambda: both(
                self.members.one_of("this.relation", ("spouse",)), self.members.yes("this.together_now"),
                self.members.two(self.members_age(self.applied, "now") < kind.age, "this.born_on"),
            ),
            1,
        )  # fmt: skip
        return both(
            fixed, self.own.at_least("move.moved_in_on", kind.since.toordinal()),
            self.in_time("move.moved_in_on", self.applied, kind.years * 12),
            either(self.younger(kind.age), spouse, self.children("year end", kind.child, 1)),
            self.not_received(kind.scheme),
        )  # fmt: skip

    def house(self, kind: House) -> Two:
        own = self.own
        fixed = own.once("bank or quake", lambda: either(own.yes("house.in_bank"), own.yes("house.meets_quake_code")))
        children = self.members.many("children", lambda: self.members.one_of("this.relation", ("child",)), kind.kids)
        contract = own.values("house.contract_on")
        return both(
            own.one_of("house.acquisition", kind.ways), own.at_least("house.floor_m2", kind.floor),
            own.at_least("house.cost_yen", kind.cost),
            either(fixed, own.at_least("house.completed_on", kind.built.toordinal())),
            self.in_time("move.moved_in_on", contract, kind.within, "house.contract_on"),
            two_of_four(
                self.younger(kind.age), children, own.yes("move.intends_5_years"), own.yes("house.local_builder")
            ),
            own.no("applicant.organized_crime"),
        )  # fmt: skip

    def family(self, kind: Family) -> Two:
        return both(
            self.members.once("together", self._together), self.children("now", kind.age, kind.kids),
            self.own.one_of("move.district_kind", kind.districts), self.not_received(kind.scheme),
            self.unbroken("elsewhere", kind.months, 0), self.own.no("applicant.tax_unpaid"),
        )  # fmt: skip

    def _together(self) -> Two:
        sure, possible = self.members.yes("this.together_now")
        unlisted = self.members.unlisted
        alone, perhaps = self.members.tally(~self.members.mask(possible)), self.members.tally(~self.members.mask(sure))
        return bits(perhaps == 0) & ~unlisted, bits(alone == 0) | unlisted

    # Lists.

    def members_age(self, on: Any, name: str) -> Any:
        born = self.members.values("this.born_on")
        return self.members.once(("age", name), lambda: calendar.age(born, on[self.members.owner]))

    def children(self, day: str, most: int, number: int) -> Two:
        on = self.applied if day == "now" else self.own.once("year end", lambda: calendar.year_end(self.applied))

        def work() -> Two:
            young = self.members.two(self.members_age(on, day) <= most, "this.born_on")
            return both(self.members.one_of("this.relation", ("child",)), young)

        return self.members.many(("children", day, most), work, number)

    def not_received(self, scheme: str) -> Two:
        of = ("scheme", scheme)
        return self.grants.once(
            of, lambda: turned(self.grants.many(of, lambda: self.grants.one_of("this.scheme", (scheme,)), 1))
        )

    def in_wards(self, years: int) -> Two:
        window = self.own.once("window", lambda: calendar.months_later(self.moved, -120))

        def total(sure: bool) -> Any:
            owner, start, stop = self.runs("wards", sure, window)
            days = np.bincount(owner, weights=stop - start, minlength=self.count)
            return days, np.bincount(owner, minlength=self.count) == 1, owner, start, stop

        def enough(sure: bool) -> Any:
            days, single, owner, start, stop = self.times.once(("total", sure), lambda: total(sure))
            long = np.zeros(self.count, np.bool_)
            long[owner[stop >= calendar.day_after(start, 12 * years)]] = True
            return bits(np.where(single, long, days >= self.moved - calendar.months_later(self.moved, -12 * years)))

        def work() -> Two:
            unknown = self.own.unknown("move.moved_in_on") | self.times.unlisted
            least, most = enough(True), enough(False)
            return least & most & ~unknown, least | most | unknown

        return self.times.once(("years", years), work)

    def unbroken(self, where: str, months: int, tolerance: int) -> Two:
        def lasting(sure: bool) -> Any:
            owner, start, stop = self.times.once(("runs", where, sure), lambda: self.runs(where, sure, None))
            latest = calendar.months_later(self.moved, -tolerance) if tolerance else self.moved
            found = np.zeros(self.count, np.bool_)
            found[owner[(stop >= latest[owner]) & (stop >= calendar.day_after(start, months))]] = True
            return bits(found)

        def work() -> Two:
            unknown = self.own.unknown("move.moved_in_on") | self.times.unlisted
            least, most = lasting(True), lasting(False)
            return least & most & ~unknown, least | most | unknown

        return self.times.once(("unbroken", where, months, tolerance), work)

    def rows_where(self, where: str) -> Two:
        times = self.times
        living = times.one_of("this.as", ("living",))
        if where == "elsewhere":
            return both(living, turned(times.inside("this.place", "hills")))
        commuting = both(
            times.one_of("this.as", ("commuting",)), times.inside("this.place", "region"),
            times.inside("this.to", "wards"), either(times.no("this.employed"), times.yes("this.insured")),
        )  # fmt: skip
        return either(both(living, times.inside("this.place", "wards")), commuting)

    def runs(self, where: str, sure: bool, window: Any) -> tuple[Any, Any, Any]:
        """Return the times as runs that do not overlap, inside the window before the move."""
        times = self.times
        mask = times.mask(times.once(("where", where), lambda: self.rows_where(where))[0 if sure else 1])
        owner, start = times.owner[mask], times.values("this.from")[mask]
        open_end = times.once("open", lambda: times.mask(times.unknown("this.until")))[mask]
        stop = np.where(open_end, FOREVER, times.values("this.until")[mask] + 1)
        stop = np.minimum(stop, self.moved[owner])
        if window is not None:
            start = np.maximum(start, window[owner])
        inside = start < stop
        owner, start, stop = owner[inside], start[inside], stop[inside]
        line = owner << 32
        reach = np.maximum.accumulate(line + stop)
        begins = np.append(True, (line + start)[1:] > reach[:-1])[: len(owner)]
        ends = np.append(begins[1:], True)[: len(owner)]
        return owner[begins], start[begins], (reach - line)[ends]


def two_of_four(one: Two, two: Two, three: Two, four: Two) -> Two:
    """Return where two of four hold."""
    return either(both(one, two), both(three, four), both(either(one, two), either(three, four)))


WORK: dict[type[Kind], Callable[[Part, Any], Two]] = {
    Migration: Part.migration, Commuting: Part.commuting, House: Part.house, Family: Part.family,
}  # fmt: skip


def kernel(households: Households, kinds: Sequence[tuple[Kind, Kind]], block: int = BLOCK) -> Any:
    """Return the outcomes of all rulesets, as the engine does."""
    table = np.empty((len(kinds), households.count), np.int8)
    for first in range(0, households.count, block):
        stop = min(first + block, households.count)
        part = Part(households, first, stop)
        reformed = bits(part.applied >= REFORM.toordinal())
        for row, versions in zip(table, kinds, strict=True):
            (sure_old, possible_old), (sure, possible) = (WORK[type(kind)](part, kind) for kind in versions)
            sure = (sure_old & ~reformed) | (sure & reformed)
            possible = (possible_old & ~reformed) | (possible & reformed)
            ways = (np.unpackbits(one, count=part.count).view(np.int8) for one in (sure, possible))
            np.add(*ways, out=row[first:stop])  # type: ignore[call-overload]
    return table
