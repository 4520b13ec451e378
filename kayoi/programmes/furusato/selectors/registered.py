"""Registers and registrations: for the public, by link or log-in, in lists of staff, at the end of their time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, Q, QuerySet
from django.urls import reverse

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.selectors import family_ids, is_protected, protected_families, roots_of
from kayoi.foundation.identity.models import Person
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import local_date
from kayoi.kit.tokens import reference_key, token_hash
from kayoi.kit.verdict import Outcome
from kayoi.programmes.furusato.models import Register, Registration
from kayoi.programmes.furusato.rules.renewing import Due, due
from kayoi.programmes.furusato.selectors.facts import OnRecord, on_record
from kayoi.programmes.furusato.selectors.judging import Conditions, Judged, facts_of
from kayoi.programmes.furusato.states import OPEN, RegisterStatus, RegistrationStatus
from kayoi.programmes.furusato.states.mails import LINK_WORKS_DAYS

HIDDEN = "支援措置の対象"
MOST = 300


def public_registers() -> list[Register]:
    """Return the registers that the public sees, by their place on the ladder."""
    shown = (RegisterStatus.PUBLISHED, RegisterStatus.PAUSED)
    return list(Register.objects.filter(status__in=shown).select_related("rule").order_by("step", "pk"))


def register_of_key(key: str) -> Register | None:
    """Return the register of an address of the public."""
    return next((one for one in public_registers() if one.key == key), None)


def registrations() -> QuerySet[Registration]:
    """Return registrations with what their pages show, the latest first."""
    rows = Registration.objects.select_related("register__rule", "register__falls_to", "case_file", "organization")
    return rows.defer("case_file__search").order_by("-asked_at", "-pk")


def in_force(*, on: date) -> QuerySet[Registration]:
    """Return the registrations that are in force on a day (有効な登録).

    The last day still counts; after it nobody is in, also before the nightly job has written that down.
    """
    rows = Registration.objects.filter(status=RegistrationStatus.REGISTERED, since__lte=on)
    return rows.filter(Q(valid_until=None) | Q(valid_until__gte=on))


def was_in_force(row: Registration, *, on: date) -> bool:
    """Tell whether a registration was in force on a day; it may have ended since."""
    lasts = (row.valid_until, row.ended_on)
    return row.since is not None and row.since <= on and all(day is None or on <= day for day in lasts)


def locked(registration: Registration) -> Registration:
    """Return a registration read anew and locked: who comes second sees what the first has done."""
    found: Registration = registrations().select_for_update(of=("self",)).get(pk=registration.pk)
    return found


def registration_of_key(key: str, *, person: Person | None, at: datetime) -> Registration | None:
    """Return the registration of a secret link, or of a number where the log-in is its person's.

    Links of people under protection measures open nothing: they log in, or call.
    """
    after = at - timedelta(days=LINK_WORKS_DAYS)
    found = registrations().filter(links__token_hash=token_hash(key), links__made_at__gt=after).first()
    if found is not None and not is_protected(found.case_file_id, on=local_date(at)):
        return found
    if person is None:
        return None
    return registrations().filter(number=reference_key(key), case_file__person=person).first()


def open_registration(register: Register, file: CaseFile) -> Registration | None:
    """Return what somebody has in a register or asks for, in merged files too."""
    family = family_ids(roots_of([file.pk])[file.pk])
    return registrations().filter(register=register, case_file__in=family, status__in=OPEN).first()


def registrations_of_file(file: CaseFile) -> list[Registration]:
    """Return all registrations of somebody."""
    return list(registrations().filter(case_file__in=family_ids(file)))


def registrations_of_person() -> list[Registration]:
    """Return the registrations in all towns that the open person's scope reads; registers are the towns' own rows."""
    rows = Registration.objects.filter(status__in=OPEN).select_related("organization")
    return list(rows.order_by("organization_id", "pk"))


def page_link(organization: Organization) -> str:
    """Return the address of a registration's own page as it stands in mails, with {token} in it."""
    path = reverse("furusato:my_registration", kwargs={"organization": organization.slug, "token": "KEY"})
    return settings.CANONICAL_URL.rstrip("/") + path.replace("KEY", "{token}")


def shown_names(rows: Iterable[Registration], *, on: date) -> dict[int, str]:
    """Return how people are called in lists, by the id of the file: without a name where they are protected."""
    files = {row.case_file_id: row.case_file for row in rows}
    hidden = protected_families(files, on=on)
    return {pk: HIDDEN if pk in hidden else file.shown_name for pk, file in files.items()}


@dataclass(frozen=True)
class Listed:
    """A registration in a list of staff, with the name that may be shown."""

    registration: Registration
    name: str


def listed(rows: QuerySet[Registration], *, on: date) -> list[Listed]:
    """Return registrations for a list, those under protection measures without a name."""
    found = list(rows[:MOST])
    names = shown_names(found, on=on)
    return [Listed(row, names[row.case_file_id]) for row in found]


@dataclass(frozen=True)
class Ending:
    """A registration near its end: what the conditions say today, and what is to be done."""

    registration: Registration
    name: str
    judged: Judged
    due: Due


def ending(rows: Sequence[Registration], *, on: date) -> list[Ending]:
    """Return what is to be done about these registrations, in a constant number of queries."""
    known, conditions = on_record(row.case_file_id for row in rows), Conditions(row.register for row in rows)
    names = shown_names(rows, on=on)
    found = []
    for row in rows:
        judged = judged_today(row, known, conditions, on=on)
        what = due(row.valid_until, on=on, days_before=row.register.renewal_days, outcome=judged.outcome)
        found.append(Ending(row, names[row.case_file_id], judged, what))
    return found


def judged_today(
    row: Registration, known: OnRecord, conditions: Conditions, *, on: date, language: str = "ja"
) -> Judged:
    """Return what the conditions of its register say of a registration today."""
    return conditions.judge(row.register, facts_of(row, known, on=on), on=on, language=language)


def renewals(*, on: date) -> list[Ending]:
    """Return the registrations that can be renewed now, or whose time is over (更新の仕事), by their end."""
    most: int = Register.objects.aggregate(days=Max("renewal_days"))["days"] or 0
    near = registrations().filter(status=RegistrationStatus.REGISTERED, valid_until__lte=on + timedelta(days=most))
    rows = near.order_by("valid_until", "pk")
    return [one for one in ending(list(rows), on=on) if one.due is not Due.NOT_YET]


def judged_for(registration: Registration, *, on: date, language: str = "ja") -> Judged:
    """Return what the conditions say of one registration today."""
    known = on_record([registration.case_file_id])
    return judged_today(registration, known, Conditions([registration.register]), on=on, language=language)


def counts_by_register() -> dict[int, dict[str, int]]:
    """Return how many are registered and asking, by register."""
    found: dict[int, dict[str, int]] = {}
    rows = Registration.objects.filter(status__in=OPEN).values_list("register_id", "status")
    for register, status, number in rows.annotate(number=Count("pk")).order_by("register_id"):
        found.setdefault(register, {})[status] = number
    return found


def outcome_words(data: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Return the frozen conditions of a registration: sentence, answer, source."""
    return [(line["text"], Outcome.of(line["outcome"]).label, line["source"]) for line in data.get("lines", [])]


def shown_name(file: CaseFile, *, on: date) -> str:
    """Return how somebody is called: without a name where they are protected."""
    return HIDDEN if is_protected(file.pk, on=on) else file.shown_name
