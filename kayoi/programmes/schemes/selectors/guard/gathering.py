"""What is known of payments that are about to leave, for many at once: as many statements for one as for a thousand."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kayoi.engines.casefiles.selectors import roots_of
from kayoi.engines.rulesets.models import Version
from kayoi.engines.rulesets.selectors import adopted, as_file
from kayoi.kit.dates import fiscal_year
from kayoi.programmes.schemes.models import (
    Batch,
    BatchRow,
    Breach,
    Claim,
    Departure,
    EarlyStart,
    EnquiryRow,
    FieldNote,
    Grant,
    GrantChange,
    Payment,
    Report,
)
from kayoi.programmes.schemes.rules.budget import sources_of
from kayoi.programmes.schemes.rules.claims import months_of
from kayoi.programmes.schemes.rules.guard.values import AboutToPay, BatchLine, Case, Frozen
from kayoi.programmes.schemes.rules.years import paying_year
from kayoi.programmes.schemes.selectors.guard.accounts import accounts_about
from kayoi.programmes.schemes.selectors.guard.others import Others, others_of
from kayoi.programmes.schemes.selectors.payments.checks import is_unlike
from kayoi.programmes.schemes.states.budget import YEAR
from kayoi.programmes.schemes.states.enquiries import SAID, EnquiryKind, Living, Result
from kayoi.programmes.schemes.states.grants import ChangeKind, ChangeStatus, ClaimStatus, GrantStatus, Shape
from kayoi.programmes.schemes.states.obligations import BreachKind, BreachStatus, DepartureStatus, Event
from kayoi.programmes.schemes.states.payments import BatchStatus, PaymentStatus

OF_CLAIM = "claim:"


def payments_about(payments: Iterable[int], *, lock: bool = False) -> list[Payment]:
    """Return payments with what the guard reads of them; locked, they wait for nobody else until the end."""
    rows = Payment.objects.filter(pk__in=payments).select_related("commitment__line").order_by("pk")
    return list(rows.select_for_update(of=["self"]) if lock else rows)


def about_to_pay(payments: Sequence[Payment], *, on: date, batch: Batch | None = None) -> dict[int, AboutToPay]:
    """Return what is known of payments that leave together on a day; `batch` hands them over."""
    claims = _claims(payments)
    cases = _cases(claims.values())
    roots = roots_of(payment.case_file_id for payment in payments)
    accounts = accounts_about(payments, roots, batch=batch)
    elsewhere = _other_batches(payments, batch)
    lines = _batch_lines(batch)
    total_yen = sum(payment.amount_yen for payment in payments)
    found = {}
    for payment in payments:
        commitment, claim = payment.commitment, claims.get(payment.pk)
        found[payment.pk] = AboutToPay(
            yen=payment.amount_yen, on=on, fiscal_year=commitment.line.fiscal_year,
            line_procedure=commitment.line.procedure_id, is_carried=_is_carried(payment),
            sources=sources_of(commitment.sources), grant_yen=commitment.paid_before_yen + commitment.amount_yen,
            account=accounts.get(payment.pk), other_batches=elsewhere[payment.pk], together=len(payments),
            together_yen=total_yen - payment.amount_yen, batch=lines.get(payment.pk),
            case=cases[claim.pk] if claim else None,
        )  # fmt: skip
    return found


def about_to_note(claim: Claim, *, on: date) -> AboutToPay:
    """Return what is known of a claim that is paid by hand, with no line of the budget: its case."""
    case = _cases([claim])[claim.pk]
    return AboutToPay(yen=claim.amount_yen, on=on, fiscal_year=case.fiscal_year, case=case)


def _is_carried(payment: Payment) -> bool:
    """Tell whether money of an earlier year pays; a year of a grant over years is claimed where it was carried to."""
    commitment = payment.commitment
    return commitment.cause != YEAR and fiscal_year(commitment.committed_on) < commitment.line.fiscal_year


def _claims(payments: Iterable[Payment]) -> dict[int, Claim]:
    """Return the claims that payments are for, by payment."""
    asked = {int(one.key.removeprefix(OF_CLAIM)): one.pk for one in payments if one.key.startswith(OF_CLAIM)}
    rows = Claim.objects.filter(pk__in=asked).select_related(
        "grant__decision", "grant__procedure__ruleset", "grant__application"
    )
    return {asked[row.pk]: row for row in rows}


@dataclass(frozen=True)
class _Known:
    """What is kept about grants, by grant or by application."""

    claims: dict[int, list[Claim]]
    reports: dict[tuple[int, int], Report]
    changes: dict[int, GrantChange]
    starts: dict[int, date]
    absent: dict[int, date]
    against: dict[int, list[str]]
    rules: dict[int | None, dict[str, Any]]
    others: Others


def _cases(claims: Iterable[Claim]) -> dict[int, Case]:
    claims = list(claims)
    grants = {claim.grant_id: claim.grant for claim in claims}
    applications = [grant.application_id for grant in grants.values()]
    known = _Known(
        claims=_live_claims(grants),
        reports={(one.grant_id, one.fiscal_year): one for one in Report.objects.filter(grant__in=grants)},
        changes={
            one.grant_id: one
            for one in GrantChange.objects.filter(
                grant__in=grants, kind=ChangeKind.CHANGE, status=ChangeStatus.APPROVED
            ).order_by("pk")
        },
        starts=dict(
            EarlyStart.objects.filter(application__in=applications).values_list("application", "allowed_from")
        ),
        absent=_absent(list(grants.values())),
        against=_spoken_against(applications),
        rules=_rules(grants.values()),
        others=others_of(list(grants.values())),
    )  # fmt: skip
    return {claim.pk: _case(claim, known) for claim in claims}


def _case(claim: Claim, known: _Known) -> Case:
    grant, shape = claim.grant, Shape.of(claim.grant.shape)
    terms, report = known.others.terms[grant.procedure_id], known.reports.get((grant.pk, grant.fiscal_year))
    before = [one for one in known.claims[grant.pk] if one.number < claim.number]
    change = known.changes.get(grant.pk)
    done = report if shape is Shape.ONCE and grant.needs_report else None
    begun = [day for day in (grant.begun_on, report.begun_on if report else None) if day]
    return Case(
        frozen=Frozen(grant.decision.inputs, grant.decision.answer, grant.decision.fingerprint,
                      known.rules.get(grant.procedure.ruleset_id)),
        shape=shape, status=GrantStatus.of(grant.status), claim_status=ClaimStatus.of(claim.status),
        claim_yen=claim.amount_yen, decided_yen=grant.decided_yen, fixed_yen=grant.fixed_yen, paid_yen=grant.paid_yen,
        year_yen=grant.year_yen,
        fiscal_year=grant.fiscal_year if shape is Shape.ONCE else paying_year(claim.fiscal_year, on=claim.claimed_on),
        procedure=grant.procedure_id, decided_on=grant.decided_on,
        costs=(done.accepted or {}) if done else None, changed=change.costs if change else {},
        rows=[one.row for one in [*before, claim] if one.row], claimed_yen=sum(one.amount_yen for one in before),
        months=_months(claim), months_before=sum(len(_months(one)) for one in before), most_months=grant.most_months,
        begins_after_decision=terms.begins_after_decision, begun_on=min(begun, default=None),
        allowed_from=known.starts.get(grant.application_id), once=terms.once, others=known.others.about(grant),
        absent_on=known.absent.get(grant.application_id),
        spoken_against=known.against[grant.application_id],
    )  # fmt: skip


def _months(claim: Claim) -> list[date]:
    return months_of(date.fromisoformat(claim.row["month"]), claim.row["months"]) if claim.row else []


def _live_claims(grants: Iterable[int]) -> dict[int, list[Claim]]:
    found = defaultdict(list)
    rows = Claim.objects.filter(grant__in=grants).exclude(status=ClaimStatus.RETURNED)
    for row in rows.order_by("number"):
        found[row.grant_id].append(row)
    return found


def _absent(grants: Sequence[Grant]) -> dict[int, date]:
    """Return by application the day since when the latest answer, list or visit says that nobody lives there."""
    applications = {grant.application_id: grant.case_file_id for grant in grants}
    visits = FieldNote.objects.filter(application__in=applications)
    heard = [(one.application_id, one.visited_on, one.finding == Living.ABSENT) for one in visits]
    rows = EnquiryRow.objects.filter(application__in=applications, enquiry__kind=EnquiryKind.RESIDENCE)
    heard += [
        (one.application_id, one.answered_on, one.result == Result.AGAINST)
        for one in rows.filter(result__in=SAID)
        if one.answered_on
    ]
    gone = _gone(set(applications.values()))
    heard += [(one, gone[file], True) for one, file in applications.items() if file in gone]
    said = {application: (on, absent) for application, on, absent in sorted(heard)}
    return {application: on for application, (on, absent) in said.items() if absent}


def _gone(files: Collection[int]) -> dict[int, date]:
    """Return by file since when it is known that somebody moved away or died: for all grants of that person."""
    left = Breach.objects.filter(kind=BreachKind.MOVED_OUT).exclude(status=BreachStatus.DISMISSED)
    heard = list(left.values_list("obligation__grant__case_file", "found_on"))
    # Also where no duty ran that could be broken; one that was found unbroken after all speaks against the list.
    listed = Departure.objects.filter(
        status=DepartureStatus.SAME, relation="", event__in=(Event.MOVED_OUT, Event.DIED)
    ).exclude(grant__obligations__breaches__status=BreachStatus.DISMISSED)
    days = listed.values_list("grant__case_file", "happened_on", "departure_list__as_of")
    heard += [(file, max(happened_on, as_of)) for file, happened_on, as_of in days]
    roots = roots_of({*files, *(file for file, _ in heard)})
    since = {roots[file].pk: day for file, day in sorted(heard, key=lambda one: one[1])}
    return {file: since[roots[file].pk] for file in files if roots[file].pk in since}


def _spoken_against(applications: Sequence[int]) -> dict[int, list[str]]:
    found = defaultdict(list)
    rows = EnquiryRow.objects.filter(application__in=applications, result__in=SAID)
    rows = rows.exclude(enquiry__kind=EnquiryKind.RESIDENCE).select_related("enquiry").order_by("answered_on", "pk")
    latest = {(row.application_id, row.enquiry.kind): row for row in rows}
    for (application, kind), row in latest.items():
        if row.result == Result.AGAINST:
            found[application].append(EnquiryKind.of(kind).label)
    return found


def _rules(grants: Iterable[Grant]) -> dict[int | None, dict[str, Any]]:
    """Return the rulesets of grants with the versions in force by now, the earlier first."""
    rulesets = {grant.procedure.ruleset.pk: grant.procedure.ruleset for grant in grants if grant.procedure.ruleset}
    found: dict[int, list[Version]] = defaultdict(list)
    for row in adopted().filter(ruleset__in=rulesets):
        found[row.ruleset_id].append(row)
    return {pk: as_file(rulesets[pk], versions) for pk, versions in found.items()}


def _other_batches(payments: Sequence[Payment], batch: Batch | None) -> dict[int, list[str]]:
    """Return the batches on their way in which a payment stands, too; the latest is its own where it was batched."""
    found = defaultdict(list)
    rows = BatchRow.objects.filter(payment__in=payments, batch__status=BatchStatus.MADE).exclude(batch=batch)
    for row in rows.select_related("batch").order_by("pk"):
        found[row.payment_id].append(str(row.batch))
    for payment in payments:
        if batch is None and payment.status == PaymentStatus.BATCHED and found[payment.pk]:
            found[payment.pk].pop()
    return found


def _batch_lines(batch: Batch | None) -> dict[int, BatchLine]:
    """Return the rows of a batch as it was made, by payment."""
    if batch is None:
        return {}
    rows: list[Any] = list(BatchRow.objects.filter(batch=batch).values_list("payment", "amount_yen"))
    total = sum(yen for _, yen in rows)
    as_made = not is_unlike(batch)
    return {payment: BatchLine(yen, batch.count, batch.total_yen, len(rows), total, as_made) for payment, yen in rows}
