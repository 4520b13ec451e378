"""Random rulesets and households, of every kind of condition, with values that meet at the limits."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

Data = dict[str, Any]

COLUMNS = [
    {"key": "from", "type": "date", "label": "始まり"},
    {"key": "until", "type": "date", "label": "終わり"},
    {"key": "number", "type": "number", "label": "数"},
    {"key": "yes", "type": "yes_no", "label": "はい"},
    {"key": "choice", "type": "choice", "label": "選択", "choices": {"a": "甲", "b": "乙", "c": "丙"}},
    {"key": "place", "type": "place", "label": "町"},
]
CLAIM = [
    {"key": "month", "type": "date", "label": "最初の月"},
    {"key": "months", "type": "number", "label": "月数"},
    *COLUMNS[2:4],
    {"key": "yen", "type": "yen", "label": "円"},
]
FACTS = [
    {"key": "x.yes", "type": "yes_no", "label": "はい"},
    {"key": "x.number", "type": "number", "label": "数"},
    {"key": "x.yen", "type": "yen", "label": "円"},
    {"key": "x.day", "type": "date", "label": "日"},
    {"key": "x.born", "type": "date", "label": "生年月日"},
    {"key": "x.choice", "type": "choice", "label": "選択", "choices": {"a": "甲", "b": "乙", "c": "丙"}},
    {"key": "x.choices", "type": "choices", "label": "選択", "choices": {"a": "甲", "b": "乙", "c": "丙"}},
    {"key": "x.text", "type": "text", "label": "符号"},
    {"key": "x.place", "type": "place", "label": "町"},
    {"key": "x.rows", "type": "list", "label": "一覧", "columns": COLUMNS},
    {"key": "x.others", "type": "list", "label": "一覧", "columns": COLUMNS[:3]},
    {"key": "x.claims", "type": "list", "label": "請求", "columns": CLAIM},
]
PLACES = {
    "wards": {"label": "区", "codes": ["13101", "13102"]},
    "region": {"label": "圏", "prefectures": ["13", "14"], "excepting": "wards", "doubtful": ["14100"]},
    "beyond": {"label": "外", "codes": ["20209"], "prefectures": ["13"], "excepting": "region"},
}
ORDERED = ["at_least", "at_most", "less_than", "more_than"]
EQUAL, AMONG = st.sampled_from(["is", "is_not"]), st.sampled_from(["one_of", "none_of"])
INSIDE = st.sampled_from(["includes", "excludes"])
CHOICES = st.sampled_from("abc")
PLACE = st.sampled_from(["13101", "13103", "14100", "14101", "20209", "abroad"])
# Few days, so that they meet, among them those on which months end differently; and any others.
EDGES = st.sampled_from(
    ["2023-02-28", "2023-03-31", "2024-01-31", "2024-02-29", "2024-03-01", "2024-04-01", "2025-02-28"]
)
DAYS = EDGES | st.dates(date(2019, 1, 1), date(2026, 12, 31)).map(date.isoformat)
EARLIER = EDGES | st.dates(date(2010, 1, 1), date(2024, 12, 31)).map(date.isoformat)
NUMBERS = st.integers(-2, 6) | st.sampled_from([0.5, 1.5, "1/3", 10**6])
LENGTHS = st.sampled_from(
    [{"months": 1}, {"months": 13}, {"years": 1}, {"years": 2, "days": 3}, {"days": 28}, {"days": 400}]
)
SHIFTS = st.fixed_dictionaries({"months": st.integers(-30, 30), "days": st.integers(-40, 40)})


def _maybe(value: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Return values of which every fifth is not known."""
    return st.integers(0, 4).flatmap(lambda number: value if number else st.none())


def _row(keys: int) -> st.SearchStrategy[Data]:
    values = {
        "from": EARLIER,
        "until": DAYS,
        "number": NUMBERS,
        "yes": st.booleans(),
        "choice": CHOICES,
        "place": PLACE,
    }
    return st.fixed_dictionaries({key: _maybe(value) for key, value in list(values.items())[:keys]}).map(_in_order)


def _in_order(row: Data) -> Data:
    """Return a row that does not end before it begins."""
    if row["from"] and row["until"] and row["until"] < row["from"]:
        return {**row, "from": row["until"], "until": row["from"]}
    return row


