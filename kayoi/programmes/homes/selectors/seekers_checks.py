"""Checks of seekers for `manage.py verify`: how many rows of the open organization are not sound."""

from collections import Counter
from collections.abc import Iterable

from django.db.models import Q

from kayoi.engines.casefiles.models import Engagement
from kayoi.programmes.homes.models import Contract, Inquiry, Viewing
from kayoi.programmes.homes.states import CONTRACT, VIEWING, ChooseBy, HomeStatus, InquiryStatus, ViewingStatus
from kayoi.programmes.homes.states.houses import ENDED


def inquiries_unlike_homes() -> int:
    """Count talks about houses that are in none, and inquiries that wait where nobody is in talks or all is over."""
    talk_elsewhere = Q(status=InquiryStatus.CHOSEN) & ~Q(
        home__status__in=[HomeStatus.NEGOTIATING, HomeStatus.SUSPENDED]
    )
    passed_over = Q(status=InquiryStatus.WAITING, home__choose_by=ChooseBy.FIRST_COME) & Q(
        home__status=HomeStatus.PUBLISHED
    )
    in_vain = Q(status=InquiryStatus.WAITING, home__status__in=[*ENDED, HomeStatus.CONTRACTED])
    return Inquiry.objects.filter(talk_elsewhere | passed_over | in_vain).count()


def uncounted() -> int:
    """Count viewings that took place and contracts from talks that are not counted once in the case files."""
    done = Viewing.objects.filter(status=ViewingStatus.DONE).values_list("pk", flat=True)
    made = Contract.objects.exclude(inquiry=None).values_list("pk", flat=True)
    return _unlike("home_viewing", VIEWING, done) + _unlike("home_contract", CONTRACT, made)


def _unlike(kind: str, cause: str, right: Iterable[int]) -> int:
    wanted = {str(pk) for pk in right}
    told = Counter(Engagement.objects.filter(kind=kind, cause=cause).values_list("reference", flat=True))
    return sum(told[reference] != 1 for reference in wanted) + len(told.keys() - wanted)
