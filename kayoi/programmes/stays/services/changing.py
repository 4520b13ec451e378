"""Give a stay up, by the person or by staff; ask for a longer one, and make it longer."""

from datetime import date, datetime, timedelta

from django.db import transaction

from kayoi.engines.followups import services as followups
from kayoi.engines.procedures import services as procedures
from kayoi.engines.procedures.states import OPEN
from kayoi.engines.reservations import services as reservations
from kayoi.engines.reservations.rules import midnight
from kayoi.engines.reservations.selectors import extension_of
from kayoi.engines.reservations.states import AHEAD
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor, system
from kayoi.kit.dates import business_days_later, local_date
from kayoi.kit.verdict import Reason, Refused, verdict
from kayoi.programmes.stays.models import Charge, Stay
from kayoi.programmes.stays.rules.changing import may_be_longer, may_cancel
from kayoi.programmes.stays.selectors.cancelling import Cancelling, cancelling
from kayoi.programmes.stays.selectors.own import locked, ruled_until
from kayoi.programmes.stays.selectors.programmes import entry_still
from kayoi.programmes.stays.services.charging import price_again
from kayoi.programmes.stays.states import STAY, ChargeKind, StayStatus

ANSWER_WITHIN_DAYS = 2


class UnableToChangeStay(Refused):
    """The stay has gone too far, the time cannot be had, or the rules say no."""


@transaction.atomic
def cancel_stay(*, stay: Stay, why: str, reason: str = "", by: Actor, at: datetime) -> Cancelling:
    """Give a stay up (滞在を取りやめる): the room is free at once; the fee and what goes back are noted.

    `reason` is a ground of the ruleset, which staff choose. Raises UnableToChangeStay, or UnableToMove.
    """
    row = locked(stay)
    answer = may_cancel(StayStatus.of(row.status))
    if answer.refused:
        raise UnableToChangeStay(answer)
    costs = cancelling(row, on=local_date(at), reason=reason)
    if row.booking.status in AHEAD:
        reservations.cancel(booking=row.booking, why=why, by=by, at=at)
    if row.application is not None and row.application.status in OPEN:
        procedures.withdraw_application(application=row.application, why=why, by=by, at=at)
    audit.move(row, "cancel", by=by, at=at, why=why, also={"why": why})
    _note_costs(row, costs, by=by, at=at)
    followups.finish_caused_by(cause=STAY, reference=str(row.pk), by=system("stays.answered"), at=at)
    return costs


def _note_costs(stay: Stay, costs: Cancelling, *, by: Actor, at: datetime) -> None:
    """Note what is still owed or goes back; what nobody has paid yet is asked for no more."""
    stay.charges.filter(paid_on=None).delete()
    owed = costs.settled.owed_yen if costs.settled else 0
    back = costs.settled.back_yen if costs.settled else 0
    for kind, yen in ((ChargeKind.CANCELLATION, owed), (ChargeKind.REFUND, back)):
        if yen:
            charge = Charge.objects.create(
                stay=stay, kind=kind, amount_yen=yen, words="取りやめに伴う精算", made_at=at,
                due_on=local_date(at) + timedelta(days=stay.room.house.pay_within_days),
            )  # fmt: skip
            audit.record("stays.charge", charge, by=by, at=at, after={"kind": kind, "amount_yen": yen})


@transaction.atomic
def wish_longer(*, stay: Stay, until: date, why: str, by: Actor, at: datetime) -> None:
    """Ask for a longer stay (延長を願い出る): staff answer it. Raises UnableToChangeStay where it cannot be anyway."""
    row = locked(stay)
    answer = may_be_longer(StayStatus.of(row.status), leaves_on=row.leaves_on, until=until)
    if answer.refused:
        raise UnableToChangeStay(answer)
    if (free := extension_of(row.booking, midnight(until), at=at)).refused:
        raise UnableToChangeStay(free)
    file = row.case_file
    assert file is not None
    followups.plan_follow_up(
        title=f"延長の願いに答える: {row.room.house.name} {until:%-m月%-d日}まで({why})"[:200],
        due_on=business_days_later(local_date(at), ANSWER_WITHIN_DAYS), case_file=file, owner=file.assigned_to,
        cause=STAY, reference=str(row.pk), by=by, at=at,
    )  # fmt: skip
    audit.record("stays.wish_longer", row, by=by, at=at, why=why, after={"until": until})


@transaction.atomic
def extend_stay(*, stay: Stay, until: date, why: str, by: Actor, at: datetime) -> None:
    """Make a stay longer (滞在を延長する), with what more it costs. `why` is kept; it may go beyond the rules.

    Raises UnableToChangeStay with the next booking's start, where the programme's entry ends before, or where the rules
    say no and `why` is empty.
    """
    row = locked(stay)
    answer = may_be_longer(StayStatus.of(row.status), leaves_on=row.leaves_on, until=until)
    if answer.refused:
        raise UnableToChangeStay(answer)
    if (kept := entry_still(stay=row, leaves_on=until, at=at)).refused:
        raise UnableToChangeStay(kept)
    ruled = ruled_until(row, until, on=local_date(at))
    if ruled is not None and not ruled.is_open and not why:
        raise UnableToChangeStay(
            verdict(Reason("stays.against_rules", {"condition": said}) for said in ruled.reasons())
        )
    try:
        reservations.extend(booking=row.booking, ends_before=midnight(until), why=why, by=by, at=at)
    except reservations.UnableToChange as refused:
        raise UnableToChangeStay(refused.verdict) from refused
    before = row.price_yen
    audit.change(row, {"leaves_on": until}, version=None, by=by, at=at, why=why)
    followups.finish_caused_by(cause=STAY, reference=str(row.pk), by=system("stays.answered"), at=at)
    price_again(stay=row, why=why, by=by, at=at)
    if before is not None and row.price_yen is not None and row.price_yen > before:
        charge = Charge.objects.create(
            stay=row, kind=ChargeKind.FEE, amount_yen=row.price_yen - before, words="延長の分", made_at=at,
            due_on=local_date(at) + timedelta(days=row.room.house.pay_within_days),
        )  # fmt: skip
        audit.record("stays.charge", charge, by=by, at=at, after={"amount_yen": charge.amount_yen})
