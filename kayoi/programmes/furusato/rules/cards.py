"""Until when a card (登録者証) is issued."""

from datetime import date, timedelta

LONGEST = timedelta(days=365)


def card_until(registered_until: date | None, *, key_until: date, on: date) -> date:
    """Return the last day of a card: that of the registration, a year where it has none, never beyond the key.

    Source: docs/reference/card.md (To the byte, 2 and 4)
    """
    return min(registered_until or on + LONGEST, key_until - timedelta(days=1))
