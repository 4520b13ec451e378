"""The rows of many cases at once, in a number of queries that does not grow with them."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

from django.db.models import F, Prefetch, Q, QuerySet

from kayoi.engines.casefiles.models import Body, CaseFile, Consent
from kayoi.engines.casefiles.selectors import bodies_of, families_of, protected_families, roots_of
from kayoi.engines.casefiles.states import ConsentPurpose
from kayoi.engines.procedures.models import Application, Decision, Judgement, Letter, Paper, Procedure, Stamp
from kayoi.engines.procedures.states import APPLICATION
from kayoi.engines.rulesets.rules.answers import Answer
from kayoi.foundation.audit.models import Entry
from kayoi.kit.dates import JST, fiscal_year_start
from kayoi.programmes.schemes.models import (
    BatchRow,
    BudgetLine,
    Claim,
    Commitment,
    EarlyStart,
    EnquiryRow,
    FieldNote,
    Grant,
    GrantChange,
    GrantYear,
    LinkedHouse,
    Obligation,
    Payment,
    PriorConsultation,
    Proof,
    Recovery,
    Report,
)
from kayoi.programmes.schemes.rules.grants import answer_with
from kayoi.programmes.schemes.selectors.budget.provisions import rights_of
from kayoi.programmes.schemes.selectors.grants.money import grants_of
from kayoi.programmes.schemes.states.binders import CLAIM, HANDS, SUBMIT
from kayoi.programmes.schemes.states.budget import GRANT, YEAR
from kayoi.programmes.schemes.states.payments import BatchStatus

Row = TypeVar("Row")
ACCOUNT = "schemes.PayeeAccount"


@dataclass
class Case:
    """An application with everything that was done about it."""

    application: Application
    owner: CaseFile
    body: Body | None
    protected: bool
    has_consent: bool
    handed_in: Sequence[Entry]
    papers: Sequence[Paper]
    stamps: Sequence[Stamp]
    judgements: Sequence[Judgement]
    decision: Decision | None
    # Of the frozen rule to the frozen inputs, worked out anew.
    answer: Answer | None
    letters: Sequence[Letter]
    enquiries: Sequence[EnquiryRow]
    notes: Sequence[FieldNote]
    consultations: Sequence[PriorConsultation]
    early_start: EarlyStart | None
    house: LinkedHouse | None
    grant: Grant | None
    reports: Sequence[Report] = ()
    changes: Sequence[GrantChange] = ()
    claims: Sequence[Claim] = ()
    years: Sequence[GrantYear] = ()
    commitments: Sequence[Commitment] = ()
    payments: Sequence[Payment] = ()
    # By the commitment that was carried over: by what right.
    rights: dict[int, str] = field(default_factory=dict)
    obligations: Sequence[Obligation] = ()
    recoveries: Sequence[Recovery] = ()
    # By the claim that is paid, by the payment.
    rows: dict[int, BatchRow] = field(default_factory=dict)
    # Who has fixed, looked a claim through, confirmed an account: by what it was done to.
    hands: dict[tuple[str, str], Entry] = field(default_factory=dict)


def cases_in(procedure: Procedure, year: int) -> list[int]:
    """Return the applications of a fiscal year: decided in it, else handed in, or paid from its money; in order."""
    first, after = _moment(fiscal_year_start(year)), _moment(fiscal_year_start(year + 1))
    decided = Q(decided_at__gte=first, decided_at__lt=after)
    waiting = Q(decided_at=None, submitted_at__gte=first, submitted_at__lt=after)
    bound = Commitment.objects.filter(line__procedure=procedure, line__fiscal_year=year)
    paid = Grant.objects.filter(pk__in=[one.pk for one in grants_of(bound).values()], procedure=procedure)
    rows = Application.objects.filter(form__procedure=procedure).exclude(submitted_at=None)
    rows = rows.filter(decided | waiting | Q(pk__in=paid.values("application")))
    return list(rows.order_by("submitted_at", "pk").values_list("pk", flat=True))


def read_cases(pks: Iterable[int], *, on: date) -> list[Case]:
    """Return these cases in their order; people under protection on the day are marked."""
    ids = list(pks)
    found = Application.objects.filter(pk__in=ids).select_related("form__procedure", "proxy")
    applications = sorted(found, key=lambda one: ids.index(one.pk))
    people, hidden = _people(applications, on=on)
    owners = {pk: files[-1] for pk, files in people.items()}
    bodies = bodies_of(file.pk for file in owners.values())
    about = {"application__in": ids}
    latest = Stamp.objects.filter(proposal_number=F("application__proposal_number"), **about)
    papers = Paper.objects.filter(**about).select_related("document").prefetch_related("document__pages__file")
    decisions = Decision.objects.filter(**about).select_related("examined_by", "decided_by")
    enquiries = EnquiryRow.objects.filter(**about).select_related("enquiry")
    several: dict[str, dict[int, list[Any]]] = {
        "papers": _grouped(papers.order_by("pk"), "application_id"),
        "stamps": _grouped(latest.select_related("member").order_by("step"), "application_id"),
        "judgements": _grouped(
            Judgement.objects.filter(**about).select_related("judged_by").order_by("number"), "application_id"
        ),
        "letters": _grouped(Letter.objects.filter(**about).order_by("made_at", "pk"), "application_id"),
        "enquiries": _grouped(enquiries.order_by("enquiry__made_on", "pk"), "application_id"),
        "consultations": _consultations(applications, people),
        "notes": _grouped(FieldNote.objects.filter(**about).order_by("visited_on", "pk"), "application_id"),
    }
    decided = _one(decisions)
    single: dict[str, dict[int, Any]] = {
        "decision": decided, "early_start": _one(EarlyStart.objects.filter(**about)),
        "house": _one(LinkedHouse.objects.filter(**about)),
        "grant": _one(Grant.objects.filter(**about).select_related("procedure")),
    }  # fmt: skip
    consents = Consent.objects.filter(
        case_file__in=[one.case_file_id for one in applications], purpose=ConsentPurpose.CONSULTATION
    )
    agreed = set(consents.values_list("case_file", flat=True))
    entries = _entries(APPLICATION, map(str, ids), [SUBMIT])
    cases = [
        Case(
            application=one, owner=owners[one.pk], body=bodies.get(owners[one.pk].pk),
            protected=one.pk in hidden, has_consent=one.case_file_id in agreed,
            handed_in=entries.get(str(one.pk), []),
            answer=answer_with(decided[one.pk].inputs, {}) if one.pk in decided else None,
            **_parts_of(one.pk, several, single),
        )
        for one in applications
    ]  # fmt: skip
    _read_money([one for one in cases if one.grant])
    return cases


def _parts_of(pk: int, several: dict[str, dict[int, list[Any]]], single: dict[str, dict[int, Any]]) -> dict[str, Any]:
    lists = {name: rows.get(pk, []) for name, rows in several.items()}
    return lists | {name: rows.get(pk) for name, rows in single.items()}


def _read_money(cases: Sequence[Case]) -> None:
    """Add to cases what was reported, changed, claimed, bound, paid, kept up and paid back of their grants."""
    grants = [case.grant.pk for case in cases if case.grant]
    reports = _grouped(Report.objects.filter(grant__in=grants).select_related("inspected_by").order_by("fiscal_year"))
    changes = _grouped(GrantChange.objects.filter(grant__in=grants).select_related("decided_by").order_by("pk"))
    claims = _grouped(Claim.objects.filter(grant__in=grants).order_by("number"))
    duties = Obligation.objects.filter(grant__in=grants).prefetch_related(
        Prefetch("proofs", Proof.objects.order_by("year")), "breaches"
    )
    obligations = _grouped(duties.order_by("kind"))
    refunds = Recovery.objects.filter(grant__in=grants).select_related("proposed_by", "decided_by")
    recoveries = _grouped(refunds.prefetch_related("repayments").order_by("pk"))
    owner = {(CLAIM, str(claim.pk)): pk for pk, found in claims.items() for claim in found}
    years = _grouped(GrantYear.objects.filter(grant__in=grants).order_by("fiscal_year"))
    bound = _bound(grants, years)
    rights = rights_of([one.pk for found in bound.values() for one in found])
    payments, rows = _paid(owner)
    hands = _hands(grants, [key for _, key in owner], {str(row.account_id) for row in rows.values()})
    for case in cases:
        assert case.grant is not None
        pk = case.grant.pk
        case.reports, case.changes, case.claims = reports.get(pk, []), changes.get(pk, []), claims.get(pk, [])
        case.obligations, case.recoveries = obligations.get(pk, []), recoveries.get(pk, [])
        case.years = years.get(pk, [])
        case.commitments, case.payments = bound.get(pk, []), payments.get(pk, [])
        case.rows, case.hands, case.rights = rows, hands, rights


def _bound(grants: Iterable[int], years: dict[int, list[GrantYear]]) -> dict[int, list[Commitment]]:
    owner = {(YEAR, str(year.pk)): pk for pk, found in years.items() for year in found}
    mine = Q(cause=GRANT, reference__in=list(map(str, grants))) | Q(cause=YEAR, reference__in=[k for _, k in owner])
    found: dict[int, list[Commitment]] = {}
    for one in Commitment.objects.filter(mine).select_related("line").order_by("line__fiscal_year", "pk"):
        pk = int(one.reference) if one.cause == GRANT else owner[one.cause, one.reference]
        found.setdefault(pk, []).append(one)
    return found


def _paid(owner: dict[tuple[str, str], int]) -> tuple[dict[int, list[Payment]], dict[int, BatchRow]]:
    """Return the payments of each grant, and the latest row of a batch of each payment."""
    grant_of = {f"claim:{reference}": pk for (_, reference), pk in owner.items()}
    payments: dict[int, list[Payment]] = {}
    found = list(Payment.objects.filter(key__in=list(grant_of)).order_by("asked_on", "pk"))
    for one in found:
        payments.setdefault(grant_of[one.key], []).append(one)
    rows = BatchRow.objects.filter(payment__in=found).exclude(batch__status=BatchStatus.VOID)
    rows = rows.select_related("batch", "account").defer("sealed", "account__number_sealed")
    return payments, {one.payment_id: one for one in rows.order_by("batch__made_at", "pk")}


def _hands(grants: Iterable[int], claims: list[str], accounts: set[str]) -> dict[tuple[str, str], Entry]:
    """Return who did the steps that stand in the audit trail only, by what it was done to; the latest hand."""
    about = {GRANT: list(map(str, grants)), CLAIM: claims, ACCOUNT: sorted(accounts)}
    mine = Q(pk=None)
    for subject, references in about.items():
        mine |= Q(subject=subject, reference__in=references)
    found = Entry.objects.filter(mine, action__in=list(HANDS)).order_by("at", "pk")
    return {(one.subject, one.reference): one for one in found}


def _entries(subject: str, references: Iterable[str], actions: list[str]) -> dict[str, list[Entry]]:
    rows = Entry.objects.filter(subject=subject, reference__in=list(references), action__in=actions)
    return _grouped(rows.order_by("at", "pk"), "reference")


def _consultations(
    applications: Iterable[Application], people: Mapping[int, Sequence[CaseFile]]
) -> dict[int, list[PriorConsultation]]:
    """Return what was said before each application to its people."""
    kept = families_of(file.pk for files in people.values() for file in files)
    rows = list(PriorConsultation.objects.filter(case_file__in=kept).order_by("consulted_on", "pk"))
    found: dict[int, list[PriorConsultation]] = {}
    for application in applications:
        assert application.form is not None
        procedure, mine = application.form.procedure_id, {file.pk for file in people[application.pk]}
        found[application.pk] = [
            one for one in rows if one.procedure_id == procedure and kept[one.case_file_id] in mine
        ]
    return found


def _people(applications: Sequence[Application], *, on: date) -> tuple[dict[int, list[CaseFile]], set[int]]:
    """Return whose each application is, the grantee last, and those with somebody under protection."""
    asked = {one.pk: [one.case_file_id, one.proxy.principal_id if one.proxy else None] for one in applications}
    roots = roots_of(pk for two in asked.values() for pk in two if pk is not None)
    hidden = protected_families({file.pk for file in roots.values()}, on=on)
    people = {pk: [roots[one] for one in two if one is not None] for pk, two in asked.items()}
    return people, {pk for pk, files in people.items() if hidden & {file.pk for file in files}}


def lines_of(procedure: Procedure) -> list[BudgetLine]:
    """Return the budget lines of a procedure of all years."""
    rows = BudgetLine.objects.filter(procedure=procedure).select_related("free", "committed", "paid")
    return list(rows.order_by("fiscal_year", "number"))


def _grouped(rows: Iterable[Row], name: str = "grant_id") -> dict[Any, list[Row]]:
    found: dict[Hashable, list[Row]] = {}
    for row in rows:
        found.setdefault(getattr(row, name), []).append(row)
    return found


def _one(rows: QuerySet[Any]) -> dict[int, Any]:
    return {row.application_id: row for row in rows}


def _moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=JST)
