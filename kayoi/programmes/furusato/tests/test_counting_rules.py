"""Which activities count, how many are missing, and what a host's short answer means: the tables of cases."""

import csv
from datetime import date
from pathlib import Path

import pytest

from kayoi.programmes.furusato.rules.counting import Deed, Terms, Window, counted, outlook, window_of
from kayoi.programmes.furusato.rules.replies import Said, reply_means
from kayoi.programmes.furusato.states.counting import Doubt, WindowKind

CASES = Path(__file__).parent / "cases"


def cases(name: str) -> pytest.MarkDecorator:
    with (CASES / f"{name}.csv").open(encoding="utf-8") as file:
        return pytest.mark.parametrize("row", list(csv.DictReader(file)), ids=lambda row: row["なぜ"])


def deeds_of(text: str) -> list[Deed]:
    """Read activities such as 2026-06-01..2026-06-03:confirmed:free (a kind that does not count) or …:town2."""
    found = []
    for number, one in enumerate(text.split()):
        days, status, *more = one.split(":")
        first, _, last = days.partition("..")
        starts_on = date.fromisoformat(first)
        ends_on = date.fromisoformat(last) if last else starts_on
        body = next((word for word in more if word != "free"), "town1")
        found.append(Deed(starts_on, ends_on, status, "free" not in more, body, number))
    return found


@cases("window_of")
def test_window_of(row: dict[str, str]) -> None:
    window = window_of(WindowKind.of(row["決め方"]), on=date.fromisoformat(row["日"]))
    assert (window.first.isoformat(), window.last.isoformat()) == (row["はじめ"], row["おわり"])


@cases("counted")
def test_counted(row: dict[str, str]) -> None:
    window = Window(date.fromisoformat(row["期間のはじめ"]), date.fromisoformat(row["期間のおわり"]))
    terms = Terms(one_a_day=row["一日に一つ"] == "1", day_by_day=row["日ごとに数える"] == "1")
    found = counted(deeds_of(row["活動"]), window=window, terms=terms)
    assert sum(one.count for one in found) == int(row["数"])
    assert all((one.count == 0) == (one.why_not is not None) for one in found), "what does not count says why"


def test_each_activity_that_does_not_count_says_why() -> None:
    window, day = Window(date(2025, 11, 20), date(2026, 11, 20)), "2026-06-01"
    expected = {
        "2026-06-01:signed": Doubt.NOT_CONFIRMED, "2026-06-01:absent": Doubt.NOT_CONFIRMED,
        "2026-06-01:reported": Doubt.IN_REVIEW, "2026-06-01:rejected": Doubt.REJECTED,
        "2026-06-01:confirmed:free": Doubt.NOT_DESIGNATED, "2025-01-01:confirmed": Doubt.BEFORE,
        "2026-12-01:confirmed": Doubt.AFTER,
    }  # fmt: skip
    for text, doubt in expected.items():
        [one] = counted(deeds_of(text), window=window, terms=Terms())
        assert one.why_not is doubt, text
    _, second = counted(deeds_of(f"{day}:confirmed {day}:confirmed"), window=window, terms=Terms())
    assert second.why_not is Doubt.SAME_DAY


@cases("outlook")
def test_outlook(row: dict[str, str]) -> None:
    terms = Terms(needed=int(row["必要"]), window=WindowKind.of(row["決め方"]))
    found = outlook(deeds_of(row["活動"]), until=date.fromisoformat(row["いつまで"]), terms=terms)
    assert (found.counted, found.missing, found.waiting) == tuple(
        int(row[name]) for name in ("数", "足りない", "審査中")
    )


@cases("reply_means")
def test_reply_means(row: dict[str, str]) -> None:
    came, absent = (frozenset(map(int, row[name].split())) for name in ("来た", "来なかった"))
    expected = Said(came, absent) if came or absent else None
    assert reply_means(row["返信"], numbers=map(int, row["名簿"].split())) == expected
