"""Houses that registered people see before the others (空き家情報の先行公開), as a benefit of a town's registration."""

from datetime import datetime

from kayoi.programmes.furusato.models import Benefit, Registration
from kayoi.programmes.furusato.selectors.benefits import benefits_of
from kayoi.programmes.furusato.states import BenefitKind
from kayoi.programmes.homes.selectors.public import Card, card_of
from kayoi.programmes.homes.selectors.searches import early_listings


def benefit_for_homes(registration: Registration, *, at: datetime) -> Benefit | None:
    """Return the benefit by which a registration sees houses first; None where it has none."""
    if not {"furusato", "homes"} <= set(registration.organization.programmes):
        return None
    rows = benefits_of(registration, at=at)
    return next((one for one in rows if one.kind == BenefitKind.HOMES_EARLY), None)


def early_cards(*, at: datetime) -> list[Card]:
    """Return the houses of the open town that not everybody sees yet, as a list shows them."""
    return [card_of(one) for one in early_listings(at=at)]
