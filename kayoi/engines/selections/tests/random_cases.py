"""Selections at random: small ones for brute force, larger ones for the script that recomputes."""

from random import Random
from typing import Any

GROUPS = ["初参加", "家族", "県外", "20代"]


def random_case(chance: Random, *, parties: int, offers: int, room: int, quotas: int) -> dict[str, Any]:
    """Return a whole case as a file holds it."""
    keys = [f"{number}月の回" for number in range(5, 5 + offers)]
    numbers = [str(number) for number in range(1, parties + 1)]
    terms: dict[str, Any] = {
        "method": chance.choice(["lottery", "points", "first_come"]),
        "offers": [{"key": key, "capacity": chance.randint(0, room)} for key in keys],
        "quotas": [_quota(chance, group, room) for group in chance.sample(GROUPS, chance.randint(0, quotas))],
        "weights": {"動機": 2, "計画": 1},
        "number": "ある指数の終値",
        "number_from": "2026-12-01T15:30:00+09:00",
    }
    most = sum(offer["capacity"] for offer in terms["offers"])
    for quota in terms["quotas"]:
        quota["least"] = min(quota["least"], most)
    return {
        "format": "kayoi-selection-1",
        "terms": terms,
        "secret": chance.randbytes(32).hex(),
        "salt": chance.randbytes(32).hex(),
        "public_number": f"{chance.randint(0, 99_999)}.{chance.randint(0, 99)}",
        "parties": [_party(chance, number, keys) for number in numbers],
        "events": _one_by_one(chance, numbers, keys)
        if terms["method"] == "first_come"
        else _events(chance, numbers, keys),
    }


def _quota(chance: Random, group: str, room: int) -> dict[str, Any]:
    least = chance.randint(0, room // 2)
    most = chance.choice([None, least + chance.randint(0, room)])
    return {"group": group, "least": least, "most": most, "unit": chance.choice(["persons", "parties"])}


def _party(chance: Random, number: str, keys: list[str]) -> dict[str, Any]:
    return {
        "number": number, "size": chance.randint(1, 4), "wishes": chance.sample(keys, chance.randint(1, len(keys))),
        "groups": chance.sample(GROUPS, chance.randint(0, 2)),
        "scores": {"動機": chance.randint(0, 2), "計画": chance.randint(0, 1)},
    }  # fmt: skip


def _events(chance: Random, numbers: list[str], keys: list[str]) -> list[list[Any]]:
    early: list[list[Any]] = [["declined", number] for number in numbers if chance.random() < 0.05]
    late: list[list[Any]] = [["declined", number] for number in numbers if chance.random() < 0.15]
    late += [["added", chance.choice(keys), chance.randint(1, 4)] for _ in range(chance.randint(0, 2))]
    chance.shuffle(late)
    return [*early, ["drawn"], *late]


def _one_by_one(chance: Random, numbers: list[str], keys: list[str]) -> list[list[Any]]:
    """Return what happens where places are given as people come."""
    events: list[list[Any]] = [["drawn"]]
    for place, number in enumerate(numbers, 1):
        events.append(["entered", number])
        if chance.random() < 0.2:
            events.append(["declined", chance.choice(numbers[:place])])
        if chance.random() < 0.1:
            events.append(["added", chance.choice(keys), chance.randint(1, 4)])
    return events
