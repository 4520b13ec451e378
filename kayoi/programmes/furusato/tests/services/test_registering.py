"""Registrations on the real database: asking, deciding, renewing, the ends of them, moves and deaths."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile, Engagement
from kayoi.engines.casefiles.states import Channel
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.followups.models import FollowUp
from kayoi.engines.messages.models import Message
from kayoi.engines.procedures.tests.factories import make_ruleset
from kayoi.engines.rulesets.models import Ruleset
from kayoi.foundation.identity.services import set_setting
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR, system
from kayoi.kit.dates import local_date
from kayoi.kit.verdict import Outcome, Refused
from kayoi.programmes.furusato.models import NationalStatus, Register, Registration, Renewal
from kayoi.programmes.furusato.rules.renewing import Due
from kayoi.programmes.furusato.selectors.mirror import premium_answer
from kayoi.programmes.furusato.selectors.office import registration_page
from kayoi.programmes.furusato.selectors.registered import judged_for, renewals
from kayoi.programmes.furusato.services import ending, registering, renewing
from kayoi.programmes.furusato.services.registering import Asked, Asking, Guardian, UnableToRegister
from kayoi.programmes.furusato.states import EndReason
from kayoi.programmes.furusato.states.national import ADULT_AGE
from kayoi.programmes.furusato.tests import factories as make
from tests.cast import Member

BY = system("test")
# Outside of the town, and one activity within twelve months.
PARTNER: dict[str, Any] = {
    "anchor": "application.on",
    "source": "要綱",
    "condition": {
        "all": [
            {"not": {"place": "applicant.lives_in", "in": "town"}, "source": "3条"},
            {
                "count": "activity.confirmed",
                "where": {"fact": "this.on", "more_than": {"shift": {"fact": "application.on"}, "by": {"months": -12}}},
                "at_least": 1,
                "source": "4条",
            },
        ]
    },
}


def a_rule(key: str = "partner", body: dict[str, Any] = PARTNER) -> Ruleset:
    rule = make_ruleset(key=key, body=body)
    places = {"town": {"label": {"ja": "この町", "en": "this town"}, "codes": ["20209"]}}
    Ruleset.objects.filter(pk=rule.pk).update(kind="status", places=places)
    return Ruleset.objects.get(pk=rule.pk)


def ask(register: Register, *, at: datetime, file: CaseFile | None = None, **more: Any) -> Asked:
    fields: Any = {
        "name": "森 千夏",
        "email": "mori@example.jp",
        "birth_on": date(1990, 4, 1),
        "place_code": "131041",
    } | more.pop("fields", {})
    who = Asking(fields, Channel.PORTAL, {"facts": {"applicant.lives_in": "13104"}}, file=file, **more)
    return registering.ask_to_register(register=register, who=who, by=VISITOR, at=at)


def has_been_here(file: CaseFile, on: date) -> None:
    make.a_sign_up(make.an_activity(), file=file, on=on, is_confirmed=True)


def test_who_meets_the_rule_is_registered_at_once(in_ina: Organization, at: datetime) -> None:
    register = make.a_register(decided_by="rule", valid_months=12)
    asked = ask(register, at=at)
    row = asked.registration
    assert (row.status, row.since, row.valid_until) == ("registered", date(2026, 11, 20), date(2027, 11, 19))
    assert row.verdict
    assert row.verdict["outcome"] == "met"
    assert [mail.template for mail in Message.objects.all()] == ["furusato/mail/registration_registered"]
    assert Engagement.objects.filter(kind_id="registration").count() == 1
    assert not FollowUp.objects.open().exists()


def test_who_does_not_waits_for_staff(in_ina: Organization, at: datetime, officer: Member) -> None:
    row = ask(make.a_register(decided_by="rule", rule=a_rule()), at=at).registration
    assert row.status == "asked"
    assert FollowUp.objects.open().count() == 1
    with pytest.raises(UnableToRegister) as refused:
        registering.register_person(registration=row, by=officer.actor, at=at)
    assert refused.value.verdict.reasons[0].code == "furusato.not_met"
    registering.register_person(registration=row, why="区長の推薦", by=officer.actor, at=at)
    row.refresh_from_db()
    assert row.status == "registered"
    assert row.verdict
    assert row.verdict["override"] == "区長の推薦"
    assert not FollowUp.objects.open().exists()


def test_pressed_twice_it_is_one(in_ina: Organization, at: datetime) -> None:
    register, key = make.a_register(), uuid4()
    first, second = (ask(register, at=at, client_key=key) for _ in range(2))
    assert first.registration.pk == second.registration.pk
    assert Registration.objects.count() == 1
    with pytest.raises(UnableToRegister):
        ask(register, at=at, file=first.registration.case_file)


def test_a_minor_needs_a_guardian(in_ina: Organization, at: datetime, head: Member) -> None:
    register, minor = make.a_register(), {"birth_on": date(2008, 11, 21)}
    with pytest.raises(UnableToRegister):
        ask(register, at=at, fields=minor)
    assert not CaseFile.objects.exists(), "nothing is kept of what was refused"
    row = ask(
        register, at=at, fields=minor, guardian=Guardian("森 父", "父", "090-1111-2222", agrees=True)
    ).registration
    assert row.guardian_agreed_on == date(2026, 11, 20)
    assert ask(register, at=at, fields={"birth_on": date(2008, 11, 20)}).registration.guardian_name == ""
    set_setting(which=ADULT_AGE, value=16, starts_on=local_date(at), by=head.actor, at=at)
    assert ask(register, at=at, fields=minor).registration.guardian_name == ""


def test_a_paused_register_takes_nobody_but_what_staff_write_down(
    in_ina: Organization, at: datetime, officer: Member
) -> None:
    register = make.a_register(status="paused")
    with pytest.raises(UnableToRegister):
        ask(register, at=at)
    who = Asking({"name": "電話の人", "phone": "0265-00-0000"}, Channel.TELEPHONE)
    assert registering.ask_to_register(register=register, who=who, by=officer.actor, at=at).registration.pk


def test_nothing_goes_out_to_whoever_is_protected(in_ina: Organization, at: datetime) -> None:
    file = make_file(email="hidden@example.jp")
    casefiles.protect(file=file, starts_on=date(2026, 1, 1), basis="申出", by=BY, at=at)
    row = make.a_registration(file=file, at=at, status="asked")
    registering.refuse_registration(registration=row, why="条件に合いません", by=BY, at=at)
    assert not Message.objects.exists()
    assert FollowUp.objects.open().get().case_file == file


@pytest.mark.parametrize(
    ("on", "renewed"),
    [("2027-09-19", False), ("2027-09-20", True), ("2027-11-19", True), ("2027-11-20", False)],
)
def test_renewal_from_sixty_days_before_to_the_last_day(
    in_ina: Organization, at: datetime, on: str, renewed: bool
) -> None:
    row = make.a_registration(valid_until=date(2027, 11, 19), at=at)
    then = at.replace(year=2027, month=int(on[5:7]), day=int(on[8:]))
    if not renewed:
        with pytest.raises(UnableToRegister):
            renewing.renew(registration=row, by=BY, at=then)
        return
    for _ in range(2):  # pressed twice
        renewing.renew(registration=row, by=BY, at=then)
    row.refresh_from_db()
    assert row.valid_until == date(2028, 11, 19)
    assert Renewal.objects.get().was_until == date(2027, 11, 19)


def test_without_the_activity_it_falls_to_the_register_below(in_ina: Organization, at: datetime) -> None:
    below = make.a_register(name="第2町民", valid_months=None)
    register = make.a_register(rule=a_rule(), falls_to=below)
    kept, short = (
        make.a_registration(register, file=make_file(place_code="131041"), valid_until=date(2027, 11, 19), at=at)
        for _ in range(2)
    )
    has_been_here(kept.case_file, date(2027, 5, 1))
    last = at.replace(year=2027, month=11, day=19)
    assert renewing.end_times(by=BY, at=last) == 0, "the last day is in time"
    with pytest.raises(UnableToRegister) as refused:
        renewing.renew(registration=short, by=BY, at=last)
    assert refused.value.verdict.reasons[0].code == "furusato.not_met"
    assert renewing.renew_ready(by=BY, at=last) == 1
    assert renewing.end_times(by=BY, at=last + timedelta(days=1)) == 1
    assert renewing.end_times(by=BY, at=last + timedelta(days=1)) == 0, "twice the same changes nothing"
    kept.refresh_from_db()
    short.refresh_from_db()
    assert (kept.status, short.status) == ("registered", "fallen_back")
    fallen = Registration.objects.get(register=below)
    assert (fallen.status, fallen.since, fallen.valid_until) == ("registered", date(2027, 11, 20), None)
    assert fallen.renewed_from == short
    assert fallen.subject != short.subject, "two cards of one person cannot be put together"


def test_reminders_go_out_twice_and_not_more(in_ina: Organization, at: datetime) -> None:
    file = make_file(email="a@example.jp")
    make.a_registration(file=file, valid_until=local_date(at) + timedelta(days=60), at=at)
    sent = [renewing.remind_of_renewals(by=BY, at=at + timedelta(days=day)) for day in range(-2, 64)]
    assert [day - 2 for day, count in enumerate(sent) if count] == [0, 46]
    assert Message.objects.filter(template="furusato/mail/registration_renewal").count() == 2


def test_moving_into_the_town_ends_what_is_for_those_outside(in_ina: Organization, at: datetime) -> None:
    file = make_file(email="m@example.jp", place_code="131041")
    below = make.a_register(name="フォロワー")
    partner = make.a_registration(make.a_register(rule=a_rule(), falls_to=below), file=file, at=at)
    open_to_all = make.a_registration(make.a_register(), file=file, at=at)
    has_been_here(file, date(2026, 11, 1))
    proof = make.a_proof(file, method="jpki")
    premium = make.a_national_status(file, tier="premium", certainty="confirmed", external_id="N-1")
    ended = ending.note_place(file=file, place_code="202096", on=date(2026, 11, 20), by=BY, at=at)
    assert [row.pk for row in ended] == [partner.pk]
    for row in (partner, open_to_all, proof, premium):
        row.refresh_from_db()
    assert (partner.status, partner.end_reason, open_to_all.status) == ("fallen_back", "moved_in", "registered")
    assert proof.lapsed_on == date(2026, 11, 20)
    assert (premium.tier, premium.certainty, premium.standing) == ("basic", "unknown", "active")
    told = set(Message.objects.values_list("template", flat=True))
    assert told == {"furusato/mail/registration_over", "furusato/mail/registration_national"}
    assert Registration.objects.get(register=below).status == "registered"


def test_moving_out_or_elsewhere_ends_nothing(in_ina: Organization, at: datetime) -> None:
    file = make_file(place_code="131041")
    row = make.a_registration(make.a_register(rule=a_rule()), file=file, at=at)  # no activity yet
    premium = make.a_national_status(file, tier="premium")
    assert ending.note_place(file=file, place_code="152242", on=date(2026, 11, 20), by=BY, at=at) == []
    row.refresh_from_db()
    premium.refresh_from_db()
    assert (row.status, premium.tier) == ("registered", "premium")


def test_the_towns_own_record_of_a_move_is_noticed(in_ina: Organization, at: datetime) -> None:
    file = make_file(place_code="131041")
    row = make.a_registration(make.a_register(rule=a_rule()), file=file, at=at)
    assert ending.notice_moves(by=BY, at=at) == 0
    casefiles.add_engagement(file=file, kind="moved_in", occurred_at=at, by=BY, at=at)
    assert ending.notice_moves(by=BY, at=at) == 1
    assert ending.notice_moves(by=BY, at=at) == 0
    row.refresh_from_db()
    assert row.status == "lapsed"


def test_who_moves_out_may_be_registered_from_outside(in_ina: Organization, at: datetime) -> None:
    def against() -> set[str]:
        verdict, _ = premium_answer(file, body="202096", on=local_date(at))
        return {one.code for one in verdict.reasons} & {"furusato.own_home", "furusato.home_unknown"}

    file = make_file(place_code="202096", birth_on=date(1990, 4, 1))
    told = {"facts": {"applicant.lives_in": "20209"}}
    row = make.a_registration(make.a_register(), file=file, at=at, facts=told)
    proof = make.a_proof(file, place_code="202096")
    assert against() == {"furusato.own_home"}
    casefiles.add_engagement(file=file, kind="moved_out", occurred_at=at, by=BY, at=at)
    for _ in range(2):
        assert ending.notice_moves(by=BY, at=at) == 0
    for one in (file, row, proof):
        one.refresh_from_db()
    assert (file.place_code, row.status, proof.lapsed_on) == ("", "registered", local_date(at))
    assert row.facts["facts"]["applicant.lives_in"] is None, "where they lived when they applied says nothing now"
    assert against() == {"furusato.home_unknown"}
    assert FollowUp.objects.open().get().title.endswith("町の外の人の登録を案内する")
    assert ending.note_place(file=file, place_code="131041", on=local_date(at), by=BY, at=at) == []
    assert against() == set()


def test_after_a_death_nobody_is_written_to(in_ina: Organization, at: datetime) -> None:
    file = make_file(email="d@example.jp")
    rows = [make.a_registration(file=file, at=at), make.a_registration(file=file, at=at, status="asked")]
    make.a_national_status(file)
    assert ending.note_death(file=file, on=date(2026, 11, 18), by=BY, at=at) == 2
    for row in rows:
        row.refresh_from_db()
        assert (row.status, row.end_reason, row.ended_on) == ("ended", "death", date(2026, 11, 18))
    assert NationalStatus.objects.get().standing == "ended"
    assert not Message.objects.exists()


def test_withdrawn_ended_and_taken_back(in_ina: Organization, at: datetime, officer: Member) -> None:
    register = make.a_register()
    first, second = (make.a_registration(register, at=at) for _ in range(2))
    ending.withdraw(registration=first, why="", by=VISITOR, at=at)
    with pytest.raises(Refused):
        ending.withdraw(registration=first, why="", by=VISITOR, at=at)
    end = {"reason": EndReason.FALSE, "why": "", "on": local_date(at)}
    ending.end(registration=second, **end, by=officer.actor, at=at)  # type: ignore[arg-type]
    for row in (first, second):
        row.refresh_from_db()
        ending.restore(registration=row, why="まちがい", by=officer.actor, at=at)
        row.refresh_from_db()
        assert (row.status, row.ended_on, row.end_reason) == ("registered", None, "")
    ending.withdraw(registration=first, why="", by=VISITOR, at=at)
    make.a_registration(register, file=first.case_file, at=at)
    with pytest.raises(UnableToRegister):
        ending.restore(registration=first, why="まちがい", by=officer.actor, at=at)


def test_merged_files_are_one_person(in_ina: Organization, at: datetime) -> None:
    register = make.a_register(rule=a_rule())
    kept, other = make_file(), make_file()
    has_been_here(other, date(2026, 10, 1))
    row = make.a_registration(register, file=kept, at=at, facts={"facts": {"applicant.lives_in": "13104"}})
    assert judged_for(row, on=local_date(at)).outcome is Outcome.NOT_MET
    casefiles.merge_case_files(source=other, target=kept, by=BY, at=at)
    assert judged_for(row, on=local_date(at)).outcome is Outcome.MET
    with pytest.raises(UnableToRegister):
        ask(register, at=at, file=other)


@pytest.mark.parametrize("registered", ["kept", "merged"])
def test_files_merged_one_after_another_are_one_person(in_ina: Organization, at: datetime, registered: str) -> None:
    here, between, mine = make_file(), make_file(), make_file()
    has_been_here(here, date(2026, 10, 1))
    row = make.a_registration(
        make.a_register(rule=a_rule()), file=mine, at=at, facts={"facts": {"applicant.lives_in": "13104"}}
    )
    casefiles.merge_case_files(source=here, target=between, by=BY, at=at)
    assert judged_for(row, on=local_date(at)).outcome is Outcome.NOT_MET
    source, target = (between, mine) if registered == "kept" else (mine, between)
    casefiles.merge_case_files(source=source, target=target, by=BY, at=at)
    assert judged_for(row, on=local_date(at)).outcome is Outcome.MET


def test_the_list_of_renewals_asks_a_constant_number_of_queries(
    in_ina: Organization, at: datetime, django_assert_max_num_queries: Any
) -> None:
    register = make.a_register(rule=a_rule())
    for _ in range(12):
        row = make.a_registration(register, valid_until=local_date(at) + timedelta(days=9), at=at)
        has_been_here(row.case_file, date(2026, 10, 1))
    with django_assert_max_num_queries(20):
        rows = renewals(on=local_date(at))
    assert len(rows) == 12
    assert {row.due for row in rows} == {Due.LOOK}, "nobody knows where they live"


def test_what_was_answered_is_shown_in_words(in_ina: Organization, at: datetime) -> None:
    asked = [
        {"fact": "tie.kinds", "excludes": "none", "source": "3条"},
        {"fact": "applicant.organized_crime", "is": False, "source": "4条"},
    ]
    body = {"anchor": "application.on", "source": "要綱", "condition": {"all": asked}}
    told = {"tie.kinds": ["born", "helps"], "applicant.organized_crime": None}
    row = make.a_registration(make.a_register(rule=a_rule("ties", body)), at=at, facts={"facts": told})
    assert registration_page(row, on=local_date(at)).told == [
        ("町とのつながり", "「生まれた・育った」、「地域の活動を手伝っている」"),
        ("暴力団との関わり", "分からない"),
    ]
