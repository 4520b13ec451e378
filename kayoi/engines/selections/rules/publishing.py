"""What the public sees of a selection, step by step: numbers and seals, never a size, a date or a group of a party."""

from collections.abc import Iterable, Sequence
from typing import Any

from kayoi.engines.selections.rules import lots
from kayoi.engines.selections.rules.events import Event, Standing, replay
from kayoi.engines.selections.rules.reading import Case
from kayoi.engines.selections.rules.terms import Party, Terms


def terms_as_data(terms: Terms) -> dict[str, Any]:
    """Return the terms as they are published and sealed with the list.

    Source: docs/reference/selections.md (The file)
    """
    return {
        "method": terms.method.value,
        "offers": [{"key": offer.key, "capacity": offer.capacity} for offer in terms.offers],
        "quotas": [
            {"group": quota.group, "least": quota.least, "most": quota.most, "unit": quota.unit.value}
            for quota in terms.quotas
        ],
        "weights": dict(terms.weights),
        "number": terms.number,
        "number_from": terms.number_from,
    }


def party_as_data(party: Party) -> dict[str, Any]:
    """Return a party as a file of the office holds it.

    Source: docs/reference/selections.md (The file)
    """
    return {
        "number": party.number, "size": party.size, "wishes": list(party.wishes), "groups": sorted(party.groups),
        "scores": dict(party.scores),
    }  # fmt: skip


def opened(terms: Terms, commitment: str) -> dict[str, Any]:
    """Return what is public while people apply.

    Source: docs/reference/selections.md (What is public)
    """
    return {"format": lots.FORMAT, "terms": terms_as_data(terms), "commitment": commitment}


def closed(terms: Terms, commitment: str, lines: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Return what is public once the list is final: every number with its sealed line, and the fingerprint.

    Source: docs/reference/selections.md (What is public)
    """
    seals = {
        "lines": [list(one) for one in lines],
        "fingerprint": lots.fingerprint(terms_as_data(terms), lines),
    }
    return opened(terms, commitment) | seals


def drawn(
    before: dict[str, Any], *, secret: str, number: str, order: Iterable[str], events: Iterable[Event],
    placed: Iterable[str], reserve: Iterable[str], declined: Iterable[str],
) -> dict[str, Any]:  # fmt: skip
    """Return what is public after the draw: the secret, the order, who has a place, who waits, who declined.

    Source: docs/reference/selections.md (What is public)
    """
    return before | {
        "secret": secret,
        "public_number": number,
        "seed": lots.seed(secret, before["fingerprint"], number),
        "order": list(order),
        "events": [event.as_data() for event in events],
        "placed": list(placed),
        "reserve": list(reserve),
        "declined": list(declined),
    }


def result(case: Case) -> tuple[dict[str, Any], Standing]:
    """Draw a whole case: what is published of it, and where everybody stands.

    Source: docs/reference/selections.md (What is public)
    """
    lines = lots.sealed_lines(case.parties, case.salt)
    before = closed(case.terms, lots.commitment(case.secret), lines)
    order = lots.in_order(case.terms, case.parties, lots.seed(case.secret, before["fingerprint"], case.number))
    standing = replay(case.terms, order, case.events)
    numbers = [party.number for party in order]
    data = drawn(
        before, secret=case.secret, number=case.number, order=numbers, events=case.events,
        placed=[number for number in numbers if number in standing.held], reserve=standing.reserve(order),
        declined=[number for number in numbers if number in standing.declined],
    )  # fmt: skip
    return data, standing


def receipt(party: Party, root: str) -> dict[str, str]:
    """Return what an applicant keeps: the own line and its salt, to find it in the published list (控え).

    Source: docs/reference/selections.md (What is public)
    """
    return {"line": lots.line(party), "salt": lots.salt_of(root, party.number)}
