"""Papers of a tenancy: what was decided, the explanation before the contract, the contract or permit, the notice."""

from dataclasses import replace
from datetime import date, datetime

from django.db import transaction

from kayoi.engines.procedures import services as procedures
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.kit.verdict import Reason, Refused, verdict
from kayoi.programmes.stays.models import Tenancy, TenancyPaper
from kayoi.programmes.stays.rules import tenancies as terms
from kayoi.programmes.stays.rules import tenancies_end as rules
from kayoi.programmes.stays.rules.spans import ONE_DAY
from kayoi.programmes.stays.selectors.tenancies import term_of
from kayoi.programmes.stays.selectors.tenancies_papers import is_explained, paper_values
from kayoi.programmes.stays.states.tenancies import LETTERS, LIVES, Contract, PaperKind


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
    if against:
        raise UnableToWrite(verdict(against))
    return issue_paper(tenancy=row, kind=kind, starts_on=term.starts_on, ends_before=term.ends_before, by=by, at=at)


def issue_paper(
    *, tenancy: Tenancy, kind: PaperKind, starts_on: date, ends_before: date, why: str = "", by: Actor, at: datetime
) -> TenancyPaper:  # fmt: skip
    """Issue the letter of a paper and keep that it is the tenancy's; the caller has locked the tenancy."""
    letter = procedures.issue_letter(
        application=None, case_file=tenancy.case_file, template=LETTERS[kind],
        values=paper_values(tenancy, starts_on, ends_before, why=why, on=local_date(at)), by=by, at=at,
    )  # fmt: skip
    made: TenancyPaper = TenancyPaper.objects.create(
        tenancy=tenancy, kind=kind, room=tenancy.room, term_starts_on=starts_on, letter=letter
    )
    return made
