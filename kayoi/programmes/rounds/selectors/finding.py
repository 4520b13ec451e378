"""Whom the rule of a round finds, whoever may be asked."""

from datetime import date, datetime, time
from typing import Any

from django.db.models import Q, QuerySet

from kayoi.engines.casefiles.models import CaseFile, Engagement, HouseholdMember, Wish
from kayoi.engines.casefiles.selectors import roots_of
from kayoi.engines.casefiles.selectors.belonging import files_in, on_steps, town_registers
from kayoi.engines.casefiles.selectors.ties import files_that_did, people_in
from kayoi.engines.casefiles.states import AGES, CHILD_UNTIL, WITH_CHILDREN, AgeBand
from kayoi.engines.casefiles.states.ties import Band
from kayoi.foundation.identity.states import Relation
from kayoi.kit.dates import JST, months_later
from kayoi.programmes.rounds.rules import Criteria
from kayoi.programmes.rounds.states import ASKED_BY_THEMSELVES


def found_files(criteria: Criteria, *, on: date) -> QuerySet[CaseFile]:
    """Return the files that the rule of a round finds, whoever may be asked."""
    rows: QuerySet[CaseFile] = CaseFile.objects.without_search().roots()
    if criteria.asked_within_months is not None:
        since = datetime.combine(months_later(on, -criteria.asked_within_months), time(), JST)
        asked = Engagement.objects.filter(kind__in=ASKED_BY_THEMSELVES, occurred_at__gte=since)
        rows = rows.filter(_of_family(asked))
    if criteria.interests:
        rows = rows.filter(_of_family(Wish.objects.filter(interest__in=criteria.interests)))
    if criteria.stages:
        rows = rows.filter(stage__in=criteria.stages)
    if criteria.lifestyles:
        rows = rows.filter(lifestyle__in=criteria.lifestyles)
    if criteria.prefectures:
        lives = Q()
        for prefecture in criteria.prefectures:
            lives |= Q(place_code__startswith=prefecture)
        rows = rows.filter(lives)
    if criteria.quiet_since:
        moment = datetime.combine(date.fromisoformat(criteria.quiet_since), time(), JST)
        rows = rows.filter(touched_at__lt=moment)
    return _by_ties(_by_person(rows, criteria, on=on), criteria, on=on)


def _by_person(rows: QuerySet[CaseFile], criteria: Criteria, *, on: date) -> QuerySet[CaseFile]:
    """Narrow by age and by children."""
    if criteria.age_bands:
        ages = Q()
        for band in criteria.age_bands:
            least, most = AGES[AgeBand.of(band)]
            born = Q(birth_on__lte=_born(least, on=on), birth_on__gt=_born(most + 1, on=on))
            ages |= born | Q(birth_on=None, age_band=band)  # the birth date tells more than what was once said
        rows = rows.filter(ages)
    if criteria.with_children:
        child = Q(birth_on=None) | Q(birth_on__gt=_born(CHILD_UNTIL + 1, on=on))
        households = HouseholdMember.objects.filter(child, relation=Relation.CHILD).values("household")
        rows = rows.filter(Q(household_type__in=WITH_CHILDREN) | Q(household__in=households))
    return rows


def _by_ties(rows: QuerySet[CaseFile], criteria: Criteria, *, on: date) -> QuerySet[CaseFile]:
    """Narrow by registers, by what people did, and by how often they had to do with the town."""
    if criteria.registers:
        rows = rows.filter(_of_family(files_in(criteria.registers, on=on)))
    if criteria.steps:
        rows = rows.filter(_of_family(files_in(on_steps(criteria.steps, town_registers()), on=on)))
    if criteria.did:
        months = criteria.did_within_months
        since = months_later(on, -months) if months else None
        rows = rows.filter(pk__in=files_that_did(criteria.did, since=since, on=on))
    if criteria.bands:
        people = people_in([Band.of(band) for band in criteria.bands], on=on)
        rows = rows.filter(pk__in=[one.file_id for one in people])
    return rows


def _born(age: int, *, on: date) -> date:
    """Return the last day of birth of those who are that old."""
    return months_later(on, -12 * age)


def _of_family(rows: QuerySet[Any, Any]) -> Q:
    """Return the condition that a file, or one merged into it over however many others, has such a row."""
    merged = roots_of(rows.exclude(case_file__merged_into=None).values_list("case_file", flat=True))
    return Q(pk__in=rows.values("case_file")) | Q(pk__in={root.pk for root in merged.values()})
