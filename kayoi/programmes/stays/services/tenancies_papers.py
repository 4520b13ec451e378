"""Papers of a tenancy: what was decided, the explanation before the contract, the contract or permit, the notice."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext

from kayoi.engines.casefiles.selectors import is_protected
from kayoi.engines.messages import services as messages
from kayoi.engines.procedures import services as procedures
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.kit.verdict import Reason, Refused, verdict
from kayoi.programmes.stays.models import Tenancy, TenancyPaper
from kayoi.programmes.stays.rules import tenancies as terms
from kayoi.programmes.stays.rules import tenancies_end as rules
from kayoi.programmes.stays.rules.spans import ONE_DAY
from kayoi.programmes.stays.selectors.tenancies import term_of
from kayoi.programmes.stays.selectors.tenancies_guarantee import secured
from kayoi.programmes.stays.selectors.tenancies_papers import is_explained, own_page, paper_values
from kayoi.programmes.stays.states.tenancies import LETTERS, LIVES, PAPER, Contract, PaperKind

# What the household signs, or is permitted by: the guarantee stands in it.
SIGNED = (PaperKind.CONTRACT, PaperKind.PERMIT)


class UnableToWrite(Refused):
    """The paper does not belong to this contract, not to this time, or another one comes first."""


@transaction.atomic
def write_paper(
    *, tenancy: Tenancy, kind: PaperKind, ends_on: date | None = None, by: Actor, at: datetime
) -> TenancyPaper:  # fmt: skip
    """Make a paper of a tenancy (入居の書面を作る); `ends_on` is the last day of the contract that comes next.

    Raises UnableToWrite with all reasons.
    """
    row = Tenancy.objects.select_for_update(of=("self",)).select_related("room__house", "head_lease").get(pk=tenancy.pk)
    term = term_of(row)
    against = []
    if ends_on is not None:
        if row.status not in LIVES:
            against.append(Reason("tenancies.not_living"))
        term = replace(term, starts_on=row.ends_before, ends_before=ends_on + ONE_DAY)
        against += terms.may_live(term).reasons
    contract = Contract.of(row.contract)
    explained = is_explained(row, term.starts_on)
    against += rules.may_write(kind, contract, status=row.status, is_explained=explained).reasons
    if kind in SIGNED:
        against += secured(row, term.starts_on).reasons
    if against:
        raise UnableToWrite(verdict(against))
    return issue_paper(tenancy=row, kind=kind, starts_on=term.starts_on, ends_before=term.ends_before, by=by, at=at)


def issue_paper(
    *, tenancy: Tenancy, kind: PaperKind, starts_on: date, ends_before: date, why: str = "",
    more: Mapping[str, str] | None = None, by: Actor, at: datetime,
) -> TenancyPaper:  # fmt: skip
    """Issue the letter of a paper and keep that it is the tenancy's; the caller has locked the tenancy.

    `more` is what only this paper says. The household is told by mail that it stands on their own page.
    """
    values = paper_values(tenancy, kind, starts_on, ends_before, why=why, on=local_date(at)) | dict(more or {})
    letter = procedures.issue_letter(
        application=None, case_file=tenancy.case_file, template=LETTERS[kind], values=values, by=by, at=at
    )  # fmt: skip
    made: TenancyPaper = TenancyPaper.objects.create(
        tenancy=tenancy, kind=kind, room=tenancy.room, term_starts_on=starts_on, letter=letter
    )
    _tell(made, by=by, at=at)
    return made


def _tell(paper: TenancyPaper, *, by: Actor, at: datetime) -> None:
    """Tell a household of a new paper: only who has an own page that shows it, which nobody under protection has."""
    row = paper.tenancy
    file = row.case_file
    if file.person_id is None or not file.email or is_protected(file.pk, on=local_date(at)):
        return
    language = "en" if file.language == "en" else "ja"
    town, english = row.organization, language == "en"
    with translation.override(language):
        words = gettext(PaperKind.of(paper.kind).label)
    messages.send(
        template="stays/mail/paper", language=language, to_address=file.email,
        values={
            "name": file.name or ("resident" if english else "入居者"),
            "organization": (town.name_en or town.name) if english else town.name,
            "home": (row.room.house.name_en or row.room.house.name) if english else row.room.house.name,
            "paper": words, "link": own_page(town), "phone": town.phone,
        },
        case_file=file, cause=PAPER, reference=str(paper.pk), by=by, at=at,
    )  # fmt: skip
