"""What keeps a house from being offered: written down, referred, worked on, solved."""

from datetime import date, datetime

from django.db import transaction

from kayoi.engines.followups import services as followups
from kayoi.foundation.audit import services as audit
from kayoi.foundation.identity.models import Membership
from kayoi.kit.actor import Actor
from kayoi.kit.dates import business_days_later, local_date
from kayoi.kit.verdict import Refused
from kayoi.programmes.homes.models import Blocker, Home, Solver
from kayoi.programmes.homes.rules.referrals import may_refer
from kayoi.programmes.homes.selectors.listings import consented
from kayoi.programmes.homes.states import BLOCKER, BlockerKind, BlockerStatus, SolverKind

# Working days within which somebody begins to look for the heirs of an owner.
HEIRS_WITHIN_DAYS = 5


class UnableToRefer(Refused):
    """This expert may not be told of the house."""


@transaction.atomic
def add_blocker(*, home: Home, kind: BlockerKind, remark: str = "", found_on: date, by: Actor, at: datetime) -> Blocker:
    """Write down what blocks a house (詰まりを書く). Raises IntegrityError with homes_blocker_once."""
    blocker = Blocker.objects.create(home=home, kind=kind, remark=remark, found_on=found_on)
    audit.record("homes.add_blocker", blocker, by=by, at=at, after={"home": home, "kind": kind})
    return blocker


@transaction.atomic
def change_blocker(*, blocker: Blocker, remark: str, found_on: date, version: int, by: Actor, at: datetime) -> None:
    """Change what stands of a blocker (詰まりを書き換える). Raises ChangedMeanwhile."""
    audit.change(blocker, {"remark": remark, "found_on": found_on}, version=version, by=by, at=at)


@transaction.atomic
def begin_blocker(*, blocker: Blocker, by: Actor, at: datetime) -> None:
    """Begin to work on a blocker (対応を始める)."""
    audit.move(blocker, "begin", by=by, at=at)


@transaction.atomic
def stall_blocker(*, blocker: Blocker, why: str, by: Actor, at: datetime) -> None:
    """Say that nothing moves at present (動かないと記録する)."""
    audit.move(blocker, "stall", by=by, at=at, why=why)


@transaction.atomic
def solve_blocker(*, blocker: Blocker, solved_on: date, cost_yen: int | None, by: Actor, at: datetime) -> None:
    """Say that it is solved, when and for how much (解決したと記録する); what was still planned for it is done."""
    also = {"solved_on": max(solved_on, blocker.found_on), "cost_yen": cost_yen}
    audit.move(blocker, "solve", by=by, at=at, also=also)
    followups.finish_caused_by(cause=BLOCKER, reference=str(blocker.pk), by=by, at=at)


@transaction.atomic
def reopen_blocker(*, blocker: Blocker, why: str, by: Actor, at: datetime) -> None:
    """Say that it is not solved after all (未解決に戻す). Raises IntegrityError where the same is open again."""
    audit.move(blocker, "reopen", by=by, at=at, why=why, also={"solved_on": None, "cost_yen": None})


@transaction.atomic
def refer_blocker(*, blocker: Blocker, solver: Solver, referred_on: date, by: Actor, at: datetime) -> None:
    """Refer a house to an expert (専門家に紹介する), with the day. Raises UnableToRefer with the reasons."""
    answer = may_refer(
        solver=SolverKind.of(solver.kind), consented=consented(blocker.home),
        still_in_use=solver.ends_before is None or referred_on < solver.ends_before,
    )  # fmt: skip
    if answer.refused:
        raise UnableToRefer(answer)
    changes = {"solver": solver, "referred_on": referred_on}
    audit.change(blocker, changes, version=blocker.version, by=by, at=at)
    if blocker.status != BlockerStatus.WORKING:
        audit.move(blocker, "begin", by=by, at=at)


@transaction.atomic
def plan_for_blocker(
    *, blocker: Blocker, title: str, due_on: date, owner: Membership | None, by: Actor, at: datetime
) -> None:
    """Say what is next for a blocker (次の対応を決める)."""
    followups.plan_follow_up(
        title=title, due_on=due_on, owner=owner, cause=BLOCKER, reference=str(blocker.pk), by=by, at=at
    )


@transaction.atomic
def block_by_heirs(*, home: Home, remark: str, by: Actor, at: datetime) -> Blocker:
    """Block a house until the heirs of an owner are known (相続人をさがす); one such blocker is enough."""
    today = local_date(at)
    open_ones = Blocker.objects.filter(home=home, kind=BlockerKind.HEIRS, solved_on=None)
    blocker = open_ones.first() or add_blocker(
        home=home, kind=BlockerKind.HEIRS, remark=remark, found_on=today, by=by, at=at
    )
    plan_for_blocker(
        blocker=blocker, title=f"相続人を確かめ、連絡先を書く: {home.number}",
        due_on=business_days_later(today, HEIRS_WITHIN_DAYS), owner=None, by=by, at=at,
    )  # fmt: skip
    return blocker
