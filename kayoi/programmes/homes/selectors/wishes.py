"""What registered seekers wish, as owners read it: no name, no contact, nobody under protection measures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kayoi.kit.tokens import token_hash
from kayoi.programmes.homes.models import WishesLink
from kayoi.programmes.homes.selectors.protected import HIDDEN, shown_names
from kayoi.programmes.homes.selectors.seekers import seekers
from kayoi.programmes.homes.states import SeekerStatus
from kayoi.programmes.homes.states.seekers import WISHES_LINK_DAYS


@dataclass(frozen=True)
class OpenWish:
    """What one seeker wishes."""

    household: str
    purpose: str
    wish: str
    registered_on: date | None


def open_wishes(*, on: date) -> Sequence[OpenWish]:
    """Return the wishes of registered seekers who agree that owners read them, the latest first."""
    rows = list(seekers().filter(status=SeekerStatus.REGISTERED, shows_wish=True, term_ends_before__gt=on)[:200])
    names = shown_names([row.case_file for row in rows], on=on)
    return [
        OpenWish(row.household, row.purpose, row.wish, row.registered_on)
        for row in rows
        if names[row.case_file_id] != HIDDEN
    ]


def is_wishes_link(token: str, *, at: datetime) -> bool:
    """Tell whether a link to the wishes works."""
    after = at - timedelta(days=WISHES_LINK_DAYS)
    return WishesLink.objects.filter(token_hash=token_hash(token), made_at__gt=after).exists()
