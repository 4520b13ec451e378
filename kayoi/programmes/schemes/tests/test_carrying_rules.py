"""By what right money passes into the next year: what each kind allows, and every reason against it."""

from datetime import date

from kayoi.programmes.schemes.rules.carrying import Passing, Vote, may_carry_by, may_provide
from kayoi.programmes.schemes.states.budget import CarryKind, ProvisionKind
from kayoi.programmes.schemes.tests.test_budget_rules import Row, cases, refused


@cases("may_carry_by")
def test_may_carry_by(row: Row) -> None:
    kind = next(one for one in CarryKind if row["種類"] in one.label)
    vote = None
    if row["議決の日"]:
        limit, last = int(row["残りの限度額"]), int(row["最終年度"])
        vote = Vote(date.fromisoformat(row["議決の日"]), limit, last, is_of_line=bool(row["この予算の定め"]))
    passing = Passing(
        int(row["額"]), is_bound=bool(row["決定済み"]), own_yen=int(row["この年度の分"]),
        came_by=[one for one in CarryKind if one.label == row["前の繰越"]],
    )  # fmt: skip
    reason = "豪雪" if row["理由を書いた"] else ""
    answer = may_carry_by(kind, vote, passing, year=2026, reason=reason, on=date.fromisoformat(row["日"]))
    refused(answer, row["理由"])


@cases("may_provide")
def test_may_provide(row: Row) -> None:
    kind = next(one for one in ProvisionKind if one.label == row["種類"])
    refused(may_provide(kind, year=int(row["年度"]), last_year=int(row["最終年度"])), row["理由"])
