"""What a counter needs to answer without a network: keys, the status list, and a bit per card and benefit.

A counter never learns who holds a card, nor why somebody is entitled: it gets one bit for each place of the list.
"""

import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet, Sum

from kayoi.engines.credentials import selectors as credentials
from kayoi.engines.credentials.models import Card
from kayoi.engines.credentials.rules.jws import base64url
from kayoi.engines.credentials.rules.lists import bits_of
from kayoi.engines.credentials.states import CardStatus
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import fiscal_year, local_date
from kayoi.programmes.furusato.models import Benefit, BenefitUse, Registration
from kayoi.programmes.furusato.selectors.benefits import in_year
from kayoi.programmes.furusato.selectors.entitled import entitled
from kayoi.programmes.furusato.selectors.points import unit_on, usable_by_file
from kayoi.programmes.furusato.states import RegistrationStatus


def pack(town: Organization, benefits: QuerySet[Benefit], *, at: datetime) -> dict[str, Any]:
    """Return what a counter keeps (窓口に渡すデータ): with the secret of short codes, so for counters only."""
    listed, today = credentials.status_list(), local_date(at)
    cards = dict(Card.objects.filter(status=CardStatus.VALID, valid_until__gte=today).values_list("index", "subject"))
    reach, rows = credentials.next_index(), list(benefits.prefetch_related("registers"))
    holders = Registration.objects.filter(subject__in=set(cards.values()), status=RegistrationStatus.REGISTERED)
    for_whom, spent = entitled(rows, holders, at=at), _spent(rows, at=at)
    takes = any(one.points for one in rows)
    points = usable_by_file([row.case_file_id for row in holders], on=today) if takes else {}
    return {
        "at": int(at.timestamp()),
        "keys": credentials.key_set(town, at=at, for_counters=True),
        "list": listed.token if listed else None,
        "reach": reach,
        "benefits": [
            _benefit(one, cards, for_whom[one.pk], reach, spent[one.pk])
            | _points(one, cards, for_whom[one.pk], reach, points)
            for one in rows
        ],
        "unit": unit_on(today)[0],
    }


def _benefit(
    benefit: Benefit, cards: Mapping[int, str], holders: Iterable[Registration], reach: int, spent: Mapping[int, int]
) -> dict[str, Any]:
    used, most = sum(spent.values()), benefit.per_person
    may = {row.subject: spent.get(row.pk, 0) for row in holders}
    over = {subject for subject, uses in may.items() if most and uses >= most}
    return {
        "id": benefit.pk,
        "name": benefit.name,
        "proof": benefit.proof,
        "recorded": benefit.is_recorded,
        "left": None if benefit.stock is None else max(benefit.stock - used, 0),
        "cards": _bits((index for index, subject in cards.items() if subject in may), reach),
        "spent": _bits((index for index, subject in cards.items() if subject in over), reach),
    }


def _points(
    benefit: Benefit, cards: Mapping[int, str], holders: Iterable[Registration], reach: int, has: Mapping[int, int]
) -> dict[str, Any]:
    """Return how many points a use takes, and a bit for each card with fewer; never how many somebody has."""
    poor = {row.subject for row in holders if has.get(row.case_file_id, 0) < benefit.points}
    return {"points": benefit.points, "poor": _bits((at for at, subject in cards.items() if subject in poor), reach)}


def _spent(benefits: Iterable[Benefit], *, at: datetime) -> dict[int, dict[int, int]]:
    """Return what was used of each benefit this fiscal year, by registration, in one query."""
    found: dict[int, dict[int, int]] = defaultdict(dict)
    rows = BenefitUse.objects.filter(in_year(fiscal_year(local_date(at))), benefit__in=benefits)
    for benefit, registration, used in rows.values_list("benefit", "registration").annotate(used=Sum("quantity")):
        found[benefit][registration] = used
    return found


def _bits(indexes: Iterable[int], reach: int) -> str:
    return base64url(zlib.compress(bits_of(indexes, cards=reach), 9))
