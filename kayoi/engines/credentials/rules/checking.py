"""The answer of a counter: is this card good now, and if not, every reason why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from kayoi.engines.credentials.rules.cards import Card, Shown, UnknownVersion, decode
from kayoi.engines.credentials.rules.codes import Coded, read_code
from kayoi.engines.credentials.rules.freshness import SKEW_S, Sight, against
from kayoi.engines.credentials.rules.jws import Unreadable, from_point, is_signed
from kayoi.engines.credentials.rules.keysets import KeySet
from kayoi.engines.credentials.rules.lists import StatusList
from kayoi.kit.verdict import Reason, Verdict, verdict

NO_SIGHTS: Final[Mapping[str, Sight]] = {}


@dataclass(frozen=True, slots=True)
class Checked:
    """The verdict; the card once its signature is known to be the town's; and what the counter has to remember."""

    verdict: Verdict
    card: Card | None = None
    sight: Sight | None = None


def check(
    text: str, *, keys: KeySet, status: StatusList | None, at: int, seen: Mapping[str, Sight] = NO_SIGHTS,
    id_matches: bool | None = None,
) -> Checked:  # fmt: skip
    """Check what was scanned. `seen` is what the counter remembers, `id_matches` whether the ID has the same name.

    Source: docs/reference/card.md (The check, and its reasons)
    """
    try:
        shown = decode(text)
    except UnknownVersion:
        return _no(Reason("credentials.unknown_version"))
    except Unreadable:
        return _no(Reason("credentials.unreadable"))
    untrusted = _untrusted(shown, keys, at)
    if untrusted:
        return _no(untrusted)
    card = shown.card
    reasons = _in_time(card.valid_from, card.valid_until, at) + _by_list(card.index, status, at)
    if card.name:
        return Checked(verdict(reasons + _by_id(id_matches)), card)
    if shown.proof is None:
        return Checked(verdict([*reasons, Reason("credentials.copied")]), card)
    try:
        holder = from_point(card.key)
    except Unreadable:
        return _no(Reason("credentials.unreadable"))
    if not is_signed(holder, shown.proof.message, shown.proof.signature):
        return Checked(verdict([*reasons, Reason("credentials.foreign_phone")]), card)
    stale = against(shown.proof.at, at, seen.get(card.number))
    answer = verdict([*reasons, stale] if stale else reasons)
    return Checked(answer, card, _sight(shown.proof.at, at, seen.get(card.number), accepted=answer.met))


def _sight(signed_at: int, at: int, before: Sight | None, *, accepted: bool) -> Sight:
    """Return what to remember: what was accepted is not forgotten for something older that was not."""
    if before is not None and before.accepted and not accepted:
        return before
    return Sight(signed_at, at, accepted)


def check_code(
    text: str, *, birthday: date, keys: KeySet, status: StatusList | None, at: int, on: date
) -> tuple[Verdict, Coded | None]:
    """Check a short code with the birthday of the ID. `on` is the day, by the calendar of the town.

    Source: docs/reference/card.md (The check, and its reasons)
    """
    if not keys.kinds or not any(key.code for key in keys.keys.values()):
        return verdict([Reason("credentials.no_code_key", missing=("code_key",))]), None
    coded = read_code(text, birthday=birthday, keys=keys, at=at)
    if coded is None:
        return verdict([Reason("credentials.code_differs")]), None
    over = [] if on <= coded.last_day else [Reason("credentials.expired", {"until": coded.last_day.isoformat()})]
    return verdict(over + _by_list(coded.index, status, at)), coded


def _no(reason: Reason) -> Checked:
    return Checked(verdict([reason]))


def _untrusted(shown: Shown, keys: KeySet, at: int) -> Reason | None:
    """Return why the town did not say this, or None."""
    if shown.card.town != keys.town:
        return Reason("credentials.wrong_town")
    key = keys.keys.get(shown.kid)
    if key is None:
        return Reason("credentials.foreign_key")
    if not is_signed(key.public, shown.signed.message, shown.signed.signature):
        return Reason("credentials.tampered")
    return None if key.believed(at) else Reason("credentials.key_not_current")


def _in_time(valid_from: int, valid_until: int, at: int) -> list[Reason]:
    if at < valid_from - SKEW_S:
        return [Reason("credentials.not_yet_valid", {"from": day_of(valid_from)})]
    # The card says the moment at which it is over: the day before is the last.
    return [Reason("credentials.expired", {"until": day_of(valid_until - 1)})] if at >= valid_until else []


def day_of(seconds: int) -> str:
    """Return the Japanese day of a moment.

    Source: docs/reference/card.md (To the byte, 2): days are those of Japan, nine hours ahead
    """
    return (date(1970, 1, 1) + timedelta(seconds=seconds + 9 * 3600)).isoformat()


def _by_list(index: int, status: StatusList | None, at: int) -> list[Reason]:
    if status is None:
        return [Reason("credentials.no_list", missing=("status_list",))]
    if status.knows(index) and status.revoked(index):
        return [Reason("credentials.revoked")]
    if not status.issued - SKEW_S <= at < status.until:
        return [Reason("credentials.list_stale", {"issued": day_of(status.issued)}, missing=("status_list",))]
    if not status.knows(index):
        return [Reason("credentials.list_older", {"issued": day_of(status.issued)}, missing=("status_list",))]
    return []


def _by_id(matches: bool | None) -> list[Reason]:
    if matches is None:
        return [Reason("credentials.look_at_id", missing=("id",))]
    return [] if matches else [Reason("credentials.other_person")]
