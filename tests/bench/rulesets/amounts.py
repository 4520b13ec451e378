"""Amounts: many households at once beside the answers to each of them alone."""

import statistics
import time
from dataclasses import replace
from typing import Any

import numpy as np

from kayoi.engines.rulesets.rules.answers import answer
from kayoi.engines.rulesets.rules.cases import Case
from kayoi.engines.rulesets.rules.columns.assessing import Assessed, assess
from kayoi.engines.rulesets.rules.columns.outcomes import OUTCOMES
from kayoi.engines.rulesets.rules.columns.tables import Households, RowTable
from kayoi.engines.rulesets.rules.versions import Ruleset
from tests.bench.rulesets.book import ON, Commuting, Data, Family, House, Kind, Migration, book, read
from tests.bench.rulesets.cases import Inventing, facts_of, invented

ALONE, RULESETS, ROUNDS = 500, 40, 5
CHILD: Data = {"fact": "this.relation", "is": "child"}
BORNE = [{"payer": "nation", "rate": "1/2"}, {"payer": "prefecture", "rate": "1/4"}, {"payer": "town"}]
GIVEN: dict[type[Kind], list[Data]] = {
    Migration: [{"start": 1_000_000}, {"add": 1_000_000, "per": "household.members", "where": CHILD}],
    Commuting: [
        {
            "monthly": "commuting.claims", "most_months": 36, "gap_months": 12,
            "steps": [
                {"start": {"fact": "this.fare_yen"}},
                {"subtract": {"times": [{"fact": "this.allowance_yen"}, {"fact": "this.months"}]}},
                {"times": "1/2"}, {"cap": {"times": [{"fact": "this.months"}, 10_000]}}, {"round": "down", "to": 1000},
            ],
        },
    ],
    House: [
        {"start": {"fact": "house.cost_yen"}}, {"without_tax": 10}, {"times": "1/3"}, {"cap": 1_000_000},
        {"add": 200_000, "if": {"fact": "house.local_builder", "is": True}},
        {"add": 100_000, "per": "household.members", "where": CHILD, "most": 3}, {"round": "down", "to": 1000},
    ],
    Family: [{"start": 360_000}, {"times": "1/2", "if": {"fact": "move.district_kind", "is": "other"}}],
}  # fmt: skip


def gives(kind: Kind) -> Data:
    """Return what a ruleset of a kind gives, and who bears it."""
    return {"amount": GIVEN[type(kind)], "shares": BORNE}


def applicants(count: int) -> Households:
    """Return households with the claims of commuters."""
    make, households = Inventing(0.05), invented(count, unknown=0.05)
    offsets = make.offsets(count, (0, 1, 3, 6, 12))
    rows = int(offsets[-1])
    columns = {
        "this.month": replace(make.days(rows, "2022-04-01", "2026-08-31"), known=None),
        "this.months": replace(make.numbers(rows, 1, 7), known=None),
        "this.fare_yen": make.numbers(rows, 10_000, 200_000), "this.allowance_yen": make.numbers(rows, 0, 30_000),
    }  # fmt: skip
    lists = {**households.lists, "commuting.claims": RowTable(offsets, columns, make.known(count))}
    return replace(households, lists=lists)


def alone(rulesets: list[Ruleset], facts: list[Data]) -> list[list[Any]]:
    """Answer household by household."""
    found = []
    for one in facts:
        case = Case(one)
        found.append([answer(ruleset, case) for ruleset in rulesets])
    return found


def compare(tables: list[Assessed], answers: list[list[Any]]) -> None:
    """Demand that both ways say the same of the first households."""
    for place, of_one in enumerate(answers):
        for table, one in zip(tables, of_one, strict=True):
            assert OUTCOMES[table.outcomes[place]] is one.outcome
            assert table.given[place] == (one.amount is not None)
            if one.amount is not None:
                most = table.most[place] if table.limited[place] else None
                assert (one.amount.least, one.amount.most) == (table.least[place], most)


def section(households: int) -> list[str]:
    """Return the table: both ways round by round, for so many households at once."""
    rulesets, table = read(book(RULESETS), gives), applicants(households)
    facts = [facts_of(table, number) for number in range(min(ALONE, households))]
    facts = [{"application.on": ON} | one for one in facts]
    spent: dict[str, list[float]] = {"alone": [], "at once": []}
    for _ in range(ROUNDS):
        start = time.process_time()
        answers = alone(rulesets, facts)
        spent["alone"].append((time.process_time() - start) / len(facts))
        start = time.process_time()
        found = assess(rulesets, table, on=ON)
        spent["at once"].append((time.process_time() - start) / households)
    compare(found, answers)
    ratio = statistics.median(map(float.__truediv__, spent["alone"], spent["at once"]))
    yen = int(sum(int(one.least[one.certain].sum()) for one in found))
    share = np.mean([one.certain.sum() / max(one.given.sum(), 1) for one in found])
    return [
        f"| verdict, amount, who bears it: {households:,} households, {RULESETS} rulesets | median µs an answer | × |",
        "|---|---:|---:|",
        f"| each alone, with reasons ({len(facts)} of them) | {_micro(spent['alone'])} | 1 |",
        f"| all at once | {_micro(spent['at once'])} | {1 / ratio:.3f} |",
        "",
        f"Processor time, {ROUNDS} interleaved rounds; the same answers, compared. Of the amounts {share:.0%} are "
        f"certain, {yen / 1e8:,.0f} 億円 together; the others are ranges, because 5% of the facts are missing.",
    ]


def _micro(seconds: list[float]) -> str:
    return f"{statistics.median(seconds) / RULESETS * 1e6:.2f}"
