"""Consents: given for a purpose and a version of the words, withdrawn at any time."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from kayoi.engines.casefiles.models import CaseFile, Consent
from kayoi.engines.casefiles.services.notes import add_engagement
from kayoi.engines.casefiles.states import CONSENT_TEXTS, Channel, CollectedFor, ConsentPurpose, ContactBasis
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor


@transaction.atomic
def give_consent(
    *,
    file: CaseFile,
    purpose: ConsentPurpose,
    channel: Channel,
    given_at: datetime,
    version: str = "",
    by: Actor,
    at: datetime,
) -> Consent:
    """Keep a consent with the version of the words that were shown (同意を記録する). Twice the same changes nothing.

    `version` is that of words shown earlier, on a page that was kept for a place without a network; else today's.
    """
    version = version or CONSENT_TEXTS[purpose].version
    present = Consent.objects.filter(case_file=file, purpose=purpose, withdrawn_at=None).first()
    if present is not None and present.text_version == version:
        return present
    if present is not None:  # the words have changed: the old consent ends where the new one begins
        Consent.objects.filter(pk=present.pk).update(withdrawn_at=max(given_at, present.given_at))
    consent = Consent.objects.create(
        case_file=file, purpose=purpose, text_version=version, channel=channel, given_at=given_at
    )
    add_engagement(
        file=file, kind="consent", occurred_at=given_at, channel=channel,
        cause="casefiles.Consent", reference=str(consent.pk), by=by, at=at,
    )  # fmt: skip
    audit.record("casefiles.give_consent", consent, by=by, at=at, after={"purpose": purpose, "version": version})
    return consent


@transaction.atomic
def withdraw_consent(*, consent: Consent, channel: Channel, by: Actor, at: datetime) -> None:
    """Withdraw a consent from now on (同意を取り消す). Twice the same changes nothing."""
    if not Consent.objects.filter(pk=consent.pk, withdrawn_at=None).update(withdrawn_at=at):
        return
    add_engagement(
        file=consent.case_file, kind="consent_withdrawn", occurred_at=at, channel=channel,
        cause="casefiles.Consent", reference=str(consent.pk), by=by, at=at,
    )  # fmt: skip
    audit.record("casefiles.withdraw_consent", consent, by=by, at=at, after={"purpose": consent.purpose})


@transaction.atomic
def set_contact_basis(*, file: CaseFile, basis: ContactBasis, by: Actor, at: datetime, why: str = "") -> None:
    """Say on what ground the town may write to somebody (連絡の根拠を変える); no movement of the file."""
    audit.change(file, {"contact_basis": basis}, version=None, by=by, at=at, why=why)


@transaction.atomic
def keep_to_donation(*, file_ids: Iterable[int], by: Actor, at: datetime) -> None:
    """Let files of donors serve their donation only (寄附の受付だけに使う), because they want no news from the town.

    Nothing takes that back but the person: an import that is undone does not.
    """
    rows = CaseFile.objects.without_search().filter(pk__in=file_ids, collected_for=CollectedFor.DONATION_CONTACT)
    for file in rows:
        audit.change(
            file,
            {"collected_for": CollectedFor.DONATION.value},
            version=None,
            by=by,
            at=at,
            why="町からの連絡を望まない",
        )
