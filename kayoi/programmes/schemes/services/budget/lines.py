"""Open budget lines, with their accounts in the ledger, and change what they say."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from kayoi.engines.ledger import services as ledger
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import fiscal_year_start
from kayoi.kit.verdict import Reason, verdict
from kayoi.programmes.schemes.models import BudgetLine
from kayoi.programmes.schemes.rules.budget import may_share, sources_of
from kayoi.programmes.schemes.selectors.budget.lines import fields_of, same_line_in
from kayoi.programmes.schemes.services.budget.appropriating import appropriate
from kayoi.programmes.schemes.services.budget.entries import UnableToBook
from kayoi.programmes.schemes.states.budget import COUNCIL, OUTSIDE


@transaction.atomic
def open_line(*, fields: dict[str, Any], initial_yen: int = 0, by: Actor, at: datetime) -> BudgetLine:
    """Open a budget line (予算科目を登録する), with its money of the year where it is known. Raises UnableToBook."""
    _require_sound(fields, None)
    year = fields["fiscal_year"]
    # Whoever opens a line holds the account of the council meanwhile: numbers are given one after the other.
    council = ledger.open_account(key=COUNCIL, label="議会の議決", least=None, by=by, at=at)
    type(council).objects.select_for_update(no_key=True).get(pk=council.pk)
    ledger.open_account(key=OUTSIDE, label="町の外", least=None, by=by, at=at)
    number = (BudgetLine.objects.filter(fiscal_year=year).aggregate(last=Max("number"))["last"] or 0) + 1
    accounts = {
        pot: ledger.open_account(
            key=f"budget:{year}:{number}:{pot}", label=f"{fields['label']} {words}", on=fiscal_year_start(year), by=by,
            at=at,
        )
        for pot, words in (("free", "残り"), ("committed", "支払待ち"), ("paid", "支払済み"))
    }  # fmt: skip
    line = BudgetLine.objects.create(number=number, **accounts, **fields)
    audit.record("schemes.open_line", line, by=by, at=at, after={"code": line.code, "label": line.label})
    if initial_yen:
        appropriate(line=line, amount_yen=initial_yen, by=by, at=at)
    return line


@transaction.atomic
def change_line(*, line: BudgetLine, changes: dict[str, Any], version: int, by: Actor, at: datetime) -> None:
    """Change names, shares, or what the public sees of a line (予算科目を書き換える).

    Shares count for decisions to come. Raises UnableToBook or ChangedMeanwhile.
    """
    _require_sound(fields_of(line) | changes, line)
    audit.change(line, changes, version=version, by=by, at=at)


def _require_sound(fields: dict[str, Any], line: BudgetLine | None) -> None:
    reasons = list(may_share(sources_of(fields["sources"])).reasons)
    same = same_line_in(fields["fiscal_year"], fields)
    if same is not None and same != line:
        reasons.append(Reason("schemes.line_twice"))
    UnableToBook.unless(verdict(reasons))
