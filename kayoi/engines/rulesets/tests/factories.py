"""Rulesets for tests: a grant for building a house, half of the cost up to 75万, by a town."""

from copy import deepcopy
from datetime import date
from typing import Any

from kayoi.engines.rulesets import services
from kayoi.engines.rulesets.models import Version
from kayoi.engines.rulesets.states import Permission
from kayoi.kit.actor import Actor, ActorKind
from tests.clock import NOW

WRITER = Actor(ActorKind.STAFF, "書いた人", permissions=frozenset({Permission.RULESET_EDIT}))
ORDINANCE = services.Ordinance("住宅新築支援金交付要綱(架空)", "告示第12号", date(2025, 3, 20))
HOUSE: dict[str, Any] = {
    "format": 1,
    "key": "new-house",
    "kind": "grant",
    "title": {"ja": "住宅新築支援金", "en": "Grant for a new house"},
    "publisher": "架空町",
    "facts": [
        {"key": "own.meeting", "type": "yes_no", "label": "説明会への出席", "change": "by_person"},
        {"key": "own.unused", "type": "number", "label": "だれも尋ねない数"},
    ],
    "places": {
        "zone": {"label": "東京圏", "prefectures": ["11", "12", "13", "14"]},
        "area": {"label": "東京23区を除く東京圏", "prefectures": ["13"], "excepting": "zone"},
    },
    "versions": [
        {
            "key": "2025",
            "from": "2025-04-01",
            "anchor": "application.on",
            "counting": "civil_code",
            "source": "要綱第3条",
            "condition": {
                "all": [
                    {
                        "age": "applicant.born_on", "on": {"fact": "application.on"}, "less_than": 40,
                        "source": "第3条第1号", "certainty": "remembered",
                    },
                    {"any": [
                        {"fact": "own.meeting", "is": True},
                        {"count": "household.members", "where": {"fact": "this.relation", "is": "child"},
                         "at_least": 1},
                    ]},
                    {"place": "move.from", "in": "zone"},
                ]
            },
            "amount": [{"start": {"fact": "house.cost_yen"}}, {"times": "1/2"}, {"cap": 750000}],
            "cases": [
                {"name": "39歳・費用200万円", "on": "2025-05-01", "verdict": "met", "amount_yen": 750000,
                 "facts": {"applicant.born_on": "1985-05-02", "own.meeting": True, "move.from": "13101",
                           "house.cost_yen": 2000000}},
                {"name": "40歳", "on": "2025-05-01", "verdict": "not_met",
                 "facts": {"applicant.born_on": "1985-05-01", "own.meeting": True, "move.from": "13101"}},
            ],
        }
    ],
}  # fmt: skip


def house(**version: Any) -> dict[str, Any]:
    """Return the file, its version with these words otherwise."""
    file = deepcopy(HOUSE)
    file["versions"][0] |= version
    return file


def make_draft(*, by: Actor = WRITER, **version: Any) -> Version:
    """Make a ruleset with a draft; the scope of the town is open."""
    loaded = services.load_pack(data=house(**version), sample=False, by=by, at=NOW)
    found: Version = loaded.rulesets[0].versions.order_by("-pk")[0]
    return found


def make_proposed(*, by: Actor = WRITER, **version: Any) -> Version:
    """Make a ruleset with a version that waits for a second person."""
    found = make_draft(by=by, **version)
    services.propose_version(version=found, by=by, at=NOW)
    return found


def make_adopted(*, adopter: Actor, **version: Any) -> Version:
    """Make a ruleset with a version in force."""
    found = make_proposed(**version)
    services.adopt_version(version=found, ordinance=ORDINANCE, by=adopter, at=NOW)
    return found


def rows_of_rulesets(words: str, *, adopter: Actor) -> dict[str, int]:
    """Make a ruleset in force, one that waits, and one in work whose words belong to the town alone."""
    adopted = make_adopted(adopter=adopter)
    waiting = _another("waiting", "待っている制度")
    services.propose_version(version=waiting, by=WRITER, at=NOW)
    draft = _another("draft", words)
    return {
        "ruleset": draft.ruleset_id, "ruleset_draft": draft.pk, "ruleset_waiting": waiting.pk,
        "ruleset_adopted": adopted.pk,
    }  # fmt: skip


def grow_rulesets(rows: dict[str, int]) -> None:
    """Add a ruleset, and a version, a fact and a set of places to the one in work."""
    number = Version.objects.count()
    _another(f"more-{number}", f"増えた制度 {number}")
    draft = Version.objects.select_related("ruleset").get(pk=rows["ruleset_draft"])
    services.copy_version(version=draft, fields=services.VersionFields(f"more-{number}", None, None), by=WRITER, at=NOW)
    ruleset = draft.ruleset
    services.change_vocabulary(
        ruleset=ruleset, facts=[*ruleset.facts, {"key": f"own.more{number}", "type": "yen", "label": "費用"}],
        places={**ruleset.places, f"more{number}": {"label": "増えた地域", "codes": ["13101"]}}, seen=ruleset.version,
        by=WRITER, at=NOW,
    )  # fmt: skip
    condition = {"all": [*draft.body["condition"]["all"], {"fact": "own.unused", "at_least": number}]}
    amount = [*draft.body["amount"], {"round": "down", "to": 1000}]
    body = {**draft.body, "condition": condition, "amount": amount}
    services.change_body(version=draft, body=body, seen=draft.version, by=WRITER, at=NOW)
    cases = [*draft.cases, {**draft.cases[0], "name": f"増えた事例 {number}"}]
    services.change_cases(version=draft, cases=cases, seen=draft.version, by=WRITER, at=NOW)


def _another(key: str, title: str) -> Version:
    loaded = services.load_pack(data=house() | {"key": key, "title": title}, sample=False, by=WRITER, at=NOW)
    return Version.objects.get(ruleset=loaded.rulesets[0])
