"""What owners are offered next: the town's own sentences, and an offer as something to be done."""

from datetime import date, datetime

from django.db import transaction

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.followups import services as followups
from kayoi.engines.followups.models import FollowUp
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.programmes.homes.models import Home, Lead, OfferText, Party
from kayoi.programmes.homes.states import HOME
from kayoi.programmes.homes.states.finding import LEAD_OFFER, OFFER_TEXTS, NextOffer


@transaction.atomic
def set_offer_text(*, code: NextOffer, text: str, by: Actor, at: datetime) -> None:
    """Write the town's own sentence about an offer (案内の文を書く); the usual one, or none, takes it back."""
    before = OfferText.objects.filter(code=code).first()
    if text in {"", OFFER_TEXTS[code]}:
        if before is not None:
            audit.record("homes.reset_offer_text", before, by=by, at=at, before={"text": before.text})
            before.delete()
    elif before is None or before.text != text:
        row, _ = OfferText.objects.update_or_create(code=code, defaults={"text": text})
        old = {"text": before.text} if before else None
        audit.record("homes.set_offer_text", row, by=by, at=at, before=old, after={"text": text})


@transaction.atomic
def plan_offer(*, about: Lead | Home, offer: NextOffer, due_on: date, by: Actor, at: datetime) -> FollowUp:
    """Put an offer to an owner among what is to be done (提案を次の対応にする). Twice the same is one."""
    cause = LEAD_OFFER if isinstance(about, Lead) else HOME
    title, reference = f"提案: {offer.label}", str(about.pk)
    known = FollowUp.objects.open().filter(cause=cause, reference=reference, title=title).first()
    if known is not None:
        return known
    file = _owner_of(about)
    return followups.plan_follow_up(
        title=title, due_on=due_on, case_file=file, owner=file.assigned_to if file else None,
        cause=cause, reference=reference, by=by, at=at,
    )  # fmt: skip


def _owner_of(about: Lead | Home) -> CaseFile | None:
    if isinstance(about, Lead):
        return about.owner or about.told_by
    party = Party.objects.filter(home=about, is_contact=True).select_related("case_file").order_by("pk").first()
    return party.case_file if party else None
