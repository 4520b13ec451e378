"""Cards in the database, for tests."""

from datetime import date, datetime

from kayoi.engines.credentials import selectors, services
from kayoi.engines.credentials.models import Card
from kayoi.engines.credentials.rules.jws import point
from kayoi.engines.credentials.tests.vectors import PHONE
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date

HOLDER = services.Holder(key=point(PHONE.public_key()))
ON_PAPER = services.Holder(name="山田 花子", birthday=date(1948, 5, 3))


def end_of_year(at: datetime) -> date:
    """Return a day until which cards of tests are valid."""
    return date(local_date(at).year + 1, 3, 31)


def make_card(
    subject: str, *, holder: services.Holder = HOLDER, kind: str = "partner", by: Actor, at: datetime
) -> services.Issued:
    """Return a card that was issued, with a key made where there was none."""
    if selectors.signing_key(at=at) is None:
        services.rotate_keys(by=by, at=at)
    return services.issue(subject=subject, kind=kind, valid_until=end_of_year(at), holder=holder, by=by, at=at)


def make_cards(subject: str, *, by: Actor, at: datetime) -> Card:
    """Return a valid card on paper, beside one of a phone that has been revoked."""
    gone = make_card(subject, by=by, at=at).card
    services.revoke(card=gone.pk, reason="端末の紛失の届出", by=by, at=at)
    return make_card(subject, holder=ON_PAPER, by=by, at=at).card
