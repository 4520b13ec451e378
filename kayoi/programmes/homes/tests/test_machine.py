"""Random walks over the states of a house: nothing forbidden succeeds, events chain, the public sees what it may."""

from datetime import date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.openings.models import Opening
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.moves import UnableToMove
from kayoi.kit.verdict import Refused
from kayoi.programmes.homes import services
from kayoi.programmes.homes.models import Home, HomeConsent, HomeEvent, Listing
from kayoi.programmes.homes.selectors import checks
from kayoi.programmes.homes.states import HomeConsentPurpose, HomeStatus, Step
from kayoi.programmes.homes.states.houses import SHOWN, TRANSITIONS
from kayoi.programmes.homes.tests.factories import make_published, make_surveyed
from kayoi.programmes.homes.tests.houses import make_home, make_owner
from tests.cast import Member

SOURCES = {one.action: one.sources for one in TRANSITIONS}
TARGETS = {one.action: one.target for one in TRANSITIONS}
AGREE, WITHDRAW = "+consent", "-consent"
FEW = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)


def change_consent(home: Home, given: bool, on: date) -> None:
    HomeConsent.objects.filter(home=home, purpose=HomeConsentPurpose.OWN_SITE).update(
        withdrawn_on=None if given else on
    )


def public(home: Home) -> bool:
    listed = Listing.objects.filter(home=home, withdrawn_at=None).exists()
    assert Opening.objects.filter(kind="home", reference=home.number, withdrawn_at=None).exists() == listed
    return listed


@FEW
@given(steps=st.lists(st.sampled_from([*SOURCES, AGREE, WITHDRAW]), min_size=5, max_size=40))
def test_only_the_table_moves_a_house(in_ina: Organization, officer: Member, at: datetime, steps: list[str]) -> None:
    with transaction.atomic():
        home = make_home(by=officer.actor, at=at)
        make_owner(home, make_file(), at=at, agrees_to=(HomeConsentPurpose.OWN_SITE,))
        agreed = True
        for number, action in enumerate(steps):
            moment = at + timedelta(hours=number)
            before, events = home.status, HomeEvent.objects.filter(home=home).count()
            if action in {AGREE, WITHDRAW}:
                agreed = action == AGREE
                change_consent(home, agreed, moment.date())
                services.renew_listing(home=home, by=officer.actor, at=moment)
            elif before in SOURCES[action]:
                services.move_home(home=home, action=action, by=officer.actor, at=moment)
                assert home.status == TARGETS[action]
                assert HomeEvent.objects.filter(home=home).count() == events + 1
            else:
                with pytest.raises(UnableToMove):
                    services.move_home(home=home, action=action, by=officer.actor, at=moment)
                home.refresh_from_db()
                assert (home.status, HomeEvent.objects.filter(home=home).count()) == (before, events)
            assert public(home) == (home.status in SHOWN and agreed)
        assert checks.events_unlike_states() == checks.shown_unlike_allowed() == checks.listings_unlike_homes() == 0
        transaction.set_rollback(True)


@FEW
@given(steps=st.lists(st.sampled_from([*Step, AGREE, WITHDRAW]), min_size=5, max_size=25), published=st.booleans())
def test_steps_do_only_what_rules_and_table_allow(
    in_ina: Organization, officer: Member, at: datetime, steps: list[str], published: bool
) -> None:
    """The buttons of the page, pressed in any order: nothing but what they say happens, and nothing half."""
    with transaction.atomic():
        file, by = make_file(), officer.actor
        home = make_published(in_ina, file, by=by, at=at) if published else make_surveyed(file, by=by, at=at)
        agreed = True
        for number, action in enumerate(steps):
            moment = at + timedelta(hours=number)
            before = home.status
            if action in {AGREE, WITHDRAW}:
                agreed = action == AGREE
                change_consent(home, agreed, moment.date())
                services.renew_listing(home=home, by=by, at=moment)
                continue
            try:
                services.take_step(organization=in_ina, home=home, step=Step.of(action), why="試験", by=by, at=moment)
            except Refused:
                home.refresh_from_db()
                assert home.status == before
            else:
                assert home.status == (before if action == Step.EXTEND else TARGETS[action])
                assert action == Step.EXTEND or before in SOURCES[action]
                assert action != Step.PUBLISH or agreed
            assert public(home) == (home.status in SHOWN and agreed)
            on_register = home.status in {HomeStatus.REGISTERED, HomeStatus.PUBLISHED, HomeStatus.SUSPENDED}
            assert not on_register or home.term_ends_before is not None
        assert checks.events_unlike_states() == checks.assignments_out_of_place() == 0
        transaction.set_rollback(True)
