"""Change one place of a version's body. Bodies are plain JSON; a place is the way to it: condition.all.0."""

from copy import deepcopy
from datetime import date
from typing import Any

from kayoi.kit.dates import months_later
from kayoi.kit.states import Labelled

Way = tuple[str | int, ...]
GROUPS = ("all", "any", "of")
NOTHING: dict[str, Any] = {"all": []}
# Stands where a group must have a part and nobody has written one yet.
TO_BE_WRITTEN = {"unknown": "これから書く条件"}


class Direction(Labelled):
    """Where a condition or a step goes."""

    UP = "up", "上へ"
    DOWN = "down", "下へ"
    OUT = "out", "一つ外へ"
    IN = "in", "下のグループの中へ"


class NoSuchPlace(LookupError):
    """The way leads nowhere: the body has changed, or the address was written by hand."""


def way_of(text: str) -> Way:
    """Return the way that is written as condition.all.0.

    Source: docs/reference/rulesets.md (conditions, amounts, cases)
    """
    return tuple(int(step) if step.isdecimal() else step for step in text.split(".")) if text else ()


def written(way: Way) -> str:
    """Return a way as text.

    Source: docs/reference/rulesets.md (conditions, amounts, cases)
    """
    return ".".join(map(str, way))


def at(body: Any, way: Way) -> Any:
    """Return what stands at a place. Raises NoSuchPlace.

    Source: docs/reference/rulesets.md (conditions, amounts, cases)
    """
    for step in way:
        try:
            body = body[step]
        except (LookupError, TypeError):
            raise NoSuchPlace(written(way)) from None
    return body


def stands(body: Any, way: Way) -> bool:
    """Tell whether something stands at a place.

    Source: docs/reference/rulesets.md (conditions, amounts, cases)
    """
    try:
        return at(body, way) is not None
    except NoSuchPlace:
        return False


def put(body: dict[str, Any], way: Way, value: Any) -> dict[str, Any]:
    """Return the body with a value at a place; the place after the last one of a list makes it longer.

    Source: docs/reference/rulesets.md (conditions, amounts, cases)
    """
    changed = deepcopy(body)
    if way[:1] == ("amount",):
        changed.setdefault("amount", [])
    holder = at(changed, way[:-1]) if way else None
    if isinstance(holder, list) and way[-1] == len(holder):
        holder.append(value)
    elif isinstance(holder, dict) and isinstance(way[-1], str):
        holder[way[-1]] = value
    elif isinstance(holder, list) and stands(holder, way[-1:]):
        holder[int(way[-1])] = value
    else:
        raise NoSuchPlace(written(way))
    return changed


def without(body: dict[str, Any], way: Way) -> dict[str, Any]:
    """Return the body without what stands at a place; a group goes with its last part.

    Source: docs/reference/rulesets.md (conditions, amounts, cases)
    """
    if way == ("condition",):
        return {**body, "condition": NOTHING}
    at(body, way)
    parent = at(body, way[:-1])
    if way[-1] == "not" or (isinstance(parent, list) and len(parent) == 1 and way[-2] in GROUPS):
        return without(body, way[:-1] if way[-1] == "not" else way[:-2])
    changed = deepcopy(body)
    holder = at(changed, way[:-1])
    del holder[way[-1]]
    if isinstance(holder, list) and way[-2] == "of":
        group = at(changed, way[:-2])
        group["at_least_of"] = min(group["at_least_of"], len(holder))
    return changed


def wrapped(body: dict[str, Any], way: Way, word: str) -> dict[str, Any]:
    """Return the body with a group around what stands at a place: all, any or not.

    Source: docs/reference/rulesets.md (conditions, amounts, cases)
    """
    inside = at(body, way)
    return put(body, way, {"not": inside} if word == "not" else {word: [inside]})


def moved(body: dict[str, Any], way: Way, direction: Direction) -> dict[str, Any]:
    """Return the body with what stands at a place moved. Raises NoSuchPlace where there is nowhere to go.

    Source: docs/reference/rulesets.md (conditions, amounts, cases)
    """
    target = destination(body, way, direction)
    if target is None:
        raise NoSuchPlace(written(way))
    changed = deepcopy(body)
    goes, to = at(changed, way), at(changed, target[:-1])
    if direction is not Direction.OUT:
        del at(changed, way[:-1])[way[-1]]
        to.insert(target[-1], goes)
        return changed
    to.insert(target[-1], goes)
    return without(changed, way)


def destination(body: dict[str, Any], way: Way, direction: Direction) -> Way | None:
    """Return the place at which something would stand that is moved; None where it cannot go that way.

    Source: docs/reference/rulesets.md (conditions, amounts, cases)
    """
    here = way[-1] if way else ""
    if not isinstance(here, int):
        return None
    siblings = at(body, way[:-1])
    match direction:
        case Direction.UP:
            return (*way[:-1], here - 1) if here > 0 else None
        case Direction.DOWN:
            return (*way[:-1], here + 1) if here + 1 < len(siblings) else None
        case Direction.OUT:
            group = way[:-2]
            return (*group[:-1], group[-1] + 1) if group and isinstance(group[-1], int) else None
        case Direction.IN:
            below = siblings[here + 1] if here + 1 < len(siblings) else {}
            word = next((word for word in GROUPS if word in below), None)
            return (*way[:-1], here + 1, word, 0) if word else None


def later_cases(cases: list[Any], *, before: date | None, after: date | None) -> list[Any]:
    """Return cases with all their days moved as the first day of a version is, so that they fall into the next one.

    Source: docs/reference/rulesets.md (conditions, amounts, cases)
    """
    if before is None or after is None:
        return cases
    months = (after.year - before.year) * 12 + after.month - before.month
    return [_later(case, months) for case in cases]


def _later(value: Any, months: int) -> Any:
    if isinstance(value, dict):
        return {key: _later(one, months) for key, one in value.items()}
    if isinstance(value, list):
        return [_later(one, months) for one in value]
    try:
        return months_later(date.fromisoformat(value), months).isoformat() if len(value) == len("2026-04-01") else value
    except (TypeError, ValueError):
        return value


def told_in_full(cases: list[Any]) -> list[Any]:
    """Return cases each with all its facts, so that one can be changed without those that are told by it.

    Source: docs/reference/rulesets.md (conditions, amounts, cases)
    """
    facts: dict[str, Any] = {}
    found = []
    for case in cases:
        facts[case["name"]] = {**facts.get(case.get("like", ""), {}), **case["facts"]}
        full = {word: value for word, value in case.items() if word != "like"}
        found.append(full | {"facts": facts[case["name"]]})
    return found
