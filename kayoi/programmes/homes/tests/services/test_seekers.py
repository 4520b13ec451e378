"""Seekers: registered once, renewed, ended; links are hashes; people under protection measures are not shown."""

from datetime import date, datetime, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import Consent, Engagement
from kayoi.engines.casefiles.states import Channel
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.followups.models import FollowUp
from kayoi.foundation.audit.models import Entry
from kayoi.foundation.identity.models import Person
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR, system
from kayoi.kit.tokens import token_hash
from kayoi.programmes.homes import services
from kayoi.programmes.homes.models import Seeker, SeekerLink
from kayoi.programmes.homes.selectors.seekers import (
    listed_seekers,
    registrations_of_person,
    seeker_of_key,
    seeker_with_number,
)
from kayoi.programmes.homes.selectors.wishes import is_wishes_link, open_wishes
from kayoi.programmes.homes.states import SEEKER, InquiryStatus, SeekerStatus
from kayoi.programmes.homes.states.seekers import PLEDGE
from kayoi.programmes.homes.tests.houses import make_home
from kayoi.programmes.homes.tests.seekers import applied, make_inquiry, make_seeker, make_shown
from tests.cast import Member
from tests.jobs import run_jobs

pytestmark = pytest.mark.django_db
BY = system("test")
SAID: services.SeekerFields = {"household": "", "purpose": "", "wish": "", "shows_wish": False}


def test_applying_opens_a_file_with_consent_and_pledge_and_counts_only_when_registered(
    in_ina: Organization, officer: Member, at: datetime
) -> None:
    who = services.AppliedBy({"name": "山田 花", "email": "hana@example.jp"}, Channel.PORTAL)
    done = services.apply_as_seeker(who=who, wanted=SAID, by=VISITOR, at=at)
    seeker = done.seeker
    assert (seeker.number, seeker.status, seeker.pledge_version) == ("利2026-0001", "applied", PLEDGE.version)
    assert Consent.objects.filter(case_file=seeker.case_file, purpose="consultation").exists()
    assert not Engagement.objects.filter(kind_id="home_seeker").exists()
    assert FollowUp.objects.open().get().cause == SEEKER
    services.register_seeker(seeker=seeker, by=officer.actor, at=at)
    assert (seeker.status, seeker.registered_on, seeker.term_ends_before) == (
        "registered", date(2026, 11, 20), date(2028, 11, 20),
    )  # fmt: skip
    assert Engagement.objects.filter(kind_id="home_seeker").count() == 1
    assert not FollowUp.objects.open().exists()
    run_jobs()
    assert [message.subject for message in mail.outbox] == [
        "【伊那市】空き家バンクの利用登録を受け付けました(利2026-0001)",
        "【伊那市】空き家バンクの利用登録が済みました(利2026-0001)",
    ]


def test_links_are_hashes_work_for_a_time_and_open_nothing_about_the_protected(
    in_ina: Organization, hana: Person, at: datetime
) -> None:
    done = applied(make_file(person=hana), by=VISITOR, at=at)
    assert SeekerLink.objects.filter(token_hash=token_hash(done.token)).exists()
    assert seeker_of_key(done.token, person=None, at=at) == done.seeker
    assert seeker_of_key(done.token, person=None, at=at + timedelta(days=401)) is None
    assert seeker_of_key(done.seeker.number, person=None, at=at) is None
    assert seeker_of_key(done.seeker.number, person=hana, at=at) == done.seeker
    casefiles.protect(file=done.seeker.case_file, starts_on=date(2026, 4, 1), basis="申出", by=BY, at=at)
    assert seeker_of_key(done.token, person=None, at=at) is None
    assert seeker_of_key(done.token, person=hana, at=at) is None
    assert seeker_of_key(done.seeker.number, person=hana, at=at) == done.seeker
    assert [row.name for row in listed_seekers(status="", on=at.date())] == ["支援措置の対象"]


def test_twice_the_same_is_one_and_nobody_registers_twice(in_ina: Organization, at: datetime) -> None:
    file = make_file()
    first = applied(file, by=VISITOR, at=at)
    key = first.seeker.client_key
    who = services.AppliedBy({}, Channel.PORTAL, file=file, client_key=key)
    assert services.apply_as_seeker(who=who, wanted=SAID, by=VISITOR, at=at).seeker == first.seeker
    with pytest.raises(services.UnableToRegister):
        applied(file, by=VISITOR, at=at)
    assert Seeker.objects.count() == 1
    with pytest.raises(IntegrityError, match="homes_seeker_once"), transaction.atomic():
        Seeker.objects.create(
            case_file=file, number="利2026-0099", pledge_version="x", pledged_on=at.date(), applied_at=at
        )


