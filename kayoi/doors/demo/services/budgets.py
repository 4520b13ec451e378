"""The budget of the demonstration: three years of invented grants in Ina, with payments in every state."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from kayoi.doors.demo.selectors.staff import actor_of
from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.foundation.identity.models import Membership
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.dates import fiscal_year, fiscal_year_start, local_date
from kayoi.programmes.schemes.models import BudgetLine, Commitment
from kayoi.programmes.schemes.rules.payments import Details, Names
from kayoi.programmes.schemes.services import budget, payments

CODES = {
    "account_code": "01", "account_name": "一般会計", "kan_code": "02", "kan_name": "総務費", "kou_code": "01",
    "kou_name": "総務管理費", "moku_code": "06", "moku_name": "企画費", "setsu_code": "18",
    "setsu_name": "負担金補助及び交付金",
}  # fmt: skip
HALF_AND_QUARTER = [{"payer": "national", "rate": "1/2"}, {"payer": "prefecture", "rate": "1/4"}]
CAUSE = "demo"
# What it is for, who bears it, what the public sees, yen of each of the three years, yen of each decision, decisions
# a year. The second one is bound and paid by grants alone (schemes.py).
LINES: tuple[tuple[str, list[dict[str, Any]], str, Sequence[int], Sequence[int], int], ...] = (
    ("移住支援金(架空)", HALF_AND_QUARTER, "nothing", [20_000_000] * 3, (600_000, 1_000_000, 1_600_000), 14),
    ("わかもの定住補助金(架空)", [], "share", [2_500_000, 3_000_000, 9_000_000], (), 0),
    ("通勤補助金(架空)", [{"payer": "prefecture", "yen": 20_000}], "nothing", [2_400_000] * 3, (60_000, 120_000), 12),
)
# Who applies has done so in the last weeks: in spring for the most part in the year before.
SPRING_DAYS, SPRING_YEN = 40, 8_000_000
PAYEES = (("畑 まもる(架空)", "はた まもる"), ("沢 みのり(架空)", "さわ みのり"), ("峰 つむぎ(架空)", "みね つむぎ"))


def fill(*, town: Organization, staff: Sequence[Membership], by: Actor, at: datetime) -> None:
    """Give Ina the budgets of three years, and payments of this year."""
    if town.slug != "ina":
        return
    officer, head = (actor_of(next(one for one in staff if one.role == role)) for role in ("officer", "section_head"))
    today, random = local_date(at), Random(6)  # noqa: S311  # invented figures, the same each time
    year = fiscal_year(today)
    in_spring = today < fiscal_year_start(year) + timedelta(days=SPRING_DAYS)
    for age, each in enumerate((year - 2, year - 1, year)):
        lines = [
            budget.open_line(
                fields=CODES | {"fiscal_year": each, "label": label, "sources": sources, "shown": shown},
                initial_yen=yens[age] + (SPRING_YEN if in_spring and each == year - 1 and not count else 0),
                by=head, at=at,
            )
            for label, sources, shown, yens, _, count in LINES
        ]  # fmt: skip
        for line, (_, _, _, _, yens, count) in zip(lines, LINES, strict=True):
            _decide(line, yens, count, random, until=min(today, date(each + 1, 3, 31)), by=head, at=at)
        if each < year:
            _pay_all(lines, by=head, at=at)
    budget.supplement(
        line=lines[0], change_yen=2_000_000, on=max(fiscal_year_start(year), today - timedelta(days=40)),
        key="demo:supplement", note="9月補正(架空)", by=head, at=at,
    )  # fmt: skip
    budget.divert(
        giver=lines[2], taker=lines[1], amount_yen=200_000, on=today, key="demo:divert", note="申請の増加(架空)",
        by=head, at=at,
    )  # fmt: skip
    _provide(lines, by=head, at=at)
    _payments(lines[0], officer, head, at=at)


def _provide(lines: Sequence[BudgetLine], *, by: Actor, at: datetime) -> None:
    """Write down what the council has voted beyond the year."""
    year = lines[0].fiscal_year
    voted_on = max(fiscal_year_start(year), local_date(at) - timedelta(days=40))
    carried = {"kind": "permitted", "matter": "移住支援事業(架空)", "limit_yen": 3_000_000, "last_year": year}
    promised = {"kind": "burden", "matter": "通勤補助金(架空)", "limit_yen": 5_400_000, "last_year": year + 3}
    for line, fields in ((lines[0], carried), (lines[2], promised)):
        budget.provide(line=line, fields=fields | {"voted_on": voted_on}, by=by, at=at)


def _decide(
    line: BudgetLine, yens: Sequence[int], count: int, random: Random, *, until: date, by: Actor, at: datetime
) -> None:
    """Decide about so many grants, spread over the year, as far as the year has come."""
    for number in range(count):
        on = fiscal_year_start(line.fiscal_year) + timedelta(days=20 + number * 330 // count + random.randint(0, 9))
        if on <= until:
            budget.commit_grant(
                line=line, reference=f"{line.pk}-{number}", amount_yen=random.choice(yens), on=on, cause=CAUSE, by=by,
                at=at,
            )  # fmt: skip


def _pay_all(lines: Sequence[BudgetLine], *, by: Actor, at: datetime) -> None:
    for row in Commitment.objects.filter(line__in=lines).order_by("pk"):
        on = min(row.committed_on + timedelta(days=45), date(row.committed_on.year + 1, 3, 31))
        budget.pay_commitment(commitment=row, amount_yen=row.amount_yen, key="demo", on=on, by=by, at=at)


def _payments(line: BudgetLine, officer: Actor, head: Actor, *, at: datetime) -> None:
    """Pay the first decisions of the year: one batch paid, one handed over, the rest waiting."""
    rows = list(Commitment.objects.filter(line=line).order_by("pk")[:6])
    files = [_payee(number, officer, head, at=at) for number in range(len(PAYEES))]
    due = [
        payments.ask_payment(
            commitment=row, case_file=files[number % len(files)], amount_yen=row.amount_yen, summary=line.label,
            asked_on=local_date(at) - timedelta(days=12 - number), key=f"demo:{row.pk}", by=officer, at=at,
        )
        for number, row in enumerate(rows)
    ]  # fmt: skip
    day = local_date(at)
    for number, pair in enumerate((due[:2], due[2:4])):
        if pair:
            batch = payments.make_batch(
                payments=[one.pk for one in pair], pays_on=day, client_key=UUID(int=number), by=head, at=at
            )
            if number == 0:
                payments.settle_batch(batch=batch, paid_on=day, by=head, at=at)


def _payee(number: int, officer: Actor, head: Actor, *, at: datetime) -> CaseFile:
    name, kana = PAYEES[number]
    file = casefiles.open_case_file(fields={"name": name, "kana": kana}, by=officer, at=at)
    open_account(file=file, number=number, head=head, by=officer, at=at)
    return file


def open_account(*, file: CaseFile, number: int, head: Actor, by: Actor, at: datetime) -> None:
    """Write an account of somebody down, and confirm it."""
    details = Details("9999", "999", "1", f"{number:07}", file.kana)
    account = payments.propose_account(
        case_file=file, account=details, names=Names("架空銀行", "見本支店"), by=by, at=at
    )
    payments.confirm_account(account=account, by=head, at=at)
