"""Checks of houses for `manage.py verify`: how many rows of the open organization are not sound."""

from django.db.models import Exists, F, OuterRef, Q, Subquery

from kayoi.engines.openings.models import Opening
from kayoi.engines.openings.states import OpeningKind
from kayoi.programmes.homes.models import Assignment, Home, HomeEvent, Listing
from kayoi.programmes.homes.selectors.listings import consented, listings_unlike
from kayoi.programmes.homes.states import AssignmentStatus, BrokerStatus, HomeConsentPurpose, HomeStatus
from kayoi.programmes.homes.states.houses import ENDED, SHOWN
from kayoi.programmes.homes.states.process import OPEN_ASSIGNMENTS


def listings_unlike_homes() -> int:
    """Count published copies that do not say what their house says now, and those that nobody finds or too many do."""
    shown = Listing.objects.filter(withdrawn_at=None).values_list("number", flat=True)
    found = Opening.objects.filter(kind=OpeningKind.HOME, withdrawn_at=None).values_list("reference", flat=True)
    return sum(1 for _ in listings_unlike()) + len(set(found) ^ set(shown))


def shown_unlike_allowed() -> int:
    """Count houses that are public without state and consent, and those that have both and are not public."""
    listed = Listing.objects.filter(home=OuterRef("pk"), withdrawn_at=None)
    homes = Home.objects.annotate(listed=Exists(listed))
    hidden = homes.filter(status__in=SHOWN, listed=False)
    agreed = sum(HomeConsentPurpose.OWN_SITE in consented(home) for home in hidden)
    return agreed + homes.exclude(status__in=SHOWN).filter(listed=True).count()


def events_unlike_states() -> int:
    """Count houses whose last event does not lead to their state, and events that do not begin where the last ended."""
    last = HomeEvent.objects.filter(home=OuterRef("pk")).order_by("-pk").values("target")[:1]
    unlike = Home.objects.annotate(last=Subquery(last)).exclude(last=F("status")).count()
    unlike += Home.objects.annotate(last=Subquery(last)).filter(last=None).count()
    before = HomeEvent.objects.filter(home=OuterRef("home"), pk__lt=OuterRef("pk")).order_by("-pk").values("target")
    chained = HomeEvent.objects.exclude(source="").annotate(before=Subquery(before[:1]))
    return unlike + chained.exclude(before=F("source")).count() + chained.filter(before=None).count()


def assignments_out_of_place() -> int:
    """Count open assignments of ended houses or of brokers off the register, and assigned houses without a broker."""
    open_ones = Assignment.objects.filter(status__in=OPEN_ASSIGNMENTS)
    wrong = open_ones.filter(Q(home__status__in=ENDED) | ~Q(broker__status=BrokerStatus.ACTIVE)).count()
    accepted = Assignment.objects.filter(home=OuterRef("pk"), status=AssignmentStatus.ACCEPTED)
    return wrong + Home.objects.filter(~Exists(accepted), status=HomeStatus.ASSIGNED).count()
