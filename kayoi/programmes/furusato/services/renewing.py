"""Renew registrations, remind of it, and what becomes of those that were not renewed."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.followups import services as followups
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor, system
from kayoi.kit.dates import local_date
from kayoi.kit.tokens import new_reference
from kayoi.kit.verdict import Outcome, Reason, verdict
from kayoi.programmes.furusato.models import Register, Registration, Renewal
from kayoi.programmes.furusato.rules.renewing import Due, due, reminder, renewed_until, valid_until
from kayoi.programmes.furusato.selectors.judging import Judged
from kayoi.programmes.furusato.selectors.registered import (
    judged_for,
    locked,
    open_registration,
    registrations,
    renewals,
)
from kayoi.programmes.furusato.services.cards import revoke_cards
from kayoi.programmes.furusato.services.registering import UnableToRegister
from kayoi.programmes.furusato.services.telling_registered import tell_registered
from kayoi.programmes.furusato.states import REGISTRATION, RegistrationStatus, RenewalOutcome
from kayoi.programmes.furusato.states.mails import OVER, RENEWAL, RENEWED


@transaction.atomic
def renew(*, registration: Registration, why: str = "", by: Actor, at: datetime) -> Registration:
    """Renew a registration (更新する) for another time that follows on this one; pressed twice it is one renewal.

    Raises UnableToRegister with the reasons: not yet, too late, conditions not met. What is not known, or not met, a
    member of staff may pass over with a reason.
    """
    row, today = locked(registration), local_date(at)
    if row.status == RegistrationStatus.REGISTERED and _renewed_now(row, at=at):
        return row
    judged = judged_for(row, on=today)
    _check(row, judged, on=today, why=why)
    assert row.valid_until is not None
    until = renewed_until(row.valid_until, row.register.valid_months)
    _record(row, RenewalOutcome.RENEWED, judged, until=until, at=at)
    audit.change(row, {"valid_until": until, "reminded_on": None}, version=None, by=by, at=at, why=why)
    followups.finish_caused_by(cause=REGISTRATION, reference=str(row.pk), by=system("furusato.renewed"), at=at)
    tell_registered(registration=row, what=RENEWED, by=by, at=at)
    return row


def _renewed_now(row: Registration, *, at: datetime) -> bool:
    """Tell whether the same press has come before: it was renewed a moment ago."""
    return row.renewals.filter(outcome=RenewalOutcome.RENEWED, decided_at__gt=at - timedelta(minutes=10)).exists()


def _check(row: Registration, judged: Judged, *, on: date, why: str) -> None:
    if row.status != RegistrationStatus.REGISTERED:
        raise UnableToRegister(verdict([Reason("furusato.not_registered")]))
    what = due(row.valid_until, on=on, days_before=row.register.renewal_days, outcome=judged.outcome)
    if what is Due.NOT_YET:
        raise UnableToRegister(verdict([Reason("furusato.not_yet", {"days": row.register.renewal_days})]))
    if what is Due.OVER:
        raise UnableToRegister(verdict([Reason("furusato.too_late")]))
    if what is not Due.RENEW and not why:
        raise UnableToRegister(verdict([Reason("furusato.not_met", {"conditions": "、".join(judged.against)})]))


def _record(row: Registration, outcome: RenewalOutcome, judged: Judged, *, until: date | None, at: datetime) -> Renewal:
    assert row.valid_until is not None, "what has no end is not renewed"
    return Renewal.objects.create(
        registration=row, outcome=outcome, was_until=row.valid_until, valid_until=until,
        verdict=judged.as_data(on=local_date(at)), decided_at=at,
    )  # fmt: skip


@transaction.atomic
def ask_to_renew(*, registration: Registration, by: Actor, at: datetime) -> bool:
    """Renew as the person wishes (更新を申し込む); tell whether it was done. What is not known, staff look at first.

    Raises UnableToRegister: not yet, too late, or conditions that are not met, each in words.
    """
    row, today = locked(registration), local_date(at)
    judged = judged_for(row, on=today)
    if due(row.valid_until, on=today, days_before=row.register.renewal_days, outcome=judged.outcome) is not Due.LOOK:
        renew(registration=row, by=by, at=at)
        return True
    followups.finish_caused_by(cause=REGISTRATION, reference=str(row.pk), by=system("furusato.renewed"), at=at)
    followups.plan_follow_up(
        title=f"{row.number}: {row.register.name}の更新を確かめる({'、'.join(judged.against)[:60]})",
        due_on=row.valid_until or today, case_file=row.case_file, owner=row.case_file.assigned_to, cause=REGISTRATION,
        reference=str(row.pk), by=by, at=at,
    )  # fmt: skip
    audit.record("furusato.ask_to_renew", row, by=by, at=at)
    return False


@transaction.atomic
def end_times(*, by: Actor, at: datetime) -> int:
    """End the registrations whose time is over (期限切れ): what they fall to, or nothing; return how many."""
    today, done = local_date(at), 0
    for one in renewals(on=today):
        if one.due is not Due.OVER:
            continue
        row = locked(one.registration)
        if row.status != RegistrationStatus.REGISTERED or row.valid_until is None or row.valid_until >= today:
            continue  # renewed or ended since
        fall_or_lapse(row=row, judged=one.judged, on=row.valid_until + timedelta(days=1), by=by, at=at)
        done += 1
    return done


def fall_or_lapse(*, row: Registration, judged: Judged, on: date, by: Actor, at: datetime) -> Registration | None:
    """End a registration; let it fall to the register below (別の登録に移す) unless that one says no."""
    below = row.register.falls_to
    fallen = _below(row, below, on=on, by=by, at=at) if below else None
    action = "fall_back" if fallen else "lapse"
    outcome = RenewalOutcome.FELL_BACK if fallen else RenewalOutcome.LAPSED
    if row.valid_until is not None:
        _record(row, outcome, judged, until=fallen.valid_until if fallen else None, at=at)
    audit.move(row, action, by=by, at=at, also={"ended_on": on})
    reason = f"登録が「{fallen.register.name}」に移ったため" if fallen else "登録の期限が切れたため"
    revoke_cards(registration=row, reason=reason, by=by, at=at)
    casefiles.add_engagement(
        file=row.case_file, kind="registration_ended", occurred_at=at, cause=REGISTRATION, reference=str(row.pk),
        by=by, at=at,
    )  # fmt: skip
    row.refresh_from_db()
    tell_registered(registration=fallen or row, what=OVER, values=_over(row, fallen, judged), by=by, at=at)
    return fallen


def _below(row: Registration, below: Register, *, on: date, by: Actor, at: datetime) -> Registration | None:
    """Return the registration in the register below; None where it says no. What one has there, one keeps."""
    have = open_registration(below, row.case_file)
    if have is not None:
        return have
    new = Registration(
        register=below, case_file=row.case_file, number=new_reference(), subject=new_reference(), way=row.way,
        facts=row.facts, asked_at=at, since=on, valid_until=valid_until(on, below.valid_months),
        status=RegistrationStatus.REGISTERED, renewed_from=row, guardian_name=row.guardian_name,
        guardian_relation=row.guardian_relation, guardian_contact=row.guardian_contact,
        guardian_agreed_on=row.guardian_agreed_on,
    )  # fmt: skip
    judged = judged_for(new, on=local_date(at))
    if judged.outcome is Outcome.NOT_MET:
        return None
    new.verdict = judged.as_data(on=local_date(at))
    new.save()
    audit.record("furusato.fall", new, by=by, at=at, after={"from": row, "register": below.key})
    return new


def _over(row: Registration, fallen: Registration | None, judged: Judged) -> dict[str, str]:
    """Return what the mail says: which register, why, and what comes instead; the conditions are on the page."""
    if row.case_file.language == "en":
        into = f'You are now registered as "{_english(fallen.register)}".' if fallen else "You may register again."
        return {"was": _english(row.register), "why": "see your page", "then": into}
    into = (
        f"これからは「{fallen.register.name}」として登録しています。" if fallen else "もう一度お申し込みいただけます。"
    )
    why = row.why or "、".join(judged.against) or "更新の手続きがないまま、有効期限が過ぎました。"
    return {"was": row.register.name, "why": why, "then": into}


def _english(register: Register) -> str:
    return register.name_en or register.name


@transaction.atomic
def remind_of_renewals(*, by: Actor, at: datetime) -> int:
    """Remind people of the end of their registration (更新の案内): when renewal begins, and two weeks before."""
    today, sent = local_date(at), 0
    most: int = Register.objects.aggregate(days=Max("renewal_days"))["days"] or 0
    near = registrations().filter(
        status=RegistrationStatus.REGISTERED, valid_until__gte=today, valid_until__lte=today + timedelta(days=most)
    )
    for row in near.select_for_update(of=("self",), skip_locked=True):
        assert row.valid_until is not None
        found = reminder(row.valid_until, on=today, days_before=row.register.renewal_days, reminded_on=row.reminded_on)
        if found is None:
            continue
        Registration.objects.filter(pk=row.pk).update(reminded_on=today)
        audit.record("furusato.remind", row, by=by, at=at)
        tell_registered(registration=row, what=RENEWAL, by=by, at=at)
        sent += 1
    return sent


@transaction.atomic
def renew_ready(*, by: Actor, at: datetime) -> int:
    """Renew all registrations that meet their conditions now (条件に合うものをまとめて更新); return how many."""
    ready = [one for one in renewals(on=local_date(at)) if one.due is Due.RENEW]
    for one in ready:
        renew(registration=one.registration, by=by, at=at)
    return len(ready)
