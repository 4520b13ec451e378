"""The household of a grant: as its decision froze it, with the names that the town knows."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import TextField
from django.db.models.functions import Cast

from kayoi.engines.casefiles.models import CaseFile, HouseholdMember
from kayoi.engines.procedures.models import Decision
from kayoi.kit.text import name_key
from kayoi.programmes.schemes.models import Grant
from kayoi.programmes.schemes.rules.departures import Relative

MEMBERS = "household.members"


def household_as_decided(grants: Iterable[Grant], *, containing: str = MEMBERS) -> dict[int, list[dict[str, Any]]]:
    """Return the members in frozen facts, by grant; decisions without the word are not read."""
    wanted = {one.decision_id: one.pk for one in grants}
    rows = Decision.objects.filter(pk__in=wanted).annotate(text=Cast("inputs", TextField()))
    found = rows.filter(text__contains=f'"{containing}"').values_list("pk", "inputs")
    return {wanted[pk]: inputs["facts"].get(MEMBERS) or [] for pk, inputs in found}


def relatives_of(grants: Collection[Grant], roots: Mapping[int, CaseFile]) -> dict[int, tuple[Relative, ...]]:
    """Return whom lists of the residents' register are matched with beside the grantee, by grant."""
    names = _names({root.household_id for root in roots.values() if root.household_id})
    files = {one.pk: roots[one.case_file_id] for one in grants}
    return {
        pk: tuple(
            _relative(files[pk], one.get("relation", ""), date.fromisoformat(one["born_on"]), names)
            for one in members
            if one.get("born_on")
        )
        for pk, members in household_as_decided(grants).items()
    }


def _relative(
    file: CaseFile, relation: str, born_on: date, names: Mapping[tuple[int | None, date | None], set[str]]
) -> Relative:
    family, *given = file.name.split() or [""]
    known = names.get((file.household_id, born_on), set()) if file.household_id else set()
    return Relative(relation, born_on, frozenset(known), name_key(family) if given else "")


def _names(households: Collection[int]) -> dict[tuple[int | None, date | None], set[str]]:
    """Return the names that the town knows of people of households, by household and day of birth."""
    found = defaultdict(set)
    for model in (HouseholdMember, CaseFile):
        rows = model.objects.filter(household__in=households).exclude(birth_on=None).exclude(name="")
        for household, born_on, name in rows.values_list("household_id", "birth_on", "name"):
            found[household, born_on].add(name_key(name))
    return found
