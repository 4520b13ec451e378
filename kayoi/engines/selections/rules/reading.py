"""Read a selection from JSON: every word known, every value of its kind; what is wrong is said in one line."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from kayoi.engines.selections.rules.events import Event
from kayoi.engines.selections.rules.lots import FORMAT, plain_number
from kayoi.engines.selections.rules.terms import Offer, Party, Quota, Terms
from kayoi.engines.selections.states import EventKind, Method, Unit

T = TypeVar("T")
NUMBER = re.compile(r"[0-9A-Za-z-]{1,20}", re.ASCII)
SECRET = re.compile(r"[0-9a-f]{64}", re.ASCII)
MOST = 1_000_000
TEXT = 80


class BadSelection(ValueError):
    """A selection that cannot be read; the message is one line that says where and why."""


@dataclass(frozen=True, slots=True)
class Case:
    """A whole selection as a file holds it. Without secret, salt and number it can only be tried out."""

    terms: Terms
    parties: tuple[Party, ...]
    secret: str
    salt: str
    number: str
    events: tuple[Event, ...]


def read_case(data: Any) -> Case:
    """Read the file of `manage.py select`. Raises BadSelection.

    Source: docs/reference/selections.md (The file)
    """
    words = {"format", "terms", "parties", "secret", "salt", "public_number", "events"}
    found = _object(data, "file", must={"format", "terms", "parties"}, may=words)
    if found["format"] != FORMAT:
        raise BadSelection(f"format: expected '{FORMAT}'")
    terms = read_terms(found["terms"])
    parties = read_parties(found["parties"], terms)
    number = plain_number(_text(found.get("public_number", "0"), "public_number"))
    if number is None:
        raise BadSelection("public_number: expected digits with at most one point")
    return Case(
        terms, parties, _secret(found, "secret"), _secret(found, "salt"), number if "public_number" in found else "",
        _events(found.get("events", []), terms, {party.number for party in parties}),
    )  # fmt: skip


def read_terms(data: Any) -> Terms:
    """Read what a selection is about. Raises BadSelection.

    Source: docs/reference/selections.md (The file)
    """
    words = {"method", "offers", "quotas", "weights", "number", "number_from"}
    found = _object(data, "terms", must={"method", "offers"}, may=words)
    terms = Terms(
        _member(Method, found["method"], "terms.method"),
        tuple(_each(found["offers"], "terms.offers", _offer)),
        tuple(_each(found.get("quotas", []), "terms.quotas", _quota)),
        _whole_numbers(found.get("weights", {}), "terms.weights"),
        _text(found.get("number", ""), "terms.number", least=0),
        _text(found.get("number_from", ""), "terms.number_from", least=0),
    )
    _sound(terms)
    return terms


def _sound(terms: Terms) -> None:
    _once([offer.key for offer in terms.offers], "terms.offers")
    _once([f"{quota.group} ({quota.unit})" for quota in terms.quotas], "terms.quotas")
    room = sum(terms.capacity.values())
    if not terms.offers:
        raise BadSelection("terms.offers: at least one")
    if any(quota.unit is Unit.PERSONS and quota.least > room for quota in terms.quotas):
        raise BadSelection(f"terms.quotas: a minimum is more than the room for {room} persons")
    if terms.method is Method.POINTS and not terms.weights:
        raise BadSelection("terms.weights: points need criteria")
    if terms.by_lot:
        if not terms.number:
            raise BadSelection("terms.number: name the public number that is not known yet")
        try:
            aware = datetime.fromisoformat(terms.number_from).tzinfo is not None
        except ValueError:
            aware = False
        if not aware:
            raise BadSelection("terms.number_from: expected a moment such as 2026-12-01T15:00:00+09:00")


def read_parties(data: Any, terms: Terms) -> tuple[Party, ...]:
    """Read those who applied, in the order in which they came. Raises BadSelection.

    Source: docs/reference/selections.md (The file)
    """
    parties = tuple(_each(data, "parties", lambda one, where: _party(one, where, terms)))
    _once([party.number for party in parties], "parties")
    return tuple(
        Party(one.number, place, one.size, one.wishes, one.groups, one.scores) for place, one in enumerate(parties, 1)
    )


def _party(data: Any, where: str, terms: Terms) -> Party:
    words = {"number", "size", "wishes", "groups", "scores"}
    found = _object(data, where, must={"number", "size", "wishes"}, may=words)
    number = _text(found["number"], f"{where}.number")
    if not NUMBER.fullmatch(number):
        raise BadSelection(f"{where}.number: expected up to 20 letters, digits and hyphens")
    wishes = tuple(_each(found["wishes"], f"{where}.wishes", _text))
    _once(wishes, f"{where}.wishes")
    _known(wishes, terms.capacity, f"{where}.wishes")
    if not wishes:
        raise BadSelection(f"{where}.wishes: at least one")
    scores = _whole_numbers(found.get("scores", {}), f"{where}.scores")
    _known(scores, terms.weights, f"{where}.scores")
    groups = frozenset(_each(found.get("groups", []), f"{where}.groups", _text))
    return Party(number, 0, _whole(found["size"], f"{where}.size", least=1), wishes, groups, scores)


def _offer(data: Any, where: str) -> Offer:
    found = _object(data, where, must={"key", "capacity"}, may={"key", "capacity"})
    return Offer(_text(found["key"], f"{where}.key"), _whole(found["capacity"], f"{where}.capacity"))


def _quota(data: Any, where: str) -> Quota:
    found = _object(data, where, must={"group"}, may={"group", "least", "most", "unit"})
    least, most = _whole(found.get("least", 0), f"{where}.least"), found.get("most")
    if most is not None and _whole(most, f"{where}.most") < least:
        raise BadSelection(f"{where}.most: less than the minimum")
    unit = _member(Unit, found.get("unit", Unit.PERSONS.value), f"{where}.unit")
    return Quota(_text(found["group"], f"{where}.group"), least, most, unit)


def _events(data: Any, terms: Terms, numbers: set[str]) -> tuple[Event, ...]:
    events = tuple(_each(data, "events", lambda one, where: _event(one, where, terms, numbers)))
    if sum(event.kind is EventKind.DRAWN for event in events) > 1:
        raise BadSelection("events: drawn twice")
    # A file that says nothing of the draw means that all of it came afterwards.
    return events if any(event.kind is EventKind.DRAWN for event in events) else (Event(EventKind.DRAWN), *events)


def _event(data: Any, where: str, terms: Terms, numbers: set[str]) -> Event:
    match data:
        case ["drawn"]:
            return Event(EventKind.DRAWN)
        case ["entered" | "declined" as kind, str(number)]:
            _known([number], numbers, where)
            return Event(EventKind.of(kind), number=number)
        case ["added", str(offer), persons]:
            _known([offer], terms.capacity, where)
            return Event(EventKind.ADDED, offer=offer, persons=_whole(persons, where, least=1))
    raise BadSelection(f'{where}: expected ["drawn"], ["entered" or "declined", NUMBER] or ["added", OFFER, PERSONS]')


def _object(data: Any, where: str, *, must: set[str], may: set[str]) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise BadSelection(f"{where}: expected an object")
    for word in data:
        if word not in may:
            raise BadSelection(f"{where}: unknown word {word!r} (known here: {', '.join(sorted(may))})")
    for word in sorted(must):
        if word not in data:
            raise BadSelection(f"{where}: {word!r} is missing")
    return data


def _each(data: Any, where: str, read: Callable[[Any, str], T]) -> list[T]:
    if not isinstance(data, list):
        raise BadSelection(f"{where}: expected a list")
    return [read(one, f"{where}[{place}]") for place, one in enumerate(data)]


def _text(data: Any, where: str, least: int = 1) -> str:
    if not isinstance(data, str) or not least <= len(data) <= TEXT or not data.isprintable():
        raise BadSelection(f"{where}: expected a text of {least} to {TEXT} signs")
    return data


def _whole(data: Any, where: str, least: int = 0) -> int:
    if not isinstance(data, int) or isinstance(data, bool) or not least <= data <= MOST:
        raise BadSelection(f"{where}: expected a whole number from {least} to {MOST}")
    return data


def _whole_numbers(data: Any, where: str) -> dict[str, int]:
    if not isinstance(data, dict):
        raise BadSelection(f"{where}: expected an object")
    return {_text(key, where): _whole(value, f"{where}.{key}") for key, value in data.items()}


def _member(kind: type[Any], data: Any, where: str) -> Any:
    known = [member.value for member in kind]
    if data not in known:
        raise BadSelection(f"{where}: expected one of {', '.join(known)}")
    return kind.of(data)


def _secret(found: Mapping[str, Any], word: str) -> str:
    text = found.get(word, "")
    if word in found and not (isinstance(text, str) and SECRET.fullmatch(text)):
        raise BadSelection(f"{word}: expected 64 hexadecimal digits")
    return str(text)


def _once(keys: Any, where: str) -> None:
    seen = set()
    for key in keys:
        if key in seen:
            raise BadSelection(f"{where}: {key!r} twice")
        seen.add(key)


def _known(keys: Any, known: Any, where: str) -> None:
    for key in keys:
        if key not in known:
            raise BadSelection(f"{where}: unknown {key!r}")
