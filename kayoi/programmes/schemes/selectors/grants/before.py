"""What is known before a grant is decided: its terms, what would be granted twice, when the work begins."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.selectors import body_of, family_ids
from kayoi.engines.procedures.models import Application, Procedure
from kayoi.engines.procedures.selectors.applications import beneficiary
from kayoi.engines.procedures.selectors.evaluating import evaluated
from kayoi.engines.procedures.states import ProcedureKind
from kayoi.kit.dates import fiscal_year, local_date
from kayoi.kit.text import name_key
from kayoi.kit.tokens import token_hash
from kayoi.kit.verdict import MET, Reason, Verdict, verdict
from kayoi.programmes.schemes.models import (
    EarlyStart,
    Entitlement,
    Grant,
    GrantTerms,
    LinkedHouse,
    PriorConsultation,
)
from kayoi.programmes.schemes.rules.before import Before, Taken, Unreported, may_grant
from kayoi.programmes.schemes.selectors.grants.claims import unreported_of
from kayoi.programmes.schemes.states.grants import UNPAID, Once

START = "house.work_started_on"


@dataclass(frozen=True)
class Key:
    """What is granted once: in which scheme or for which cost, to whom or for what."""

    scheme: str
    subject: Once
    reference: str


def terms_of(procedure: Procedure) -> GrantTerms:
    """Return on which terms a procedure grants; until staff have said so, the usual ones."""
    return GrantTerms.objects.filter(procedure=procedure).first() or GrantTerms(procedure=procedure)


def house_of(application: Application) -> LinkedHouse | None:
    """Return the house that an application is about."""
    return LinkedHouse.objects.filter(application=application).first()


def early_start_of(application: Application) -> EarlyStart | None:
    """Return the consent to begin before the decision."""
    return EarlyStart.objects.filter(application=application).first()


def consultations_of(files: Iterable[CaseFile], procedure: Procedure | None = None) -> QuerySet[PriorConsultation]:
    """Return what these people were told before applying, the latest first; in one procedure or in all."""
    rows = PriorConsultation.objects.filter(case_file__in=[pk for file in files for pk in family_ids(file)])
    rows = rows.filter(procedure=procedure) if procedure else rows
    return rows.select_related("procedure").order_by("-consulted_on", "-pk")


def consulted(application: Application) -> QuerySet[PriorConsultation]:
    """Return what was said before about what an application is for: to whoever gets it, or whoever applies for them."""
    assert application.form is not None
    assert application.case_file is not None
    return consultations_of([beneficiary(application), application.case_file], application.form.procedure)


def keys_of(application: Application, terms: GrantTerms) -> list[Key]:
    """Return what is granted once with an application; what needs a house is left out while there is none."""
    assert application.form is not None
    scheme, house, file = application.form.procedure.key, house_of(application), beneficiary(application)
    wanted = [(scheme, Once.of(one)) for one in terms.once]
    if terms.cost:
        wanted.append((f"経費:{terms.cost}", Once.HOUSE if house else Once.HOUSEHOLD))
    return [
        Key(name, subject, reference) for name, subject in wanted for reference in _references(subject, file, house)
    ]


def before(application: Application, *, on: date) -> Before:
    """Return what is known of an application before it is granted."""
    assert application.form is not None
    terms, house = terms_of(application.form.procedure), house_of(application)
    early = early_start_of(application)
    begins_on = evaluated(application, today=on).facts.get(START) if terms.begins_after_decision else None
    return Before(
        begins_on=begins_on,
        allowed_from=early.allowed_from if early else None,
        needs_house=bool({Once.HOUSE, Once.CONTRACT} & set(terms.once)),
        has_house=house is not None,
        needs_contract=Once.CONTRACT in terms.once,
        has_contract=house is not None and house.contract_on is not None,
        taken=taken(application, terms),
        unreported=unreported(application, on=on) if terms.awaits_report else (),
        needs_consultation=terms.needs_consultation,
        has_consulted=terms.needs_consultation and consulted(application).exists(),
    )


def asks_for_money(application: Application) -> bool:
    """Tell whether money is applied for."""
    return application.form is not None and application.form.procedure.kind == ProcedureKind.GRANT


def grantable(application: Application, *, amount_yen: int | None, on: date) -> Verdict:
    """Answer whether an application may be granted on a day, by default with the amount of the rule."""
    if not asks_for_money(application):
        return MET
    if amount_yen is None:
        answer = evaluated(application, today=on).answer
        amount_yen = answer.amount.yen if answer and answer.amount else None
    no_amount = [] if amount_yen else [Reason("schemes.amount_missing")]
    return verdict([*may_grant(before(application, on=on), on=on).reasons, *no_amount])


def taken(application: Application, terms: GrantTerms) -> list[Taken]:
    """Return what was granted already and stands against an application."""
    keys = keys_of(application, terms)
    rows = Entitlement.objects.filter(ended_on=None, reference__in=[key.reference for key in keys])
    known = {
        Key(row.scheme, Once.of(row.subject), row.reference): row
        for row in rows.select_related("grant__procedure", "grant__application")
    }
    found = [known[key] for key in keys if key in known and not _may_stand_twice(known[key], key, application)]
    told = {(row.grant_id, row.subject): row for row in found}
    return [
        Taken(row.grant.procedure.title, Once.of(row.subject), row.grant.application.receipt) for row in told.values()
    ]


def unreported(application: Application, *, on: date) -> list[Unreported]:
    """Return the reports of earlier years that whoever gets the grant still owes in the same scheme."""
    assert application.form is not None
    rows = Grant.objects.filter(
        procedure=application.form.procedure, case_file__in=family_ids(beneficiary(application))
    )
    rows = rows.exclude(application=application).filter(status__in=UNPAID).select_related("application")
    return [
        Unreported(year, grant.application.receipt)
        for grant in rows.order_by("pk")
        for year in unreported_of(grant, before=fiscal_year(on))
    ]


def _may_stand_twice(row: Entitlement, key: Key, application: Application) -> bool:
    """Tell whether it is the same scheme once more for the same cost: only its own rule forbids that."""
    assert application.form is not None
    own = application.form.procedure
    return key.scheme != own.key and row.grant.procedure_id == own.pk


def _references(subject: Once, file: CaseFile, house: LinkedHouse | None) -> list[str]:
    match subject:
        case Once.PERSON:
            return _of_person(file)
        case Once.HOUSEHOLD:
            return [reference for one in [file, *_others(file)] for reference in _of_person(one)]
        case Once.HOUSE:
            return [f"house:{house.number}"] if house else []
        case Once.CONTRACT:
            return [f"house:{house.number}/{house.contract_on}"] if house and house.contract_on else []


def _others(file: CaseFile) -> list[CaseFile]:
    """Return the files of the others in a household."""
    if file.household_id is None:
        return []
    return list(CaseFile.objects.without_search().filter(household=file.household_id).exclude(pk=file.pk))


def _of_person(file: CaseFile) -> list[str]:
    """Return how somebody is known: by the file, and by name and day of birth: who came on paper has another file.

    A body without a number is known by its name: its seat moves with its chair.
    """
    known = [f"file:{file.pk}"]
    if (body := body_of(file)) and not body.corporate_number:
        known.append(token_hash(f"{name_key(file.name)}|body"))
    if file.name and file.birth_on:
        known.append(token_hash(f"{name_key(file.name)}|{file.birth_on}"))
    return known


def applied_on(application: Application) -> date:
    """Return the day of an application (申請日), from which obligations run."""
    assert application.submitted_at is not None
    return local_date(application.submitted_at)