def test_refused_with_a_reason_and_apply_again_keeps_the_number(
    in_ina: Organization, officer: Member, at: datetime
) -> None:
    file = make_file(email="hana@example.jp")
    seeker = applied(file, by=VISITOR, at=at).seeker
    services.refuse_seeker(seeker=seeker, why="転売が目的のため", by=officer.actor, at=at)
    run_jobs()
    assert "転売が目的のため" in mail.outbox[-1].body
    again = applied(file, by=officer.actor, at=at).seeker
    assert (again.pk, again.number, again.status, again.why) == (seeker.pk, seeker.number, "applied", "")
    entry = Entry.objects.filter(action="homes.apply_as_seeker").latest("pk")
    assert entry.on_behalf_of == file.number


def test_term_ends_with_one_reminder_and_renewal_goes_on_from_the_end(in_ina: Organization, at: datetime) -> None:
    seeker = make_seeker(make_file(email="hana@example.jp"), by=BY, at=at)
    last_month = at.replace(year=2028, month=10, day=25)
    assert [services.remind_seekers(by=BY, at=day) for day in (at, last_month, last_month)] == [0, 1, 0]
    services.renew_seeker(seeker=seeker, by=VISITOR, at=last_month)
    assert seeker.term_ends_before == date(2030, 11, 20)
    day_before, day = at.replace(year=2030, day=19), at.replace(year=2030, day=20)
    assert [services.expire_seekers(by=BY, at=moment) for moment in (day_before, day, day)] == [0, 1, 0]
    seeker.refresh_from_db()
    assert seeker.status == SeekerStatus.EXPIRED


def test_an_ended_term_lets_inquiries_lapse_but_not_a_talk(in_ina: Organization, at: datetime) -> None:
    owner = make_file(name="所有者")
    home = make_shown(owner, by=BY, at=at)
    talking, waiting = (make_seeker(make_file(name=name), by=BY, at=at) for name in ("一", "二"))
    first, second = make_inquiry(home, talking, by=BY, at=at), make_inquiry(home, waiting, by=BY, at=at)
    assert services.expire_seekers(by=BY, at=at.replace(year=2028)) == 1
    states = [type(row).objects.get(pk=row.pk).status for row in (first, second, talking, waiting)]
    assert states == [InquiryStatus.CHOSEN, InquiryStatus.LAPSED, SeekerStatus.REGISTERED, SeekerStatus.EXPIRED]


def test_withdrawing_gives_the_house_to_the_next(in_ina: Organization, at: datetime) -> None:
    home = make_shown(make_file(name="所有者"), by=BY, at=at)
    first, second = (make_seeker(make_file(name=name), by=BY, at=at) for name in ("一", "二"))
    asked, waiting = make_inquiry(home, first, by=BY, at=at), make_inquiry(home, second, by=BY, at=at)
    services.withdraw_seeker(seeker=first, why="ほかで決まった", by=VISITOR, at=at)
    asked.refresh_from_db()
    waiting.refresh_from_db()
    assert (asked.status, waiting.status) == (InquiryStatus.WITHDRAWN, InquiryStatus.CHOSEN)


def test_owners_read_wishes_without_names_of_those_who_agree(in_ina: Organization, at: datetime) -> None:
    make_seeker(make_file(name="見せる人"), by=BY, at=at, wish="畑をしたい")
    make_seeker(make_file(name="見せない人"), by=BY, at=at, wish="秘密", shows_wish=False)
    hidden = make_file(name="守る人")
    make_seeker(hidden, by=BY, at=at, wish="守る")
    casefiles.protect(file=hidden, starts_on=date(2026, 4, 1), basis="申出", by=BY, at=at)
    assert [wish.wish for wish in open_wishes(on=at.date())] == ["畑をしたい"]
    token = services.share_wishes(home=make_home(by=BY, at=at), by=BY, at=at)
    assert is_wishes_link(token, at=at)
    assert not is_wishes_link(token, at=at + timedelta(days=31))
    assert not is_wishes_link("x", at=at)


def test_numbers_are_found_as_they_are_said(in_ina: Organization, at: datetime) -> None:
    seeker = make_seeker(make_file(), by=BY, at=at)
    assert [seeker_with_number(text) for text in ("利2026-0001", "2026-1", " 2026-0001 ", "2026-2", "x")] == [
        seeker, seeker, seeker, None, None,
    ]  # fmt: skip


def test_a_person_sees_own_registrations_of_all_towns_only(
    ina: Organization, sado: Organization, hana: Person, ken: Person, at: datetime
) -> None:
    for town, person in ((ina, hana), (sado, hana), (ina, ken)):
        with scope.of_organization(town.pk):
            applied(make_file(person=person), by=VISITOR, at=at)
    with scope.of_person(hana.pk):
        assert [row.organization for row in registrations_of_person()] == [ina, sado]