CLAIMS = st.fixed_dictionaries(
    {
        # Seldom not known, because nothing of the list is known then.
        "month": st.integers(0, 11).map(lambda month: f"2024-{month:02}-05" if month else None),
        "months": st.integers(0, 30).map(lambda months: months % 6 if months else None) | st.sampled_from([1.5, 12]),
        "number": _maybe(NUMBERS), "yes": _maybe(st.booleans()), "yen": _maybe(st.integers(0, 20_000)),
    }
)  # fmt: skip
HOUSEHOLDS = st.fixed_dictionaries(
    {
        "x.yes": _maybe(st.booleans()), "x.number": _maybe(NUMBERS), "x.yen": _maybe(st.integers(0, 10**7)),
        "x.day": _maybe(DAYS), "x.born": _maybe(DAYS), "x.choice": _maybe(CHOICES),
        "x.choices": _maybe(st.lists(CHOICES, max_size=3)), "x.text": _maybe(CHOICES), "x.place": _maybe(PLACE),
        "x.rows": _maybe(st.lists(_row(6), max_size=3)), "x.others": _maybe(st.lists(_row(3), max_size=2)),
        "x.claims": _maybe(st.lists(CLAIMS, max_size=5)), "application.on": _maybe(DAYS),
    }
)  # fmt: skip


def _fact(key: str) -> Data:
    return {"fact": key}


def days(row: bool) -> st.SearchStrategy[Any]:
    """Return terms that are a day."""
    keys = ["x.day", "x.born", "application.on", *(["this.from", "this.until"] if row else [])]
    made = [
        st.fixed_dictionaries({"shift": st.sampled_from(keys).map(_fact), "by": SHIFTS}),
        st.fixed_dictionaries({"year_end": st.sampled_from(keys).map(_fact)}),
        st.fixed_dictionaries({"year_start": st.sampled_from(keys).map(_fact)}),
    ]
    return st.one_of(st.sampled_from(keys).map(_fact), *made)


def numbers(row: bool) -> st.SearchStrategy[Any]:
    """Return terms that are a number."""
    facts = st.sampled_from(["x.number", "x.yen", *(["this.number"] if row else [])]).map(_fact)
    born = st.sampled_from(["x.born", *(["this.from"] if row else [])])
    some = st.lists(facts | NUMBERS, min_size=1, max_size=3)
    made = [
        st.fixed_dictionaries({"age": born, "on": days(row) | DAYS}),
        st.fixed_dictionaries({"sum": some, "minus": some}),
        st.fixed_dictionaries({"times": st.tuples(facts, facts | NUMBERS).map(list)}),
        st.fixed_dictionaries({"least": some}),
    ]
    return st.one_of(facts, *made)


@st.composite
def _ordered(
    draw: st.DrawFn, terms: st.SearchStrategy[Any], limits: st.SearchStrategy[Any], equal: bool = True
) -> Data:
    word = draw(st.sampled_from([*ORDERED, *(["is", "is_not"] if equal else [])]))
    return {**draw(terms), word: draw(limits)}


def _choices(row: bool) -> st.SearchStrategy[Data]:
    key = st.sampled_from(["x.choice", "this.choice"] if row else ["x.choice"])
    several = st.lists(CHOICES, min_size=1, max_size=2)
    same = {"x.choice": "this.choice" if row else "x.choice", "x.place": "this.place" if row else "x.place"}
    return st.one_of(
        st.builds(lambda key, word, value: {"fact": key, word: value}, key, EQUAL, CHOICES),
        st.builds(lambda key, word, values: {"fact": key, word: values}, key, AMONG, several),
        st.builds(lambda one, word: {"fact": one, word: _fact(same[one])}, st.sampled_from(sorted(same)), EQUAL),
        st.builds(lambda word, value: {"fact": "x.choices", word: value}, INSIDE, CHOICES),
        st.builds(lambda word, value: {"fact": "x.text", word: value}, EQUAL, CHOICES),
    )


def _facts(row: bool) -> st.SearchStrategy[Data]:
    yes = st.sampled_from(["x.yes", "this.yes"] if row else ["x.yes"])
    return st.one_of(
        st.builds(lambda key, word, value: {"fact": key, word: value}, yes, EQUAL, st.booleans()),
        st.builds(lambda word, values: {"fact": "x.number", word: values}, AMONG,
                  st.lists(NUMBERS, min_size=1, max_size=3)),
        st.builds(lambda word, values: {"fact": "x.day", word: values}, AMONG,
                  st.lists(EDGES, min_size=1, max_size=3)),
    )  # fmt: skip


def _place(row: bool) -> st.SearchStrategy[Data]:
    keys = st.sampled_from(["x.place", "this.place"] if row else ["x.place"])
    return st.fixed_dictionaries({"place": keys, "in": st.sampled_from(sorted(PLACES))})


def _elapsed(row: bool) -> st.SearchStrategy[Data]:
    ends = st.fixed_dictionaries({"from": days(row) | DAYS, "to": days(row) | DAYS})
    return _ordered(ends, LENGTHS, equal=False)


