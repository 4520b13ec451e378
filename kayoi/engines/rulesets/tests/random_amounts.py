"""Random steps of amounts, of every kind, with values that meet at the limits."""

from typing import Any

from hypothesis import strategies as st

from kayoi.engines.rulesets.tests.random_rulesets import PLAIN, Data, numbers, versions

Steps = st.SearchStrategy[list[Data]]
RATES = st.sampled_from(["1/2", "2/3", "1/3", 2, 0, "11/10"])
SHARES: st.SearchStrategy[list[Data] | None] = st.sampled_from(
    [
        None,
        [{"payer": "town"}],
        [{"payer": "nation", "rate": "1/2"}, {"payer": "prefecture", "rate": "1/4"}, {"payer": "town"}],
        [{"payer": "prefecture", "rate": "2/3"}, {"payer": "town"}],
    ]
)


def yen(row: bool) -> st.SearchStrategy[Any]:
    """Return values of steps: written out, facts, and what is made of them."""
    own = st.sampled_from(["this.yen", "this.number"]).map(lambda key: {"fact": key})
    made = st.builds(lambda one, factor: {"times": [one, factor]}, own, own | st.just("1/3")) | own
    return st.one_of(st.integers(0, 20_000), st.sampled_from(["1/3", 0.5, 10**7]), made if row else numbers(False))


def _with(word: str, row: bool) -> st.SearchStrategy[Data]:
    return yen(row).map(lambda value: {word: value})


def _per(row: bool) -> st.SearchStrategy[Data]:
    rows = {"per": st.sampled_from(["x.rows", "x.claims"]), "where": st.none() | OF_SHORT_ROWS}
    return st.fixed_dictionaries({"add": yen(row), **rows}, optional={"most": st.integers(0, 2)})


def _rounding(row: bool) -> st.SearchStrategy[Data]:
    way, unit = st.sampled_from(["down", "up", "half_up"]), st.sampled_from([1, 3, 100, 1000])
    return st.fixed_dictionaries({"round": way, "to": unit})


# Conditions on what all lists have in their rows.
OF_SHORT_ROWS = st.sampled_from([{"fact": "this.yes", "is": True}, {"fact": "this.number", "at_least": 1}])
KINDS = {
    "start": lambda row: _with("start", row),
    "add": lambda row: _with("add", row),
    "per": _per,
    "subtract": lambda row: _with("subtract", row),
    "times": lambda row: RATES.map(lambda rate: {"times": rate}),
    "cap": lambda row: _with("cap", row),
    "floor": lambda row: _with("floor", row),
    "without_tax": lambda row: st.sampled_from([3, 8, 10]).map(lambda percent: {"without_tax": percent}),
    "round": _rounding,
}


# What has a limit at last is a range that ends.
LIMITED: Steps = st.sampled_from([[], [{"cap": 15_000}]])


@st.composite
def some_steps(draw: st.DrawFn, kind: str, row: bool = False) -> list[Data]:
    """Return steps among which one is of this kind, some of them under a condition."""
    make = st.sampled_from(sorted(KINDS)).flatmap(lambda name: KINDS[name](row))
    steps = [{"start": draw(yen(row))}, *draw(st.lists(make, max_size=2)), draw(KINDS[kind](row)), *draw(LIMITED)]
    when = PLAIN["facts"](row) | PLAIN["numbers"](row) if not row else OF_SHORT_ROWS
    return [step | {"if": draw(when)} if draw(st.integers(0, 2)) == 0 else step for step in steps]


def _steps(row: bool) -> Steps:
    return st.sampled_from(sorted(KINDS)).flatmap(lambda kind: some_steps(kind, row))


MONTHLY = st.fixed_dictionaries(
    {"monthly": st.just("x.claims"), "steps": _steps(True), "most_months": st.integers(1, 12)},
    optional={"where": OF_SHORT_ROWS, "gap_months": st.integers(0, 4) | st.just("any")},
)
# What comes of the months is also worked on.
STEPS: dict[str, Steps] = {
    **{kind: some_steps(kind) for kind in KINDS},
    "monthly": st.tuples(_steps(False), MONTHLY, _steps(False)).map(lambda of: [*of[0][:2], of[1], *of[2][1:]]),
}


@st.composite
def giving(draw: st.DrawFn, conditions: st.SearchStrategy[Data], steps: Steps) -> Data:
    """Return a version that is always in force and gives an amount."""
    return draw(versions(conditions)) | {"amount": draw(steps), "shares": draw(SHARES)}
