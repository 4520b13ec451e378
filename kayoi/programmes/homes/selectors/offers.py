"""What owners are offered next, in the town's words."""

from dataclasses import dataclass

from kayoi.programmes.homes.models import Home, Lead, OfferText
from kayoi.programmes.homes.rules.offers import next_offers
from kayoi.programmes.homes.states import Intention, OwnersReason
from kayoi.programmes.homes.states.finding import OFFER_TEXTS, NextOffer


@dataclass(frozen=True)
class Offer:
    """An offer with the sentence for the owner."""

    code: NextOffer
    text: str
    is_own: bool


def offer_texts() -> list[Offer]:
    """Return all offers with the town's sentences, or the usual ones."""
    own = dict(OfferText.objects.values_list("code", "text"))
    return [Offer(code, own.get(code.value, OFFER_TEXTS[code]), code.value in own) for code in NextOffer]


def offers_for(about: Lead | Home) -> list[Offer]:
    """Return what to offer the owner of a lead or a house, the most fitting first."""
    if isinstance(about, Lead):
        reason, intention = about.reason, about.intention
    else:
        reason, intention = about.owners_reason, about.lead.intention if about.lead else ""
    texts = {offer.code: offer for offer in offer_texts()}
    chosen = next_offers(OwnersReason.of(reason) if reason else None, Intention.of(intention) if intention else None)
    return [texts[code] for code in chosen]
