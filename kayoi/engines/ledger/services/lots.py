"""Give amounts that are good until a day, spend the nearest first, give back, take back, let run out."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Sum

from kayoi.engines.ledger import rules
from kayoi.engines.ledger.models import Account, Lot, LotMove, Transfer
from kayoi.engines.ledger.services.transfers import UnableToTransfer, reverse, transfer
from kayoi.kit.actor import Actor
from kayoi.kit.verdict import Reason, verdict

BATCH = 500
EXPIRY = "ledger.Lot"  # cause of the transfers of what has run out


@dataclass(frozen=True, slots=True)
class Why:
    """What caused an amount to pass, and the key by which it passes once."""

    key: str
    cause: str
    reference: str
    on: date


@dataclass(frozen=True, slots=True)
class Given:
    """What came back into the lots; of that, what cannot be used any more because their last day is over."""

    amount: int
    over: int


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What was taken back of what had been given, and what of it is lacking because it was spent."""

    taken: int
    lacking: int


@transaction.atomic
def give_lot(
    *, account: int, credit: int, amount: int, last_day: date, over_to: int, why: Why, by: Actor, at: datetime
) -> Lot:
    """Give an amount that is good until a day (期限つきで受け入れる). The same key twice is one lot.

    Raises UnableToTransfer, KeyReused.
    """
    _lock(account, credit)
    passed = _pass(account, credit, amount, why, by=by, at=at)
    found, _ = Lot.objects.get_or_create(
        transfer_id=passed,
        defaults={
            "account_id": account, "amount": amount, "left": amount, "last_day": last_day, "over_to_id": over_to,
        },
    )  # fmt: skip
    return found


@transaction.atomic
def spend_lots(*, accounts: Collection[int], debit: int, amount: int, why: Why, by: Actor, at: datetime) -> None:
    """Spend from the lots of one holder, the nearest last day first (期限の近い順に使う). The same key twice is once.

    A holder whose files were merged has more than one account. Raises UnableToTransfer with what is usable.
    """
    if amount <= 0:
        raise UnableToTransfer(verdict([Reason("ledger.nothing_to_transfer")]))
    _lock(debit, *accounts)
    if Transfer.objects.filter(key__in=[_key(why, account) for account in accounts]).exists():
        return
    lots = _lots(accounts)
    plan = rules.from_lots(amount, _left(lots), on=why.on)
    if sum(part for _, part in plan) < amount:
        left = rules.usable(_left(lots), on=why.on)
        raise UnableToTransfer(verdict([Reason("ledger.not_enough", {"left": f"{left:,}", "amount": f"{amount:,}"})]))
    _take(plan, lots, debit, why, by=by, at=at)


@transaction.atomic
def give_back(*, debit: int, spent: str, why: Why, by: Actor, at: datetime) -> Given:
    """Take a spending back (使用の取消し): it goes into the lots that it came from, each good until its own last day.

    `spent` is the key of the spending; cause and reference are those of both. It is found by them: whose accounts it
    took from may be one person no more. Taken back twice is once. Raises UnableToTransfer.
    """
    rows = Transfer.objects.filter(
        cause=why.cause, reference=why.reference, debit=debit, reverses=None, key__startswith=f"{spent}:"
    )
    originals = list(rows.order_by("pk"))
    _lock(debit, *(original.credit_id for original in originals))
    amount = over = 0
    for original in originals:
        back = reverse(
            original=original, key=f"{why.key}:{original.credit_id}", cause=why.cause, reference=why.reference,
            on=why.on, by=by, at=at,
        )  # fmt: skip
        is_new = not LotMove.objects.filter(transfer=back).exists()
        for move in original.lot_moves.select_related("lot"):
            amount += move.amount
            over += move.amount if move.lot.last_day < why.on else 0
            if is_new:
                LotMove.objects.create(lot=move.lot, transfer_id=back, amount=-move.amount)
                Lot.objects.filter(pk=move.lot_id).update(left=F("left") + move.amount)
    return Given(amount, over)