def _season(row: bool) -> st.SearchStrategy[Data]:
    ends = st.sampled_from(["01-03", "02-29", "03-31", "04-01", "12-29"])
    return st.fixed_dictionaries({"yearly": days(row), "first": ends, "last": ends})


def _count(conditions: st.SearchStrategy[Data]) -> st.SearchStrategy[Data]:
    word = st.sampled_from([*ORDERED, "is"])
    return st.builds(
        lambda where, word, number: {"count": "x.rows", "where": where, word: number},
        st.none() | conditions, word, st.integers(0, 3),
    )  # fmt: skip


def _spans(conditions: st.SearchStrategy[Data], row: bool) -> st.SearchStrategy[Data]:
    some = st.sampled_from([None, {"fact": "this.yes", "is": True}]) | conditions
    rows = {"spans": st.just("x.rows"), "where": some, "before": days(row)}
    # Short ones, so that they are often reached.
    lengths = st.sampled_from([{"days": 28}, {"months": 1}, {"months": 2}]) | LENGTHS
    adding = {"within": st.sampled_from([{"years": 1}, {"years": 4}]), "add_up_to": lengths}
    gaps = st.sampled_from([0, 1, 100])
    unbroken = {"unbroken": lengths, "tolerance": st.none() | LENGTHS, "gap_days": gaps}
    return st.fixed_dictionaries(rows | adding) | st.fixed_dictionaries(rows | unbroken)


def _nested() -> st.SearchStrategy[Data]:
    """Return conditions on rows for each of which other rows are counted."""
    inner = _ordered(numbers(True), NUMBERS)
    count = st.builds(lambda where, n: {"count": "x.others", "where": where, "at_least": n}, inner, st.integers(0, 2))
    times = st.builds(
        lambda where, length: {"spans": "x.others", "where": where, "before": _fact("this.from"), "unbroken": length},
        st.none() | inner, LENGTHS,
    )  # fmt: skip
    return st.builds(lambda holds: {"every": "x.rows", "holds": holds}, count | times)


PLAIN = {
    "facts": _facts,
    "choices": _choices,
    "numbers": lambda row: _ordered(numbers(row), NUMBERS | numbers(row)),
    "days": lambda row: _ordered(days(row), DAYS | days(row)),
    "place": _place,
    "elapsed": _elapsed,
    "season": _season,
}
OF_ROWS = st.one_of(*(make(True) for make in PLAIN.values()))
# Every kind of condition that stands alone.
LEAVES = {
    **{name: make(False) for name, make in PLAIN.items()},
    "count": _count(OF_ROWS),
    "every": st.builds(lambda holds: {"every": "x.rows", "holds": holds}, OF_ROWS),
    "spans": _spans(OF_ROWS, False),
    "nested": _nested(),
}


def grouped(conditions: st.SearchStrategy[Data]) -> st.SearchStrategy[Data]:
    """Return groups of conditions."""
    some = st.lists(conditions, min_size=1, max_size=4)
    return st.one_of(
        st.builds(lambda of: {"all": of}, st.lists(conditions, max_size=4)),
        st.builds(lambda of: {"any": of}, some),
        st.builds(lambda of: {"not": of}, conditions),
        some.flatmap(lambda of: st.integers(1, len(of)).map(lambda count: {"at_least_of": count, "of": of})),
    )


CONDITIONS = st.recursive(
    st.one_of(*LEAVES.values(), st.just({"unknown": "定めがない"})), grouped, max_leaves=8
)  # fmt: skip


@st.composite
def versions(draw: st.DrawFn, conditions: st.SearchStrategy[Data]) -> Data:
    """Return a version of a ruleset that is always in force."""
    counting, adding = st.sampled_from(["civil_code", "day_before", None]), st.sampled_from(["days", "months", None])
    return {
        "key": "only", "anchor": "application.on", "counting": draw(counting), "adding": draw(adding),
        "condition": draw(conditions),
    }  # fmt: skip


@st.composite
def dated_versions(draw: st.DrawFn, conditions: st.SearchStrategy[Data]) -> list[Data]:
    """Return up to three versions, which may name different anchors, overlap, and leave gaps."""
    anchors, ends = st.sampled_from(["application.on", "x.day"]), st.sampled_from(["2026-03-31", "2025-06-30", None])
    return [
        {**version, "key": str(number), "anchor": draw(anchors), "from": f"{2020 + number}-04-01", "until": draw(ends)}
        for number, version in enumerate(draw(st.lists(versions(conditions), min_size=1, max_size=3)))
    ]


def file_of(versions: list[Data]) -> Data:
    """Return the file of a ruleset with these versions."""
    return {
        "format": 1, "key": "random", "kind": "grant", "title": "偶然の制度", "facts": FACTS, "places": PLACES,
        "versions": versions,
    }  # fmt: skip
