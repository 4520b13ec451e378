"""Reads of points: the terms of a day, the step of somebody on it, what people can spend, one's own statement."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import Prefetch, Q, QuerySet, Sum

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.selectors import families_of, family_ids, roots_of
from kayoi.engines.ledger.models import Account, Lot, Transfer
from kayoi.engines.ledger.selectors import lots_left, usable_by_account
from kayoi.engines.ledger.services.lots import EXPIRY
from kayoi.kit.dates import fiscal_year, fiscal_year_end, fiscal_year_start
from kayoi.programmes.furusato.models import (
    BenefitUse,
    PointsEarned,
    PointsRate,
    PointsScheme,
    Register,
    Registration,
)
from kayoi.programmes.furusato.rules.points import WHOLE, InForce, step_on
from kayoi.programmes.furusato.states import BENEFIT_USE, POINT, POINTS_EARNED, RegistrationStatus

WERE: Final = tuple(
    status for status in RegistrationStatus if status not in {RegistrationStatus.ASKED, RegistrationStatus.REFUSED}
)


def account_key(name: str) -> str:
    """Return the key of an account of the town's points."""
    return f"furusato:points:{name}"


def person_key(file_id: int) -> str:
    """Return the key of the account of somebody's points."""
    return account_key(f"of:{file_id}")


def schemes() -> QuerySet[PointsScheme]:
    """Return the terms of the town's points, the latest first, each with its points by kind and percents by step."""
    rates = PointsRate.objects.select_related("kind").order_by("kind__position", "kind__name")
    found: QuerySet[PointsScheme] = PointsScheme.objects.prefetch_related(Prefetch("rates", rates), "steps")
    return found.order_by("-starts_on")


def scheme_on(on: date) -> PointsScheme | None:
    """Return the terms of a day; None: the town had no points then."""
    return schemes().filter(starts_on__lte=on).first()


def has_points() -> bool:
    """Tell whether the town has points, or has had them."""
    return PointsScheme.objects.exists()


def unit_on(on: date) -> tuple[str, str]:
    """Return how points are called on a day, in Japanese and English."""
    scheme = PointsScheme.objects.filter(starts_on__lte=on).order_by("-starts_on").first()
    return (scheme.unit, scheme.unit_en or "points") if scheme else (POINT, "points")


def own_files(file: CaseFile) -> list[int]:
    """Return the ids of all files of somebody, the one that is kept first."""
    return family_ids(roots_of([file.pk])[file.pk])


def step_of(files: Iterable[int], *, on: date) -> int | None:
    """Return on which step somebody stood on a day; None: registered nowhere."""
    rows = Registration.objects.filter(case_file__in=list(files), status__in=WERE).select_related("register")
    return step_on((InForce(one.register.step, one.since, _until(one)) for one in rows), on=on)


def _until(row: Registration) -> date | None:
    return min((day for day in (row.valid_until, row.ended_on) if day is not None), default=None)


def so_far(files: Iterable[int], *, on: date) -> tuple[int, int]:
    """Return what somebody has earned by activities of a day, and of its fiscal year."""
    year = fiscal_year(on)
    rows = PointsEarned.objects.filter(
        case_file__in=list(files), taken_back_at=None, on__range=(fiscal_year_start(year), fiscal_year_end(year))
    )
    found = rows.aggregate(day=Sum("points", filter=Q(on=on), default=0), year=Sum("points", default=0))
    return found["day"], found["year"]


def capped_beside(row: PointsEarned) -> int:
    """Return what a limit has cut of somebody's other activities, of the same day or year, since this one counted."""
    year = fiscal_year(row.on)
    in_year = Q(scheme__cap_year__isnull=False, on__range=(fiscal_year_start(year), fiscal_year_end(year)))
    rows = PointsEarned.objects.filter(Q(on=row.on) | in_year, case_file__in=own_files(row.case_file))
    found = rows.filter(taken_back_at=None).exclude(pk=row.pk).aggregate(cut=Sum("cut", default=0))
    return int(found["cut"])


def accounts_of(files: Iterable[int]) -> list[int]:
    """Return the accounts of somebody's points: more than one where files were merged."""
    keys = [person_key(pk) for pk in files]
    return list(Account.objects.filter(key__in=keys).order_by("pk").values_list("pk", flat=True))


