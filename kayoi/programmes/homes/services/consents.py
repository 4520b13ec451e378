"""Consents of owners: given and withdrawn each for itself; what a withdrawal ends, ends in the same transaction."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db import transaction

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.states import Channel
from kayoi.engines.followups import services as followups
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import business_days_later, local_date
from kayoi.kit.verdict import Refused
from kayoi.programmes.homes.models import Home, HomeConsent, Party
from kayoi.programmes.homes.rules.consents import may_give_consent
from kayoi.programmes.homes.selectors.listings import consented
from kayoi.programmes.homes.services.effects import allow_calls, end_uses, forbid_calls
from kayoi.programmes.homes.services.listings import renew_listing
from kayoi.programmes.homes.services.national_sites import follow_national_sites
from kayoi.programmes.homes.states import HOME, HomeConsentPurpose, PartyRole
from kayoi.programmes.homes.states.consents import CONSENT_TEXTS
from kayoi.programmes.homes.states.houses import SHOWN


class UnableToConsent(Refused):
    """This party, or the agent, may not give this consent."""


@transaction.atomic
def give_consent(
    *,
    party: Party,
    purpose: HomeConsentPurpose,
    channel: Channel,
    given_on: date,
    by_agent: bool = False,
    by: Actor,
    at: datetime,
) -> HomeConsent:
    """Keep what a holder, or an agent for the holder, has agreed to (同意を記録する). Twice the same changes nothing.

    Raises UnableToConsent with the reasons.
    """
    home = _lock(party)
    answer = may_give_consent(
        role=PartyRole.of(party.role), purpose=purpose, by_agent=by_agent, has_agent=party.agent_id is not None,
        ends_before=party.agent_ends_before, on=given_on,
    )  # fmt: skip
    if answer.refused:
        raise UnableToConsent(answer)
    version = CONSENT_TEXTS[purpose].version
    present = HomeConsent.objects.filter(party=party, purpose=purpose, withdrawn_on=None).first()
    if present is not None and present.text_version == version:
        return present
    if present is not None:  # the words have changed: the old consent ends where the new one begins
        HomeConsent.objects.filter(pk=present.pk).update(withdrawn_on=max(given_on, present.given_on))
    consent = HomeConsent.objects.create(
        home=home, party=party, purpose=purpose, text_version=version, channel=channel, given_on=given_on,
        agent=party.agent if by_agent else None,
    )  # fmt: skip
    casefiles.add_engagement(
        file=party.case_file, kind="home_consent", occurred_at=at, channel=channel,
        cause="homes.HomeConsent", reference=str(consent.pk), by=by, at=at,
    )  # fmt: skip
    after = {"purpose": purpose, "version": version, "party": party, "agent": consent.agent, "given_on": given_on}
    audit.record("homes.give_consent", consent, by=by, at=at, after=after)
    if purpose is HomeConsentPurpose.TELEPHONE:
        allow_calls(party=party, by=by, at=at)
    renew_listing(home=home, by=by, at=at)
    follow_national_sites(home=home, by=by, at=at)
    return consent


@transaction.atomic
def give_consents(
    *,
    party: Party,
    purposes: Sequence[HomeConsentPurpose],
    channel: Channel,
    given_on: date,
    by_agent: bool,
    by: Actor,
    at: datetime,
) -> None:
    """Keep several consents that were given at once, all or none (同意をまとめて記録する). Raises UnableToConsent."""
    for purpose in purposes:
        give_consent(party=party, purpose=purpose, channel=channel, given_on=given_on, by_agent=by_agent, by=by, at=at)


@transaction.atomic
def withdraw_consent(*, consent: HomeConsent, channel: Channel, withdrawn_on: date, by: Actor, at: datetime) -> None:
    """Withdraw a consent (同意を取り消す); whatever relied on it ends at once. Twice the same changes nothing."""
    home = _lock(consent.party)
    before = consented(home)
    day = max(withdrawn_on, consent.given_on)
    if not HomeConsent.objects.filter(pk=consent.pk, withdrawn_on=None).update(withdrawn_on=day):
        return
    casefiles.add_engagement(
        file=consent.party.case_file, kind="consent_withdrawn", occurred_at=at, channel=channel,
        cause="homes.HomeConsent", reference=str(consent.pk), by=by, at=at,
    )  # fmt: skip
    after = {"purpose": consent.purpose, "withdrawn_on": day, "channel": channel}
    audit.record("homes.withdraw_consent", consent, by=by, at=at, after=after)
    if consent.purpose == HomeConsentPurpose.TELEPHONE:
        forbid_calls(party=consent.party, by=by, at=at)
    lost = before - consented(home)
    end_uses(home=home, purposes=lost, by=by, at=at)
    if HomeConsentPurpose.OWN_SITE in lost and home.status in SHOWN:
        followups.plan_follow_up(
            title=f"掲載の同意が取り消された。今後を確かめる: {home.number}",
            due_on=business_days_later(local_date(at), 1), case_file=consent.party.case_file, cause=HOME,
            reference=str(home.pk), by=by, at=at,
        )  # fmt: skip


@transaction.atomic
def end_consents_of(
    *, home: Home, party: Party, before: Collection[HomeConsentPurpose], on: date, by: Actor, at: datetime
) -> None:
    """End what somebody who has died had agreed to (同意を終える). `before`: what the house was agreed to for."""
    for consent in HomeConsent.objects.filter(party=party, withdrawn_on=None):
        HomeConsent.objects.filter(pk=consent.pk).update(withdrawn_on=max(on, consent.given_on))
        audit.record("homes.end_consent", consent, by=by, at=at, after={"purpose": consent.purpose})
    end_uses(home=home, purposes=set(before) - consented(home), by=by, at=at)


def _lock(party: Party) -> Home:
    """Lock the house: two who speak at the same time are heard one after the other."""
    home: Home = Home.objects.select_for_update(no_key=True).get(pk=party.home_id)
    party.refresh_from_db()
    return home
