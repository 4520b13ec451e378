"""The secret link of a party: made from the key of the press of the button, so that every mail can carry it."""

from django.utils.crypto import salted_hmac

from kayoi.programmes.tours.models import Party
from kayoi.programmes.tours.states.giving import LINK


def token_of(party: Party) -> str:
    """Return the secret of a party's link (申込みのリンク). Only this installation can make it."""
    return salted_hmac(LINK, str(party.once), algorithm="sha256").hexdigest()