@transaction.atomic
def take_back(
    *, lot: Lot | None, accounts: Collection[int], debit: int, amount: int, why: Why, by: Actor, at: datetime
) -> TakenBack:
    """Take back what was given (付けたものの取消し), from its lot, where it has one, then from others.

    The balance never falls below zero: what was spent is lacking, and is for the caller to tell. Twice is once.
    """
    _lock(debit, *accounts)
    gone = _gone(lot) if lot else 0
    known = Transfer.objects.filter(key__in=[_key(why, account) for account in accounts])
    taken = known.aggregate(total=Sum("amount"))["total"]
    if taken is None:
        lots = _lots(accounts)
        own = next((one for one in _left(lots) if lot and one.key == lot.pk), rules.LotLeft(0, 0, why.on))
        plan = rules.taken_back(amount, own, _left(lots), gone=gone, on=why.on)
        _take(plan, lots, debit, why, by=by, at=at)
        taken = sum(part for _, part in plan)
    return TakenBack(taken, max(amount - gone, 0) - taken)


@transaction.atomic
def expire_lots(*, on: date, by: Actor, at: datetime) -> int:
    """Let what is left of lots run out whose last day is over (期限切れ); return how many. Twice changes nothing."""
    wanted = Lot.objects.filter(left__gt=0, last_day__lt=on).order_by("account_id", "pk")[:BATCH]
    pairs = list(wanted.values_list("pk", "account_id", "over_to_id"))
    _lock(*(account for _, *both in pairs for account in both))
    rows = Lot.objects.select_related("account").filter(pk__in=[pk for pk, *_ in pairs], left__gt=0)
    for lot in rows.order_by("pk"):
        before = LotMove.objects.filter(lot=lot).order_by("-pk").values_list("pk", flat=True).first() or 0
        why = Why(f"lot:{lot.pk}:over:{before}", EXPIRY, str(lot.pk), on)
        _take([(lot.pk, lot.left)], [lot], lot.over_to_id, why, by=by, at=at)
    return len(pairs)


def _lock(*accounts: int) -> None:
    """Lock accounts in one order, so that two who want the same do not wait for each other."""
    rows = Account.objects.select_for_update(no_key=True).filter(pk__in=set(accounts)).order_by("pk")
    list(rows.values_list("pk"))


def _lots(accounts: Collection[int]) -> list[Lot]:
    return list(Lot.objects.filter(account__in=accounts, left__gt=0).order_by("last_day", "pk"))


def _left(lots: Iterable[Lot]) -> list[rules.LotLeft]:
    return [rules.LotLeft(lot.pk, lot.left, lot.last_day) for lot in lots]


def _gone(lot: Lot) -> int:
    """Return how much of a lot has run out."""
    rows = LotMove.objects.filter(lot=lot, transfer__cause=EXPIRY)
    return int(rows.aggregate(total=Sum("amount", default=0))["total"])


def _take(
    plan: Iterable[tuple[int, int]], lots: Sequence[Lot], debit: int, why: Why, *, by: Actor, at: datetime
) -> None:
    """Let pass what was planned, one transfer for each account, and note which lots it came out of."""
    of = {lot.pk: lot.account_id for lot in lots}
    parts: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for lot, part in plan:
        parts[of[lot]].append((lot, part))
    for account, some in parts.items():
        total = sum(part for _, part in some)
        passed = _pass(debit, account, total, Why(_key(why, account), why.cause, why.reference, why.on), by=by, at=at)
        for lot, part in some:
            LotMove.objects.create(lot_id=lot, transfer_id=passed, amount=part)
            Lot.objects.filter(pk=lot).update(left=F("left") - part)


def _key(why: Why, account: int) -> str:
    return f"{why.key}:{account}"


def _pass(debit: int, credit: int, amount: int, why: Why, *, by: Actor, at: datetime) -> int:
    return transfer(
        debit=debit, credit=credit, amount=amount, key=why.key, cause=why.cause, reference=why.reference, on=why.on,
        by=by, at=at,
    )  # fmt: skip