def usable_by_file(file_ids: Iterable[int], *, on: date) -> dict[int, int]:
    """Return what each of these people can spend on a day, by the id of any file of theirs, in a few queries."""
    wanted = set(file_ids)
    roots = {pk: root.pk for pk, root in roots_of(wanted).items()}
    of_root = families_of(roots.values())
    found = usable_by_account([person_key(pk) for pk in of_root], on=on)
    total: dict[int, int] = defaultdict(int)
    for pk, root in of_root.items():
        total[root] += found.get(person_key(pk), 0)
    return {pk: total[roots[pk]] for pk in wanted if pk in roots}


@dataclass(frozen=True)
class Step:
    """A step of the ladder in the terms: the registers on it, and how many percent it earns."""

    registers: Sequence[Register]
    percent: int


def steps_of(scheme: PointsScheme) -> list[Step]:
    """Return the percents by step as people read them: with the names of the town's registers."""
    return steps_of_each([scheme])[0]


def steps_of_each(rows: Sequence[PointsScheme]) -> list[list[Step]]:
    """Return the same for several terms, in their order; the registers are read once."""
    by_step: dict[int, list[Register]] = defaultdict(list)
    for register in Register.objects.exclude(status="draft").order_by("step", "pk"):
        by_step[register.step].append(register)
    percents = [{one.step: one.percent for one in scheme.steps.all()} for scheme in rows]
    return [[Step(some, of.get(step, WHOLE)) for step, some in by_step.items()] for of in percents]


@dataclass(frozen=True)
class Entry:
    """A line of a statement: what happened, by how much, what was there then; of an earning, how it came about."""

    on: date
    kind: str  # earned, withdrawn, spent, returned or expired
    amount: int
    balance: int
    earned: PointsEarned | None = None
    use: BenefitUse | None = None


@dataclass(frozen=True)
class Purse:
    """Somebody's points: what they can spend, what of it is good until when, all that happened (the latest first)."""

    usable: int
    lots: Sequence[Lot]
    entries: Sequence[Entry]
    short: int


def purse_of(file: CaseFile, *, on: date) -> Purse:
    """Return the points of somebody on a day."""
    files = own_files(file)
    accounts = set(accounts_of(files))
    lots = list(lots_left([person_key(pk) for pk in files], on=on))
    over = Lot.objects.filter(account__in=accounts, left__gt=0, last_day__lt=on).order_by("last_day", "pk")
    short = PointsEarned.objects.filter(case_file__in=files).aggregate(total=Sum("short", default=0))["total"]
    return Purse(sum(lot.left for lot in lots), lots, _entries(accounts, over), short)


def _entries(accounts: set[int], over: Iterable[Lot]) -> list[Entry]:
    rows = list(Transfer.objects.filter(Q(debit__in=accounts) | Q(credit__in=accounts)).order_by("pk"))
    ids = {cause: [int(row.reference) for row in rows if row.cause == cause] for cause in (POINTS_EARNED, BENEFIT_USE)}
    earned = PointsEarned.objects.select_related("sign_up__activity", "sign_up__kind").in_bulk(ids[POINTS_EARNED])
    uses = BenefitUse.objects.select_related("benefit").in_bulk(ids[BENEFIT_USE])
    balance, found = 0, []
    for row in rows:
        amount = row.amount if row.debit_id in accounts else -row.amount
        balance += amount
        of = int(row.reference)
        found.append(
            Entry(row.on, kind_of(row.cause, amount), amount, balance,
                  earned.get(of) if row.cause == POINTS_EARNED else None,
                  uses.get(of) if row.cause == BENEFIT_USE else None)
        )  # fmt: skip
    for lot in over:  # the ledger lets it run out some days later
        balance -= lot.left
        found.append(Entry(lot.last_day + timedelta(days=1), "expired", -lot.left, balance))
    return found[::-1]


def kind_of(cause: str, amount: int) -> str:
    """Return what a transfer of points was for whoever has them: more than 0 came in."""
    if cause == EXPIRY:
        return "expired"
    if cause == POINTS_EARNED:
        return "earned" if amount > 0 else "withdrawn"
    return "returned" if amount > 0 else "spent"
