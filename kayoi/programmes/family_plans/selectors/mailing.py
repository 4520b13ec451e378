"""To whom the link of a plan would be mailed, and whether it may be."""

from datetime import date

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.selectors import case_file, is_protected
from kayoi.engines.casefiles.states import ContactBasis
from kayoi.kit.verdict import Verdict
from kayoi.programmes.family_plans import rules
from kayoi.programmes.family_plans.models import Plan


def recipient_of(plan: Plan) -> CaseFile:
    """Return the file whose address a plan goes to: of merged files the one that is kept."""
    return case_file(plan.case_file_id) or plan.case_file


def may_mail_to(file: CaseFile, *, agreed: bool, on: date) -> Verdict:
    """Return whether the link may be mailed to the person of a file."""
    return rules.may_mail(
        has_address=bool(file.email),
        protected=is_protected(file.pk, on=on),
        basis=ContactBasis.of(file.contact_basis),
        agreed=agreed,
    )
