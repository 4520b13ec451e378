"""Take an owner's application: the house file, who has a say, consents, and what staff do next."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.states import Channel, ConsentPurpose
from kayoi.engines.followups import services as followups
from kayoi.engines.procedures import services as procedures
from kayoi.engines.procedures.models import Application, Proxy
from kayoi.engines.procedures.selectors.applications import application_sent_with, proxy_holds
from kayoi.engines.procedures.states import APPLICATION, ApplicationStatus, PaperKind
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor, system
from kayoi.kit.dates import business_days_later, local_date
from kayoi.kit.verdict import MET, Outcome, Refused
from kayoi.programmes.homes.models import Home
from kayoi.programmes.homes.rules.applying import may_offer, papers_needed
from kayoi.programmes.homes.selectors.applying import ended_home_on_lot, home_of, home_on_lot
from kayoi.programmes.homes.services.agreeing import write_parties
from kayoi.programmes.homes.services.homes import HomeFields, change_home, move_home, open_home
from kayoi.programmes.homes.services.offered import Offered, Sender
from kayoi.programmes.homes.states import HomeConsentPurpose, HomeStatus
from kayoi.programmes.homes.states.applying import LOOK_WITHIN_DAYS, OFFER, PaperCode, Who

ONCE_A_LOT = "homes_once_a_lot"


class UnableToOffer(Refused):
    """This house cannot stand in the home bank."""


@transaction.atomic
def send_offer(
    *, organization: Organization, application: Application, offered: Offered, sender: Sender, link: str, by: Actor,
    at: datetime,
) -> Home | None:  # fmt: skip
    """Take an application to the home bank (登録申込みを受ける), also once more after it was returned.

    Returns the house, or None where the same lot is on the register already: staff then look at it. `link` is the
    address of the state page with {token} in it. Raises UnableToOffer with the reasons, or UnableToMove.
    """
    answer = may_offer(
        is_dealers_stock=offered.is_dealers_stock,
        was_built_to_sell=offered.was_built_to_sell,
        has_brokerage=offered.has_brokerage,
    )
    if answer.outcome is Outcome.NOT_MET:
        raise UnableToOffer(answer)
    first = application.status == ApplicationStatus.DRAFT
    file, proxy = _people(application, offered, sender, by=by, at=at)
    procedures.submit_application(
        application=application, case_file=file, proxy=proxy, papers=_papers(application, offered), by=by, at=at
    )
    if first:
        _note_first(application, by=by, at=at)
    home = _house(organization, application, offered, by=by, at=at)
    if home is not None:
        write_parties(home=home, application=application, offered=offered, by=by, at=at)
    _plan(application, offered, home, by=by, at=at)
    procedures.tell_applicant(
        organization=organization, application=application, procedure=OFFER, news="received", link=link, by=by, at=at
    )
    return home


@transaction.atomic
def take_offer(
    *, organization: Organization, offered: Offered, answers: dict[str, Any], channel: Channel, sender: Sender,
    client_key: UUID | None, link: str, by: Actor, at: datetime,
) -> Application:  # fmt: skip
    """Take an application from paper, at the counter or on the telephone (窓口で登録申込みを受ける).

    The same client_key twice is one. Raises UnableToOffer; nothing is kept then.
    """
    if known := application_sent_with(client_key):
        return known
    started = procedures.start_application(
        procedure=OFFER, channel=channel, answers=answers, client_key=client_key, by=by, at=at
    )
    send_offer(
        organization=organization, application=started.application, offered=offered, sender=sender, link=link, by=by,
        at=at,
    )  # fmt: skip
    return started.application


def _people(
    application: Application, offered: Offered, sender: Sender, *, by: Actor, at: datetime
) -> tuple[CaseFile, Proxy | None]:
    """Return the file of whoever applies, and for whom they act; of one that came back those of before."""
    if application.case_file is not None:
        file, proxy = application.case_file, application.proxy
        holds = proxy_holds(proxy, on=local_date(at)) if proxy else MET
        if holds.outcome is Outcome.NOT_MET:
            raise UnableToOffer(holds)
        casefiles.change_case_file(file=file, changes=offered.applicant, version=file.version, by=by, at=at)
        return file, proxy
    fields = offered.applicant
    file = casefiles.file_for(fields=fields, file=sender.file, person=sender.person, by=by, at=at)
    if offered.who is not Who.KIN:
        return file, None
    principal = casefiles.open_case_file(fields=offered.owner, by=by, at=at)
    proxy = procedures.name_proxy(
        principal=principal, agent=file, scope=OFFER.key, relation=offered.relation, starts_on=local_date(at),
        by=by, at=at,
    )  # fmt: skip
    return file, proxy


def _holder(application: Application) -> CaseFile:
    """Return the file of the holder: the applicant, or for whom they act."""
    file = application.proxy.principal if application.proxy else application.case_file
    assert file is not None
    return file


def _papers(application: Application, offered: Offered) -> list[PaperKind]:
    codes = papers_needed(
        who=offered.who,
        holding=offered.holding,
        by_staff=application.channel != Channel.PORTAL,
        may_check_tax=HomeConsentPurpose.TAX_CHECK in offered.consents,
    )
    return [PaperKind(code, PaperCode.of(code).label) for code in codes]


def _note_first(application: Application, *, by: Actor, at: datetime) -> None:
    """Keep the consent to the record, and tell the figures once that a house was offered."""
    assert application.case_file is not None
    file, channel = application.case_file, Channel.of(application.channel)
    casefiles.give_consent(file=file, purpose=ConsentPurpose.CONSULTATION, channel=channel, given_at=at, by=by, at=at)
    casefiles.add_engagement(
        file=_holder(application), kind="home_offered", occurred_at=at,
        channel=channel, cause=APPLICATION, reference=str(application.pk), by=by, at=at,
    )  # fmt: skip


def _house(
    organization: Organization, application: Application, offered: Offered, *, by: Actor, at: datetime
) -> Home | None:
    """Return the house of an application: the same as before, one that had been found, or a new file."""
    home = home_of(application)
    if home is not None:
        change_home(home=home, changes=offered.home, version=None, by=by, at=at)
        if home.status == HomeStatus.RETURNED:
            move_home(home=home, action="resubmit", by=by, at=at)
        return home
    home = _known_or_new(organization, application, offered.home, by=by, at=at)
    if home is not None:
        Home.objects.filter(pk=home.pk).update(application=application)
        home.refresh_from_db()
    return home


def _known_or_new(
    organization: Organization, application: Application, fields: HomeFields, *, by: Actor, at: datetime
) -> Home | None:
    lot = fields.get("quarter", ""), fields.get("lot_number", "")
    known = home_on_lot(*lot)
    if known is not None and known.status != HomeStatus.FOUND:
        return None
    if known is not None:  # what staff wrote before stays, gaps are filled
        gaps: Any = {name: value for name, value in fields.items() if not getattr(known, name)}
        change_home(home=known, changes=gaps, version=None, by=by, at=at)
        move_home(home=known, action="submit", by=by, at=at)
        return known
    if (before := ended_home_on_lot(*lot, _holder(application))) is not None:
        change_home(home=before, changes=fields, version=None, by=by, at=at)
        move_home(home=before, action="apply_again", by=by, at=at)
        return before
    try:
        with transaction.atomic():
            whole: HomeFields = {**fields, "place_code": organization.place_code}
            return open_home(fields=whole, status=HomeStatus.SUBMITTED, by=by, at=at)
    except IntegrityError as error:  # the same lot twice at once: the first one counts
        if ONCE_A_LOT not in str(error):
            raise
        return None


def _plan(application: Application, offered: Offered, home: Home | None, *, by: Actor, at: datetime) -> None:
    """Let staff look at it; a visitor who sends it once more finishes no work of theirs but the waiting for it."""
    done_by = system("homes.offer_sent")
    followups.finish_caused_by(cause=APPLICATION, reference=str(application.pk), by=done_by, at=at)
    file = _holder(application)
    quarter = offered.home.get("quarter", "")
    title = f"空き家の登録申込みを確かめる({quarter})"
    if home is None:
        title = f"同じ地番の空き家があります。登録申込みを確かめる({quarter})"
    followups.plan_follow_up(
        title=title, due_on=business_days_later(local_date(at), LOOK_WITHIN_DAYS), case_file=file,
        owner=file.assigned_to, cause=APPLICATION, reference=str(application.pk), by=by, at=at,
    )  # fmt: skip
