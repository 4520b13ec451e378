"""Points: the town's terms, earned by confirmed activities, taken back with them, spent by uses of benefits."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.followups import services as followups
from kayoi.engines.ledger import services as ledger
from kayoi.engines.ledger.services import Given, Why
from kayoi.engines.ledger.states import Measure
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import business_days_later, local_date
from kayoi.kit.verdict import Reason, Refused, verdict
from kayoi.programmes.furusato.models import (
    ActivityKind,
    BenefitUse,
    PointsEarned,
    PointsRate,
    PointsScheme,
    PointsStep,
    SignUp,
)
from kayoi.programmes.furusato.rules import points as rules
from kayoi.programmes.furusato.selectors.points import (
    account_key,
    accounts_of,
    capped_beside,
    own_files,
    person_key,
    schemes,
    so_far,
    step_of,
)
from kayoi.programmes.furusato.states import ACCOUNTS, BENEFIT_USE, EXPIRED, ISSUED, POINTS_EARNED, SIGN_UP, SPENT

LOOK_DAYS = 5


class UnableToSetPoints(Refused):
    """These terms cannot be written: they have given points, or begin in the past."""


class TooFewPoints(Refused):
    """There are fewer points than the benefit takes."""


@dataclass(frozen=True)
class Terms:
    """The terms of a scheme as staff write them: its fields, points by kind of activity, percents by step."""

    fields: Mapping[str, Any]
    rates: Mapping[ActivityKind, int] = field(default_factory=dict)
    percents: Mapping[int, int] = field(default_factory=dict)


@transaction.atomic
def set_points(
    *, terms: Terms, scheme: PointsScheme | None = None, version: int = 1, by: Actor, at: datetime
) -> PointsScheme:
    """Write the terms of the town's points from a day on (ポイントの決まりを定める), or change those that gave nothing.

    Raises UnableToSetPoints, ChangedMeanwhile.
    """
    if scheme is not None:
        PointsScheme.objects.select_for_update().get(pk=scheme.pk)  # nothing earns by it meanwhile
    has_given = scheme is not None and PointsEarned.objects.filter(scheme=scheme).exists()
    answer = rules.may_set(starts_on=terms.fields["starts_on"], today=local_date(at), has_given=has_given)
    if answer.refused:
        raise UnableToSetPoints(answer)
    if scheme is None:
        scheme = PointsScheme.objects.create(**terms.fields)
        audit.record("furusato.set_points", scheme, by=by, at=at, after=dict(terms.fields))
    else:
        audit.change(scheme, dict(terms.fields), version=version, by=by, at=at)
    scheme.rates.all().delete()
    scheme.steps.all().delete()
    rates = [PointsRate(scheme=scheme, kind=kind, points=points) for kind, points in terms.rates.items() if points]
    PointsRate.objects.bulk_create(rates)
    PointsStep.objects.bulk_create(
        PointsStep(scheme=scheme, step=step, percent=one) for step, one in terms.percents.items()
    )
    after = {"rates": {kind.key: points for kind, points in terms.rates.items()}, "percents": dict(terms.percents)}
    audit.record("furusato.set_points_rates", scheme, by=by, at=at, after=after)
    return scheme


@transaction.atomic
def earn_points(*, sign_up: SignUp, by: Actor, at: datetime) -> PointsEarned | None:
    """Give the points of an activity that was confirmed (ポイントを付ける), once; None where it earns none.

    The terms and the step are those of the day of the activity.
    """
    on = sign_up.ends_on
    # Locked before its points are read: nobody changes them now, nor do two activities of a day go below its cap.
    scheme = schemes().select_for_update().filter(starts_on__lte=on).first()
    if scheme is None:
        return None
    rate = next((one for one in scheme.rates.all() if one.kind_id == sign_up.kind_id), None)
    if rate is None:
        return None
    known: PointsEarned | None = PointsEarned.objects.filter(sign_up=sign_up, taken_back_at=None).first()
    if known is not None:
        return known
    files = own_files(sign_up.case_file)
    step, (day, year) = step_of(files, on=on), so_far(files, on=on)
    percents = {one.step: one.percent for one in scheme.steps.all()}
    percent = rules.percent_of(step, percents=percents, without=scheme.percent_without)
    answer = rules.earned(
        rate.points, percent=percent, so_far_day=day, so_far_year=year, caps=rules.Caps(scheme.cap_day, scheme.cap_year)
    )
    row = PointsEarned.objects.create(
        sign_up=sign_up, case_file=sign_up.case_file, scheme=scheme, on=on, base=rate.points, step=step,
        percent=percent, points=answer.points, cut=answer.cut, set_off=_settled(sign_up, answer.points), given_at=at,
    )  # fmt: skip
    _give(row, by=by, at=at)
    audit.record("furusato.earn_points", row, by=by, at=at, after={"points": row.points, "set_off": row.set_off})
    return row


def _settled(sign_up: SignUp, points: int) -> int:
    """Set off what an earlier confirmation had given for the same and could not be taken back; return how much."""
    left = points
    for earlier in PointsEarned.objects.select_for_update().filter(sign_up=sign_up, short__gt=0):
        part = min(earlier.short, left)
        PointsEarned.objects.filter(pk=earlier.pk).update(short=F("short") - part)
        left -= part
    return points - left


def _give(row: PointsEarned, *, by: Actor, at: datetime) -> None:
    amount, today = row.points - row.set_off, local_date(at)
    if not amount:
        return
    # Confirming once more does not prolong them.
    first = local_date(PointsEarned.objects.filter(sign_up=row.sign_up).earliest("given_at").given_at)
    row.lot = ledger.give_lot(
        account=_account_of(row.case_file, by=by, at=at), credit=_account(ISSUED, by=by, at=at), amount=amount,
        last_day=rules.last_day(first, months=row.scheme.valid_months), over_to=_account(EXPIRED, by=by, at=at),
        why=Why(f"furusato:points:earned:{row.pk}", POINTS_EARNED, str(row.pk), today), by=by, at=at,
    )  # fmt: skip
    row.save(update_fields=["lot"])


@transaction.atomic
def take_points_back(*, sign_up: SignUp, by: Actor, at: datetime) -> PointsEarned | None:
    """Take back the points of an activity whose confirmation was taken back (ポイントを取り消す), once.

    Nobody's balance falls below zero: what was spent already is noted for staff.
    """
    row: PointsEarned | None = (
        PointsEarned.objects.select_for_update(of=["self"])
        .select_related("lot", "scheme", "case_file__assigned_to")
        .filter(sign_up=sign_up, taken_back_at=None)
        .first()
    )
    if row is None:
        return None
    row.taken_back_at = at
    if row.points:
        _account_of(row.case_file, by=by, at=at)
        back = ledger.take_back(
            lot=row.lot, accounts=accounts_of(own_files(row.case_file)), debit=_account(ISSUED, by=by, at=at),
            amount=row.points, why=Why(f"furusato:points:back:{row.pk}", POINTS_EARNED, str(row.pk), local_date(at)),
            by=by, at=at,
        )  # fmt: skip
        row.taken, row.short = back.taken, back.lacking
    row.save(update_fields=["taken_back_at", "taken", "short"])
    audit.record("furusato.take_points_back", row, by=by, at=at, after={"taken": row.taken, "short": row.short})
    if row.short:
        title = f"取り消せなかったポイントを確かめる: {row.short}{row.scheme.unit}(すでに使われています)"
        _look_at(row, title, by=by, at=at)
    if row.points and (cut := capped_beside(row)):
        how = "その活動の確認を取り消し、もう一度確認すると、空いた分が付きます"
        title = f"上限で付かなかったポイントを確かめる: {cut}{row.scheme.unit}({how})"
        _look_at(row, title, by=by, at=at)
    return row


def _look_at(row: PointsEarned, title: str, *, by: Actor, at: datetime) -> None:
    followups.plan_follow_up(
        title=title, due_on=business_days_later(local_date(at), LOOK_DAYS), case_file=row.case_file,
        owner=row.case_file.assigned_to, cause=SIGN_UP, reference=str(row.sign_up_id), by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def spend_points(*, use: BenefitUse, by: Actor, at: datetime) -> None:
    """Let a use of a benefit take its points (ポイントを使う), the nearest last day first. Raises TooFewPoints."""
    if not use.points:
        return
    accounts = accounts_of(own_files(use.registration.case_file))
    why = Why(_use_key(use), BENEFIT_USE, str(use.pk), local_date(use.used_at))
    try:
        ledger.spend_lots(
            accounts=accounts, debit=_account(SPENT, by=by, at=at), amount=use.points, why=why, by=by, at=at
        )
    except ledger.UnableToTransfer:
        raise TooFewPoints(verdict([Reason("furusato.points_short", {"amount": f"{use.points:,}"})])) from None


@transaction.atomic
def return_points(*, use: BenefitUse, by: Actor, at: datetime) -> Given:
    """Give back the points of a use that was taken back (ポイントを戻す), into the lots that they came from."""
    if not use.points:
        return Given(0, 0)
    why = Why(f"{_use_key(use)}:back", BENEFIT_USE, str(use.pk), local_date(at))
    return ledger.give_back(debit=_account(SPENT, by=by, at=at), spent=_use_key(use), why=why, by=by, at=at)


def _use_key(use: BenefitUse) -> str:
    return f"furusato:points:use:{use.pk}"


def _account(name: str, *, by: Actor, at: datetime) -> int:
    least = None if name == ISSUED else 0
    return _opened(account_key(name), ACCOUNTS[name], least, by=by, at=at)


def _account_of(file: CaseFile, *, by: Actor, at: datetime) -> int:
    return _opened(person_key(file.pk), f"ポイント {file.number}", 0, by=by, at=at)


def _opened(key: str, label: str, least: int | None, *, by: Actor, at: datetime) -> int:
    return ledger.open_account(key=key, label=label, measure=Measure.POINT, least=least, by=by, at=at).pk
