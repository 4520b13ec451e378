"""What a card must be like to be issued."""

from datetime import date, datetime

from kayoi.engines.credentials.rules.cards import KIND, MOST_INDEX, NAME, TOWN
from kayoi.engines.credentials.rules.jws import Unreadable, from_point
from kayoi.kit.dates import local_date
from kayoi.kit.verdict import Reason, Verdict, verdict


def may_issue(
    town: str, key_until: datetime | None, *, kind: str, valid_until: date, holder_key: str, name: str, index: int,
    at: datetime,
) -> Verdict:  # fmt: skip
    """Answer whether this card may be issued: by a town with a code and a key that outlives it, to a phone or a name.

    Source: docs/reference/card.md (To the byte, 2 and 4)
    """
    assert KIND.fullmatch(kind), "a kind is the programme's, not typed by anybody"
    reasons = []
    if not TOWN.fullmatch(town):
        reasons.append(Reason("credentials.no_town_code"))
    if key_until is None:
        reasons.append(Reason("credentials.no_key"))
    elif valid_until >= local_date(key_until):
        reasons.append(Reason("credentials.key_ends", {"until": local_date(key_until).isoformat()}))
    if valid_until < local_date(at):
        reasons.append(Reason("credentials.over_already"))
    if index > MOST_INDEX:
        reasons.append(Reason("credentials.list_full"))
    if bool(holder_key) == bool(name) or (holder_key and not _is_point(holder_key)):
        reasons.append(Reason("credentials.bad_phone_key"))
    if name and not (name.isprintable() and len(name) <= NAME):
        reasons.append(Reason("credentials.bad_name"))
    return verdict(reasons)


def _is_point(text: str) -> bool:
    try:
        from_point(text)
    except Unreadable:
        return False
    return True
