"""Joint tours: give the data of a party to the town that receives it; its file there is made only then."""

from datetime import datetime

from django.db import transaction

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.selectors import is_protected
from kayoi.engines.casefiles.services import FileFields
from kayoi.engines.casefiles.states import ContactBasis
from kayoi.engines.followups import services as followups
from kayoi.foundation.audit import services as audit
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor, system
from kayoi.kit.dates import business_days_later, local_date
from kayoi.kit.verdict import Refused
from kayoi.programmes.tours.models import Party, Passing
from kayoi.programmes.tours.rules.passing import may_pass
from kayoi.programmes.tours.selectors.parties import town_of
from kayoi.programmes.tours.selectors.words import days_in_words
from kayoi.programmes.tours.states import WITH_DATE

LOOK_WITHIN_DAYS = 3


class UnableToPass(Refused):
    """The party has not agreed, has no place, or there is nobody to give it to."""


@transaction.atomic
def pass_to_town(*, organization: Organization, party: Party, code: str, by: Actor, at: datetime) -> Passing:
    """Give name, contact and party to the town that receives a tour (受け入れる町に渡す). Twice is once.

    The other town gets a copy as a file of its own, with who gave it and on what ground. Raises UnableToPass.
    """
    row = Party.objects.select_for_update(of=("self",)).select_related("case_file", "tour", "date").get(pk=party.pk)
    known = Passing.objects.filter(party=row, place_code=code).first()
    if known is not None:
        return known
    town, today = town_of(code, on=local_date(at)), local_date(at)
    answer = may_pass(
        code=code, agrees_towns=row.agrees_towns, is_placed=row.status in WITH_DATE,
        is_protected=is_protected(row.case_file_id, on=today), is_here=town is not None,
    )  # fmt: skip
    if answer.refused or town is None:
        raise UnableToPass(answer)
    number = _open_there(town, organization, row, at=at)
    passed = Passing.objects.create(party=row, place_code=code, town=town.name, file_number=number, passed_at=at)
    audit.record("tours.pass", passed, by=by, at=at, verdict=answer, after={"party": row, "to": code})
    return passed


def _open_there(town: Organization, giver: Organization, party: Party, *, at: datetime) -> str:
    """Open the file in the other town and let somebody there look at it; return its number."""
    file, by = party.case_file, system("tours.pass_to_town")
    words = f"{giver.name}の「{party.tour.name}」{days_in_words(party.date) if party.date else ''} {party.persons}人"
    fields = _copied(file)
    with scope.of_organization(town.pk):
        made = casefiles.open_case_file(fields=fields, by=by, at=at)
        casefiles.add_note(
            file=made, text=f"{words}の参加者として、本人の同意を得て{giver.name}から受け取った。", by=by, at=at
        )
        followups.plan_follow_up(
            title=f"連携ツアーの参加者を受け入れる: {words}", case_file=made,
            due_on=business_days_later(local_date(at), LOOK_WITHIN_DAYS), by=by, at=at,
        )  # fmt: skip
        return str(made.number)


def _copied(file: CaseFile) -> FileFields:
    """Return what the party agreed to hand over, and no more: name and contact."""
    return {
        "name": file.name, "kana": file.kana, "phone": file.phone, "email": file.email, "language": file.language,
        "contact_basis": ContactBasis.GIVEN,
    }  # fmt: skip
