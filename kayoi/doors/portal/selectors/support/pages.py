"""What the pages of the search for support show."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.urls import reverse

from kayoi.doors.portal.selectors.language import either, language
from kayoi.doors.portal.selectors.support.details import Applying, details_of
from kayoi.doors.portal.selectors.support.enquiry import Enquiry
from kayoi.doors.portal.selectors.support.results import question_href, result_of, results_of
from kayoi.doors.portal.selectors.support.words import answer_in_words, names_of
from kayoi.doors.portal.states import Standing
from kayoi.engines.procedures.selectors.procedures import availability_of, shown_procedures
from kayoi.engines.rulesets.selectors.words import said, unit
from kayoi.engines.rulesets.states import FactType
from kayoi.foundation.places.selectors import prefectures
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.html import Detail


@dataclass(frozen=True)
class TownChoice:
    """A town that can be looked at."""

    slug: str
    name: str
    picked: bool


@dataclass(frozen=True)
class Area:
    """A prefecture and what can be looked at there."""

    number: str
    name: str
    towns: Sequence[TownChoice]


def areas(towns: Iterable[Organization], picked: set[str]) -> list[Area]:
    """Return the towns by prefecture, in the order of their codes."""
    names = {place.code[:2]: either(place.name, place.name_en) for place in prefectures()}
    return [
        Area(
            number,
            names.get(number, ""),
            [TownChoice(one.slug, either(one.name, one.name_en), one.slug in picked) for one in some],
        )
        for number, some in groupby(towns, lambda town: town.place_code[:2])
    ]


@dataclass(frozen=True)
class Progress:
    """How far it is: how many have their verdict, of how many; the way to the next question, if one is left.

    `decides`: how many verdicts, or amounts once all verdicts are there, the question that is shown may bring.
    """

    decided: int
    total: int
    decides: int
    amounts: bool
    next_href: str


def progress(enquiry: Enquiry, key: str = "") -> Progress:
    """Return how far it is; with a key, what its answer may bring."""
    decides = next((one.decides for one in enquiry.left if one.key == key), 0)
    amounts = enquiry.decided == enquiry.total
    return Progress(enquiry.decided, enquiry.total, decides, amounts, next_href(enquiry) if enquiry.left else "")


@dataclass(frozen=True)
class Asked:
    """A question as its page asks it."""

    title: str
    words: str
    several: bool
    unit: str
    back_href: str
    progress: Progress


def question(enquiry: Enquiry, key: str) -> Asked:
    """Return a question, and the way back to the one before."""
    fact = enquiry.book.facts[key]
    before = list(enquiry.said.answers)
    earlier = before[: before.index(key)] if key in before else before
    back = question_href(earlier[-1]) if earlier else reverse("portal:support")
    several = fact.type in (FactType.LIST, FactType.CHOICES)
    return Asked(
        title=said(fact.label),
        words=said(fact.question),
        several=several,
        unit=unit(fact),
        back_href=back,
        progress=progress(enquiry, key),
    )


def next_href(enquiry: Enquiry) -> str:
    """Return the page of the question that decides most, or of the results when none is left.

    Before questions that only few schemes ask, the visitor picks the schemes to go into.
    """
    usual = {fact.key for fact in enquiry.usual}
    if len(usual) < 2 or enquiry.said.apart:
        usual = set()
    first = next((one.key for one in enquiry.left if one.key not in usual), None)
    if first is None:
        return reverse("portal:support_usual" if usual else "portal:support_results")
    if enquiry.is_narrow(first) and not enquiry.said.picked:
        return reverse("portal:support_pick")
    return question_href(first)


@dataclass(frozen=True)
class Choice:
    """A scheme that can be gone into."""

    key: str
    title: str
    towns: str
    summary: str


def choices(enquiry: Enquiry) -> list[Choice]:
    """Return what has no verdict yet."""
    joint = ", " if language() == "en" else "、"
    return [
        Choice(
            one.ruleset.key,
            said(one.ruleset.title),
            joint.join(either(town.name, town.name_en) for town in one.towns),
            said(one.ruleset.summary),
        )
        for one in enquiry.waiting
    ]


def names(enquiry: Enquiry) -> dict[str, str]:
    """Return the names of the places in what was said."""
    return names_of(enquiry.book.facts, enquiry.said.answers)


def answers(enquiry: Enquiry) -> list[tuple[str, list[str], str]]:
    """Return each question with its answer in words and the way to change it."""
    facts, known = enquiry.book.facts, names(enquiry)
    return [
        (said(facts[key].label), answer_in_words(facts[key], one, known), question_href(key))
        for key, one in enquiry.said.answers.items()
    ]


def usual(enquiry: Enquiry) -> list[Detail]:
    """Return the questions that nearly everybody answers alike, with that answer."""
    return [
        Detail(
            said(fact.label if fact.type is FactType.LIST else fact.question),
            "".join(answer_in_words(fact, fact.usual, {})),
        )
        for fact in enquiry.usual
    ]


def results(enquiry: Enquiry) -> dict[str, Any]:
    """Return what the page of several towns shows."""
    towns = results_of(enquiry)
    nothing = not any(town.met or town.unknown for town in towns)
    return {"towns": towns, "nothing": nothing, "progress": progress(enquiry)}


def ways_to_apply(town: Organization, *, on: date) -> dict[str, Applying]:
    """Return where one applies for what, by the key of its rules, and whether it is open; what is open comes first."""
    found: dict[str, Applying] = {}
    rows = shown_procedures().filter(organization=town, ruleset__isnull=False) if "schemes" in town.programmes else []
    for row in rows:
        href = reverse("schemes:procedure", kwargs={"organization": town.slug, "key": row.key})
        one = Applying(availability_of(row, on=on), href)
        if row.ruleset and (one.is_open or row.ruleset.key not in found):
            found[row.ruleset.key] = one
    return found


def town(enquiry: Enquiry, slug: str) -> dict[str, Any] | None:
    """Return what the page of one town shows; None where it is not among those looked at."""
    seen = next((one for one in enquiry.towns if one.organization.slug == slug), None)
    if seen is None:
        return None
    result = result_of(seen, enquiry.said.skipped)
    return {
        "town": result,
        "kinds": details_of(result, seen, ways_to_apply(seen.organization, on=enquiry.on), on=enquiry.on),
        "left_out": result.of(Standing.SKIPPED),
        "organization": seen.organization,
        "several": len(enquiry.towns) > 1,
        "progress": progress(enquiry),
        "on": enquiry.on,
    }
