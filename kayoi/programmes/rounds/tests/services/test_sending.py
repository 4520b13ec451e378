"""Sending: only to those who may be asked, once each, also when it stops in the middle."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile, Engagement
from kayoi.engines.casefiles.states import Channel, ConsentPurpose, ContactBasis
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.messages.models import Message
from kayoi.foundation.identity.services import set_setting
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.moves import ChangedMeanwhile, UnableToMove
from kayoi.programmes.rounds import jobs, selectors, services
from kayoi.programmes.rounds.models import Asking, Round
from kayoi.programmes.rounds.rules import Criteria
from kayoi.programmes.rounds.states import CAP_DAYS, RoundStatus, Show
from kayoi.programmes.rounds.tests.factories import make_round
from tests.cast import Member
from tests.jobs import run_jobs

BY = system("test")
ADDRESS = "https://kayoi.test/ina/rounds/{token}/"


def seeker(number: int, at: datetime, *, news: bool = True, **fields: Any) -> CaseFile:
    """Open a file on somebody who may be asked, unless fields say otherwise."""
    file = make_file(**{"name": f"人{number}", "email": f"n{number}@example.jp"} | fields)
    if news:
        casefiles.give_consent(
            file=file, purpose=ConsentPurpose.NEWS, channel=Channel.PORTAL, given_at=at, by=BY, at=at
        )
    return file


def send_all(row: Round, at: datetime, most: int = 2) -> None:
    while services.send_some(round_id=row.pk, address=ADDRESS, most=most, by=BY, at=at):
        pass
    row.refresh_from_db()


def started(officer: Member, at: datetime, **fields: Any) -> Round:
    row = make_round(by=officer.actor, at=at, **fields)
    services.start_round(row=row, by=officer.actor, at=at)
    return row


def test_those_who_may_be_asked_are_and_the_others_are_counted(
    in_ina: Organization, officer: Member, at: datetime
) -> None:
    asked = [seeker(number, at) for number in range(3)]
    seeker(4, at, news=False)
    seeker(5, at, email="")
    seeker(6, at, news=False, contact_basis=ContactBasis.UNCONFIRMED)
    seeker(7, at, language="en")
    seeker(8, at, email="N0@example.jp")
    casefiles.protect(file=seeker(9, at), starts_on=date(2026, 4, 1), basis="x", by=BY, at=at)
    row = started(officer, at)
    send_all(row, at)
    assert row.status == RoundStatus.SENT
    assert set(row.askings.values_list("case_file_id", flat=True)) >= {file.pk for file in asked[1:]}
    assert row.left_out == {
        "rounds.no_consent": 1, "rounds.no_email": 1, "rounds.unconfirmed": 1, "rounds.no_text": 1,
        "rounds.same_address": 1, "rounds.protected": 1,
    }  # fmt: skip
    assert selectors.figures(row).counts[Show.SENT] == 3
    assert Engagement.objects.filter(kind="asked_again").count() == 3
    assert Message.objects.filter(cause="rounds.Asking").count() == 3


def test_letter_has_answers_and_headers(ina: Organization, officer: Member, at: datetime) -> None:
    with scope.of_organization(ina.pk):
        seeker(1, at, name="{{ phone }}")
        started(officer, at, body="{{ name }} さま {{ organization }} {{ asked }}")
    run_jobs()
    (letter,) = mail.outbox
    assert "{{ phone }} さま 伊那市 令和8年11月" in letter.body
    assert letter.body.count("?a=") == 3
    stop = letter.extra_headers["List-Unsubscribe"].strip("<>")
    assert stop.endswith("/unsubscribe/")
    assert stop in letter.body
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_killed_in_the_middle_and_run_again_writes_once(
    in_ina: Organization, officer: Member, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        seeker(number, at)
    row = started(officer, at)
    assert services.send_some(round_id=row.pk, address=ADDRESS, most=2, by=BY, at=at) == 2
    calls = []

    def die(**arguments: Any) -> None:
        calls.append(arguments)
        if len(calls) == 2:
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(casefiles, "add_engagement", die)
        with pytest.raises(KeyboardInterrupt):
            services.send_some(round_id=row.pk, address=ADDRESS, most=3, by=BY, at=at)
    assert Message.objects.filter(cause="rounds.Asking").count() == 2
    send_all(row, at)
    send_all(row, at)
    told = list(Message.objects.filter(cause="rounds.Asking").values_list("to_address", flat=True))
    assert sorted(told) == [f"n{number}@example.jp" for number in range(5)]


def test_job_twice_sends_once(ina: Organization, officer: Member, at: datetime) -> None:
    with scope.of_organization(ina.pk):
        for number in range(3):
            seeker(number, at)
        row = started(officer, at)
    jobs.send.func(organization=ina.pk, round=row.pk)
    jobs.send.func(organization=ina.pk, round=row.pk)
    run_jobs()
    assert len(mail.outbox) == 3


def test_stop_keeps_the_rest_from_being_sent(in_ina: Organization, officer: Member, at: datetime) -> None:
    for number in range(4):
        seeker(number, at)
    row = started(officer, at)
    services.send_some(round_id=row.pk, address=ADDRESS, most=1, by=BY, at=at)
    row.refresh_from_db()
    services.stop_round(row=row, by=officer.actor, at=at)
    send_all(row, at)
    assert row.status == RoundStatus.STOPPED
    assert selectors.figures(row).counts[Show.SENT] == 1
    with pytest.raises(UnableToMove):
        services.start_round(row=row, by=officer.actor, at=at)


def test_who_withdraws_before_their_turn_is_left_out(in_ina: Organization, officer: Member, at: datetime) -> None:
    files = [seeker(number, at) for number in range(3)]
    row = started(officer, at)
    services.send_some(round_id=row.pk, address=ADDRESS, most=1, by=BY, at=at)
    waiting = Asking.objects.filter(asked_at=None).order_by("pk")
    late = CaseFile.objects.get(pk=waiting[0].case_file_id)
    casefiles.set_contact_basis(file=late, basis=ContactBasis.ENDED, by=BY, at=at)
    send_all(row, at)
    assert Asking.objects.get(case_file=late).left_out == "rounds.ended"
    assert selectors.figures(row).counts[Show.SENT] == len(files) - 1


def test_cap_holds_across_rounds_and_addresses(in_ina: Organization, officer: Member, at: datetime) -> None:
    seeker(1, at)
    send_all(started(officer, at), at)
    seeker(2, at, email="n1@example.jp")
    day_before, day = at + timedelta(days=89), at + timedelta(days=90)
    assert selectors.choose(make_round(by=BY, at=at), at=day_before).left_out.keys() == {"rounds.too_soon"}
    assert len(selectors.choose(make_round(by=BY, at=at), at=day).ids) == 1
    set_setting(which=CAP_DAYS, value=120, starts_on=date(2026, 11, 1), by=BY, at=at)
    assert selectors.choose(make_round(by=BY, at=at), at=day).ids == []


def test_imported_people_are_asked_once_in_their_life(in_ina: Organization, officer: Member, at: datetime) -> None:
    file = seeker(1, at, news=False, contact_basis=ContactBasis.UNCONFIRMED)
    text: dict[str, Any] = {
        "purpose": "confirm",
        "source": "令和5年のフェアのカード",
        "body": "{{ source }}で知りました。",
    }
    send_all(started(officer, at, **text), at)
    file.refresh_from_db()
    assert file.contact_basis == ContactBasis.ASKED
    assert "令和5年のフェアのカードで知りました。" in Message.objects.get(cause="rounds.Asking").body
    later = at + timedelta(days=1000)
    again = selectors.choose(make_round(by=BY, at=at, **text), at=later)
    assert (again.ids, again.left_out) == ([], {"rounds.asked_once": [file.pk]})


@pytest.fixture
def criteria_files(in_ina: Organization, at: datetime) -> list[CaseFile]:
    long_ago = at - timedelta(days=900)
    housing = seeker(1, at, lifestyle="telework", place_code="131041")
    casefiles.set_wishes(file=housing, interests={casefiles_interest("housing")}, by=BY, at=at)
    casefiles.add_engagement(file=housing, kind="question", occurred_at=at - timedelta(days=10), by=BY, at=at)
    moved = seeker(2, at, stage="moved", place_code="202096")
    casefiles.add_engagement(file=moved, kind="fair_visit", occurred_at=long_ago, by=BY, at=at)
    return [housing, moved]


def casefiles_interest(value: str) -> Any:
    from kayoi.engines.casefiles.states import Interest

    return Interest.of(value)


Pick = Callable[[list[CaseFile]], list[CaseFile]]


@pytest.mark.parametrize(
    ("criteria", "found"),
    [
        (Criteria(), [0, 1]),
        (Criteria(asked_within_months=24), [0]),
        (Criteria(asked_within_months=36), [0, 1]),
        (Criteria(stages=("asking", "considering")), [0]),
        (Criteria(interests=("housing", "work")), [0]),
        (Criteria(lifestyles=("telework",)), [0]),
        (Criteria(prefectures=("20",)), [1]),
        (Criteria(quiet_since="2026-11-20"), []),
        (Criteria(quiet_since="2026-11-21"), [0, 1]),
    ],
)
def test_rule_finds(criteria_files: list[CaseFile], at: datetime, criteria: Criteria, found: list[int]) -> None:
    choice = selectors.choose(make_round(by=BY, at=at, criteria=criteria), at=at)
    assert set(choice.ids) == {criteria_files[number].pk for number in found}


def test_what_is_said_on_a_merged_file_holds_for_the_kept_one(
    in_ina: Organization, officer: Member, at: datetime
) -> None:
    kept, merged = seeker(1, at), seeker(2, at, contact_basis=ContactBasis.ENDED)
    casefiles.merge_case_files(source=merged, target=kept, by=BY, at=at)
    choice = selectors.choose(make_round(by=BY, at=at), at=at)
    assert (choice.ids, choice.left_out) == ([], {"rounds.ended": [kept.pk]})


def test_draft_is_changed_by_one_at_a_time_and_not_after_the_start(
    in_ina: Organization, officer: Member, at: datetime
) -> None:
    from kayoi.programmes.rounds.tests.factories import FIELDS

    row = make_round(by=officer.actor, at=at)
    services.change_round(row=row, fields=FIELDS | {"title": "冬"}, version=1, by=officer.actor, at=at)
    with pytest.raises(ChangedMeanwhile):
        services.change_round(row=row, fields=FIELDS | {"title": "春"}, version=1, by=officer.actor, at=at)
    services.start_round(row=row, by=officer.actor, at=at)
    with pytest.raises(ChangedMeanwhile):
        services.change_round(row=row, fields=FIELDS, version=row.version, by=officer.actor, at=at)


def test_text_with_an_unknown_place_is_refused(in_ina: Organization, officer: Member, at: datetime) -> None:
    with pytest.raises(services.UnableToWriteRound):
        make_round(by=officer.actor, at=at, body="{{ email }}")
    assert not Round.objects.exists()
