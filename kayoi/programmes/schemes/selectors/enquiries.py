"""Questions to other offices: lists, one with its rows, its sheet, the applications that may be asked about."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.selectors import bodies_of, protected_families, roots_of
from kayoi.engines.procedures.models import Application
from kayoi.engines.procedures.states import ApplicationStatus
from kayoi.foundation.places.selectors.places import place_of
from kayoi.kit.sheets import About, Column, ColumnKind, Table, write_xlsx
from kayoi.programmes.schemes.models import Enquiry, EnquiryRow, Grant, Proof
from kayoi.programmes.schemes.rules.enquiries import NUMBER, RECEIPT, REMARK, RESULT, number_of
from kayoi.programmes.schemes.selectors.household import MEMBERS
from kayoi.programmes.schemes.selectors.obligations.proofs import come_of, proofs
from kayoi.programmes.schemes.states.enquiries import (
    ASKED_AGAIN_DAYS,
    COLUMNS,
    ENQUIRIES,
    FAMILY,
    REPRESENTATIVE,
    SAID,
    EnquiryKind,
    Result,
    Whom,
)
from kayoi.programmes.schemes.states.grants import UNPAID
from kayoi.programmes.schemes.states.obligations import Duty

MAY_BE_ASKED = (ApplicationStatus.SUBMITTED, ApplicationStatus.PROPOSED, ApplicationStatus.APPROVED)


@dataclass(frozen=True)
class Askable:
    """Applications that go on a list, and how many do not: people under protection are never put on one."""

    rows: list[Application]
    protected: int


@dataclass(frozen=True)
class Proved:
    """Years of residence that answers prove, and the earliest day of these answers."""

    proofs: list[Proof]
    seen_on: date | None = None


def enquiries() -> QuerySet[Enquiry]:
    """Return the lists, the latest first, with how many rows they have and how many are still open."""
    return Enquiry.objects.annotate(
        count=Count("rows"), open=Count("rows", filter=Q(rows__result=Result.OPEN))
    ).order_by("-number")


def askable(kind: EnquiryKind, whom: Whom, procedure: str, *, on: date) -> Askable:
    """Return the applications in a procedure of which an office may be asked.

    Not while an answer is awaited (after a silence that was noted, none is), nor again within some weeks of one; once
    money was paid only where a year of residence is to be proved.
    """
    asked = EnquiryRow.objects.filter(application=OuterRef("pk"), enquiry__kind=kind)
    just_said = Q(result__in=SAID, answered_on__gt=on - timedelta(days=ASKED_AGAIN_DAYS))
    if whom is Whom.OBLIGED:
        due = Proof.objects.filter(come_of(Duty.RESIDENCE, on=on), obligation__grant__application=OuterRef("pk"))
        wanted = Q(Exists(due))
    else:
        unpaid = Grant.objects.filter(application=OuterRef("pk"), status__in=UNPAID)
        waits = Q(status__in=MAY_BE_ASKED) & ~Q(status=ApplicationStatus.APPROVED) | Q(Exists(unpaid))
        wanted = Q(status__in=MAY_BE_ASKED) & (waits | ~Q(Exists(asked.filter(result__in=SAID))))
    rows = Application.objects.filter(wanted, ~Exists(asked.filter(Q(result=Result.OPEN) | just_said)))
    rows = rows.filter(procedure=procedure, form__isnull=False).select_related("case_file", "proxy__principal")
    if kind is EnquiryKind.RESIDENCE:  # a body is not in the residents' register
        rows = rows.exclude(proxy__principal__bodies__isnull=False)
    found = list(rows.order_by("submitted_at", "pk"))
    roots = roots_of(_owner(one) for one in found)
    hidden = protected_families({file.pk for file in roots.values()}, on=on)
    left = [one for one in found if roots[_owner(one)].pk not in hidden]
    return Askable(left, len(found) - len(left))


def rows_of(enquiry: Enquiry) -> list[EnquiryRow]:
    """Return the rows of a list in order."""
    rows = EnquiryRow.objects.filter(enquiry=enquiry).select_related("application__proxy", "application__case_file")
    return list(rows.order_by("position"))


def on_sheet(enquiry: Enquiry) -> list[EnquiryRow]:
    """Return the rows that go out: all of them, in a reminder those of which nothing was said."""
    return [row for row in rows_of(enquiry) if not enquiry.reminded_on or row.result == Result.OPEN]


def proved_by(enquiry: Enquiry) -> Proved:
    """Return the years of residence that the answers of a list prove and that nobody has accepted yet."""
    if enquiry.kind != EnquiryKind.RESIDENCE:
        return Proved([])
    rows = EnquiryRow.objects.filter(enquiry=enquiry, result=Result.CLEAR)
    seen = {row.application_id: row.answered_on for row in rows if row.answered_on}
    found = proofs().filter(come_of(Duty.RESIDENCE, on=max(seen.values(), default=enquiry.made_on)),
                            obligation__grant__application__in=seen)  # fmt: skip
    days = [(seen[one.obligation.grant.application_id], one) for one in found]
    proved = [(day, one) for day, one in days if one.proves_on <= day]
    return Proved([one for _, one in proved], min((day for day, _ in proved), default=None))


def sheet_of(enquiry: Enquiry, rows: Iterable[EnquiryRow], *, on: date) -> bytes:
    """Return the list as it goes out: the columns that the question needs, and room for the answer.

    Who has come under protection since is left out.
    """
    words = ENQUIRIES[EnquiryKind.of(enquiry.kind)]
    rows = list(rows)
    owners = {row.pk: _owner(row.application) for row in rows}
    roots = roots_of(owners.values())
    files = {pk: roots[owner] for pk, owner in owners.items()}
    hidden = protected_families({file.pk for file in roots.values()}, on=on)
    beside, of_row = _beside(EnquiryKind.of(enquiry.kind), rows, files)
    columns = [Column(NUMBER, ColumnKind.CODE), Column(RECEIPT, ColumnKind.CODE)]
    columns += [
        Column(COLUMNS[name], ColumnKind.WAREKI if name == "birth_on" else ColumnKind.TEXT) for name in words.columns
    ]
    columns += [*([Column(beside)] if of_row else []), Column(RESULT), Column(REMARK)]
    table = Table(
        "照会", columns,
        [
            [
                number_of(enquiry.number, row.position), row.application.receipt,
                *(_value(files[row.pk], name) for name in words.columns),
                *([of_row.get(row.pk, "")] if of_row else []), "", "",
            ]
            for row in rows
            if files[row.pk].pk not in hidden
        ],
    )  # fmt: skip
    answers = (
        f"「{Result.CLEAR.label}」({words.clear[0]})、「{Result.AGAINST.label}」({words.against[0]})、"
        f"「{Result.UNKNOWN.label}」"
    )
    about = About(
        source=f"{enquiry}({enquiry.addressee} あて){'の催告' if enquiry.reminded_on else ''}", as_of=enquiry.made_on,
        definitions=(("照会すること", words.question), ("根拠", enquiry.ground), ("目的", enquiry.purpose)),
        lines=(f"「{RESULT}」の列に、{answers}のいずれかを書いて返してください。○や×は使わないでください。番号と受付番号は変えないでください。",),
    )  # fmt: skip
    return write_xlsx([table], about=about)


def _owner(application: Application) -> int:
    owner = application.proxy.principal_id if application.proxy else application.case_file_id
    assert owner is not None  # it was handed in
    return owner


def _beside(kind: EnquiryKind, rows: Iterable[EnquiryRow], files: Mapping[int, CaseFile]) -> tuple[str, dict[int, str]]:
    """Return what a question needs beside the grantee, by row: who represents a body; how many a family is."""
    match kind:
        case EnquiryKind.POLICE:
            bodies = bodies_of(file.pk for file in files.values())
            return REPRESENTATIVE, {
                pk: bodies[file.pk].representative for pk, file in files.items() if file.pk in bodies
            }
        case EnquiryKind.RESIDENCE:
            members = {row.pk: row.application.answers.get("facts", {}).get(MEMBERS) for row in rows}
            return FAMILY, {pk: f"{len(found) + 1}人" for pk, found in members.items() if found}
        case EnquiryKind.TAX:
            return "", {}


def _value(file: CaseFile, name: str) -> str | date | None:
    if name != "address":
        value: str | date | None = getattr(file, name)
        return value
    place = place_of(file.place_code) if file.place_code else None
    return f"{place.full_name if place else ''}{file.address}"
