"""Money comes to lines and moves between them: 当初予算, 補正, 流用."""

from datetime import date, datetime

from django.db import transaction

from kayoi.engines.ledger.selectors import accounts
from kayoi.kit.actor import Actor
from kayoi.kit.dates import fiscal_year_start
from kayoi.programmes.schemes.models import BudgetEntry, BudgetLine
from kayoi.programmes.schemes.rules.budget import may_divert, may_supplement
from kayoi.programmes.schemes.services.budget.entries import FREE_IN, FREE_OUT, Posting, UnableToBook
from kayoi.programmes.schemes.states.budget import COUNCIL, EntryKind


@transaction.atomic
def appropriate(*, line: BudgetLine, amount_yen: int, note: str = "", by: Actor, at: datetime) -> BudgetEntry:
    """Give a line its money of the year (当初予算を計上する), once; it counts from the first day of the year.

    Raises KeyReused where it was given another amount before.
    """
    on = fiscal_year_start(line.fiscal_year)
    posting = Posting(line, EntryKind.INITIAL, amount_yen, on, "initial", note, by, at)
    return _from_council(posting, gives=True)


@transaction.atomic
def supplement(
    *, line: BudgetLine, change_yen: int, on: date, key: str, note: str = "", by: Actor, at: datetime
) -> BudgetEntry:
    """Raise or lower the money of a line by a vote of the council (補正する). The same key twice is one.

    Raises UnableToBook after the year, UnableToTransfer where less is free than is taken away.
    """
    UnableToBook.unless(may_supplement(line.fiscal_year, on=on))
    posting = Posting(line, EntryKind.SUPPLEMENT, abs(change_yen), on, key, note, by, at)
    return _from_council(posting, gives=change_yen > 0)


def _from_council(posting: Posting, *, gives: bool) -> BudgetEntry:
    if known := posting.known():
        return known
    council, free = accounts([COUNCIL])[COUNCIL].pk, posting.line.free_id
    transfer = posting.between(*((free, council) if gives else (council, free)))
    entry = posting.write(transfer, FREE_IN if gives else FREE_OUT)
    posting.record(entry)
    return entry


@transaction.atomic
def divert(
    *, giver: BudgetLine, taker: BudgetLine, amount_yen: int, on: date, key: str, provision: str = "", note: str = "",
    by: Actor, at: datetime,
) -> BudgetEntry:  # fmt: skip
    """Let money pass from one line to another (流用する); return the entry of the taker. The same key twice is one.

    `provision` is where the budget allows it between 項. Raises UnableToBook or UnableToTransfer.
    """
    UnableToBook.unless(may_divert(giver.place, taker.place, on=on, provision=provision))
    words = " ".join(word for word in (note, provision) if word)
    return Posting(giver, EntryKind.DIVERTED, amount_yen, on, key, words, by, at).pass_on(taker)
