"""Two claims of the demonstration: one is paid as it should be, one is held back before money leaves."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from kayoi.doors.demo.selectors.staff import actor_of
from kayoi.engines.casefiles.states import Channel
from kayoi.foundation.identity.models import Membership
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR, Actor
from kayoi.kit.dates import local_date
from kayoi.programmes.schemes.models import EnquiryRow, Grant
from kayoi.programmes.schemes.rules.enquiries import Line, number_of
from kayoi.programmes.schemes.rules.payments import Details, Names
from kayoi.programmes.schemes.services import enquiries, grants, payments
from kayoi.programmes.schemes.states.enquiries import ENQUIRIES, EnquiryKind, Result
from kayoi.programmes.schemes.states.grants import GrantStatus

LINK = "https://kayoi.example/ina/apply/a/{token}/"


def fill(*, town: Organization, staff: Sequence[Membership], by: Actor, at: datetime) -> None:
    """Let two people claim what was fixed; the register answers that the first of them has moved out."""
    found = list(Grant.objects.filter(status=GrantStatus.FIXED).select_related("case_file", "procedure").order_by("pk"))
    if town.slug != "ina" or len(found) < 2:
        return
    officer, head = (actor_of(next(one for one in staff if one.role == role)) for role in ("officer", "section_head"))
    gone, stays = found[:2]
    _ask(gone, by=officer, at=at)
    for number, grant in enumerate((gone, stays)):
        _give_account(grant, f"000010{number}", officer, head, at=at)
        claim = grants.claim_all(
            grant=grant, channel=Channel.PORTAL, sender=grants.Sender(town, LINK), by=VISITOR, at=at
        )
        grants.check_claim(claim=claim, by=officer, at=at)


def _ask(grant: Grant, *, by: Actor, at: datetime) -> None:
    """Ask the register about everybody, and take the answer about one of them in."""
    words, today = ENQUIRIES[EnquiryKind.RESIDENCE], local_date(at)
    question = enquiries.Question(
        EnquiryKind.RESIDENCE, "市民課(架空)", words.ground, words.question, today + timedelta(days=14)
    )
    enquiry = enquiries.make_enquiry(procedure=grant.procedure, question=question, by=by, at=at)
    row = EnquiryRow.objects.select_related("application").get(enquiry=enquiry, application=grant.application_id)
    answer = Line(
        1, number_of(enquiry.number, row.position), row.application.receipt, Result.AGAINST.label, "転出の届出(架空)"
    )
    enquiries.take_answers(enquiry=enquiry, lines=[answer], answered_on=today, answered_by="市民課(架空)", by=by, at=at)


def _give_account(grant: Grant, number: str, officer: Actor, head: Actor, *, at: datetime) -> None:
    file = grant.case_file
    account = payments.propose_account(
        case_file=file, account=Details("9999", "999", "1", number, file.kana), names=Names("架空銀行", "見本支店"),
        by=officer, at=at,
    )  # fmt: skip
    payments.confirm_account(account=account, by=head, at=at)
