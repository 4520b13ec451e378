"""Open budget lines, with their accounts in the ledger, and change what they say."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from kayoi.engines.ledger import services as ledger
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import fiscal_year_start
from kayoi.programmes.schemes.models import BudgetLine
from kayoi.programmes.schemes.rules.budget import may_share, sources_of
from kayoi.programmes.schemes.services.budget.entries import UnableToBook
from kayoi.programmes.schemes.states.budget import COUNCIL, OUTSIDE


@transaction.atomic
def open_line(*, fields: dict[str, Any], by: Actor, at: datetime) -> BudgetLine:
    """Open a budget line (予算科目を登録する), with nothing in it yet. Raises UnableToBook."""
    UnableToBook.unless(may_share(sources_of(fields.get("sources", []))))
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
    return line


@transaction.atomic
def change_line(*, line: BudgetLine, changes: dict[str, Any], version: int, by: Actor, at: datetime) -> None:
    """Change names, shares, or what the public sees of a line (予算科目を書き換える).

    Shares count for decisions to come. Raises UnableToBook or ChangedMeanwhile.
    """
    UnableToBook.unless(may_share(sources_of(changes.get("sources", line.sources))))
    audit.change(line, changes, version=version, by=by, at=at)
