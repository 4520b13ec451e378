"""Who has a say in a house that was applied for, and what they have agreed to."""

from datetime import date, datetime

from django.db import transaction

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.states import Channel, ContactBasis
from kayoi.engines.procedures.models import Application
from kayoi.engines.procedures.selectors.applications import proxy_holds
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.programmes.homes.models import Home, HomeConsent, Party
from kayoi.programmes.homes.selectors.applying import consents_said, holder_of, home_of
from kayoi.programmes.homes.services.consents import give_consent, withdraw_consent
from kayoi.programmes.homes.services.listings import renew_listing
from kayoi.programmes.homes.services.offered import Offered
from kayoi.programmes.homes.states import Agreement, HomeConsentPurpose, PartyRole, Reached
from kayoi.programmes.homes.states.applying import Holding, Who

ROLES = {
    Who.OWNER: PartyRole.OWNER, Who.CO_OWNER: PartyRole.CO_OWNER, Who.HEIR: PartyRole.HEIR, Who.KIN: PartyRole.KIN,
}  # fmt: skip


@transaction.atomic
def write_parties(*, home: Home, application: Application, offered: Offered, by: Actor, at: datetime) -> None:
    """Write down who has a say in a house (権利者を書く); those who are known already stay as they are."""
    assert application.case_file is not None
    had_contact = Party.objects.filter(home=home, is_contact=True).exists()
    contact = _party(
        home, application.case_file, ROLES[offered.who], reached=Reached.REACHED, is_contact=not had_contact, by=by,
        at=at,
    )  # fmt: skip
    if application.proxy is not None:
        principal, relation = application.proxy.principal, application.proxy.relation
        owner = _party(home, principal, PartyRole.OWNER, agent=contact, by=by, at=at)
        Party.objects.filter(pk=contact.pk).update(relation=relation)
        assert owner.case_file_id == principal.pk
    inherits = offered.who is Who.HEIR or offered.holding is Holding.INHERITED
    deceased = _named(home, offered.deceased, PartyRole.DECEASED, by=by, at=at) if offered.deceased else None
    if deceased is not None and contact.role == PartyRole.HEIR:
        Party.objects.filter(pk=contact.pk).update(heir_of=deceased)
    for name, relation in offered.others:
        role = PartyRole.HEIR if inherits else PartyRole.CO_OWNER
        _named(home, name, role, relation=relation, heir_of=deceased if inherits else None, by=by, at=at)
    agree_as_applied(application=application, by=by, at=at)


@transaction.atomic
def agree_as_applied(*, application: Application, by: Actor, at: datetime) -> None:
    """Let the consents of an application count (申込みの同意を記録する), for another only by a mandate that holds.

    What is no longer ticked, or was said by somebody whose mandate does not hold, is withdrawn.
    """
    home = home_of(application)
    holder = holder_of(application, home) if home else None
    if home is None or holder is None:
        return
    proxy, today = application.proxy, local_date(at)
    holds = proxy is None or proxy_holds(proxy, on=today).met
    said = consents_said(application) if holds else frozenset()
    channel = Channel.of(application.channel)
    before = HomeConsent.objects.filter(party=holder, withdrawn_on=None).select_related("party__case_file")
    for consent in before.exclude(purpose__in=said):
        withdraw_consent(consent=consent, channel=channel, withdrawn_on=today, by=by, at=at)
    for purpose in map(HomeConsentPurpose.of, sorted(said)):
        _give(application, holder, purpose, channel=channel, on=today, by=by, at=at)
    holder.refresh_from_db()
    agreement = Agreement.AGREED if holds else Agreement.OPEN
    audit.change(
        holder, {"agreement": agreement, "agreed_on": today if holds else None}, version=holder.version, by=by, at=at
    )
    renew_listing(home=home, by=by, at=at)


def _party(home: Home, file: CaseFile, role: PartyRole, *, by: Actor, at: datetime, **fields: object) -> Party:
    known = Party.objects.filter(home=home, case_file=file).first()
    if known is not None:
        return known
    party = Party.objects.create(home=home, case_file=file, role=role, added_at=at, **fields)
    audit.record("homes.add_party", party, by=by, at=at, after={"home": home, "role": role})
    return party


def _named(home: Home, name: str, role: PartyRole, *, by: Actor, at: datetime, **fields: object) -> Party:
    """Return the party of that name; the town knows no more of them than what the applicant has typed."""
    known = Party.objects.filter(home=home, case_file__name=name).first()
    if known is not None:
        return known
    file = casefiles.open_case_file(fields={"name": name, "contact_basis": ContactBasis.UNCONFIRMED}, by=by, at=at)
    return _party(home, file, role, by=by, at=at, **fields)


def _give(
    application: Application, holder: Party, purpose: HomeConsentPurpose, *, channel: Channel, on: date, by: Actor,
    at: datetime,
) -> None:  # fmt: skip
    """Keep one consent; being called is agreed to by whoever has typed the number, for nobody else."""
    agent = holder.agent if application.proxy is not None else None
    party, by_agent = holder, agent is not None
    if agent is not None and purpose is HomeConsentPurpose.TELEPHONE:
        party, by_agent = agent, False
    give_consent(party=party, purpose=purpose, channel=channel, given_on=on, by_agent=by_agent, by=by, at=at)
