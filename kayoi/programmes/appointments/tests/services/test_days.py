"""Guided days: hosts learn what they need, a decline opens the plan, the family is asked afterwards."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import Engagement
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.followups.models import FollowUp
from kayoi.foundation.audit.models import Entry
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR
from kayoi.programmes.appointments import services
from kayoi.programmes.appointments.models import GuidedDay, Stop
from kayoi.programmes.appointments.selectors import checks, sheets
from kayoi.programmes.appointments.selectors import days as selectors
from kayoi.programmes.appointments.tests.factories import (
    BY,
    HOST_LINK,
    at_time,
    make_day,
    make_stop,
    stop_fields,
)
from tests.cast import Member
from tests.jobs import run_jobs

pytestmark = pytest.mark.django_db
PERSONAL: dict[str, Any] = {
    "name": "山田 花",
    "kana": "やまだ はな",
    "phone": "090-1111-2222",
    "email": "hana@example.jp",
    "address": "坂下1-2",
}


@pytest.fixture
def day(in_ina: Organization, at: datetime) -> GuidedDay:
    return make_day(make_file(**PERSONAL), at=at)


def ask(organization: Organization, stop: Stop, at: datetime) -> str:
    return services.ask_host(organization=organization, stop=stop, link=HOST_LINK, by=BY, at=at)


def fresh(row: Stop | GuidedDay) -> str:
    row.refresh_from_db()
    return row.status


def test_two_stops_at_once_are_refused_by_rule_and_database(day: GuidedDay, at: datetime) -> None:
    make_stop(day, at=at, hour=10)
    with pytest.raises(services.UnableToPlaceStop):
        make_stop(day, at=at, hour=10)
    with pytest.raises(IntegrityError, match="appointments_one_place_at_a_time"), transaction.atomic():
        Stop.objects.create(day=day, **stop_fields(at_time(10, 30, on=day.on)))
    make_stop(day, at=at, hour=11)


def test_host_is_told_nothing_from_the_file(in_ina: Organization, day: GuidedDay, at: datetime) -> None:
    stop = make_stop(day, at=at)
    token = ask(in_ina, stop, at)
    run_jobs()
    (sent,) = mail.outbox
    sheet = str(sheets.host_sheet(stop, in_ina).as_data())
    for told in (f"{sent.subject}{sent.body}", sheet):
        assert "ご家族3人" in told
        assert not [value for value in PERSONAL.values() if value in told]
    assert f"/hosts/{token}/" in sent.body
    assert (fresh(stop), stop.token_hash == token) == ("asked", False)


def test_family_sees_hosts_without_their_contacts(in_ina: Organization, day: GuidedDay, at: datetime) -> None:
    make_stop(day, at=at)
    assert services.send_day(organization=in_ina, day=day, by=BY, at=at)
    run_jobs()
    for told in (mail.outbox[0].body, str(sheets.family_sheet(day, in_ina).as_data())):
        assert "区長 さん" in told
        assert "kucho@" not in told
        assert "0265-00-0001" not in told


def test_day_is_confirmed_when_all_have_agreed(in_ina: Organization, day: GuidedDay, at: datetime) -> None:
    stop = make_stop(day, at=at)
    make_stop(day, at=at, hour=13, needs_answer=False)
    with pytest.raises(services.UnableToConfirmDay):
        services.confirm_day(day=day, by=BY, at=at)
    ask(in_ina, stop, at)
    services.answer_stop(stop=stop, accepts=True, remark="お茶を用意します", by=VISITOR, at=at)
    services.confirm_day(day=day, by=BY, at=at)
    assert (fresh(day), stop.remark) == ("confirmed", "お茶を用意します")


def test_decline_opens_the_plan_and_asks_for_another(in_ina: Organization, day: GuidedDay, at: datetime) -> None:
    stop = make_stop(day, at=at)
    services.answer_stop(stop=stop, accepts=True, remark="", by=BY, at=at)
    services.confirm_day(day=day, by=BY, at=at)
    services.answer_stop(stop=stop, accepts=False, remark="葬儀が入りました", by=VISITOR, at=at)
    assert (fresh(day), fresh(stop)) == ("planned", "declined")
    assert "現地案内の立ち寄り先を変える(辞退: 区長 さん)" in [row.title for row in FollowUp.objects.open()]
    other = make_stop(day, at=at, place="副区長宅")  # the time is free again
    with pytest.raises(services.UnableToPlaceStop):
        services.answer_stop(stop=stop, accepts=True, remark="やはり行けます", by=VISITOR, at=at)
    assert [row.pk for row in selectors.way_of(day)] == [other.pk]


def test_change_of_time_has_to_be_agreed_anew(in_ina: Organization, day: GuidedDay, at: datetime) -> None:
    stop = make_stop(day, at=at)
    token = ask(in_ina, stop, at)
    services.answer_stop(stop=stop, accepts=True, remark="", by=VISITOR, at=at)
    services.confirm_day(day=day, by=BY, at=at)
    fields = stop_fields(at_time(14, on=day.on))
    services.change_stop(organization=in_ina, stop=stop, fields=fields, by=BY, at=at)
    assert (fresh(stop), fresh(day)) == ("open", "planned")
    assert selectors.stop_of_link(token, at=at) is None
    services.change_stop(organization=in_ina, stop=stop, fields=fields | {"purpose": "畑を見る"}, by=BY, at=at)
    assert stop.purpose == "畑を見る"


def test_declined_stop_moves_to_another_time_and_host(in_ina: Organization, day: GuidedDay, at: datetime) -> None:
    stop = make_stop(day, at=at)
    services.answer_stop(stop=stop, accepts=False, remark="", by=BY, at=at)
    make_stop(day, at=at)  # takes the old time
    fields = stop_fields(at_time(15, on=day.on), host_name="副区長", host_email="fuku@example.jp")
    services.change_stop(organization=in_ina, stop=stop, fields=fields, by=BY, at=at)
    assert (fresh(stop), stop.host_name, stop.remark) == ("open", "副区長", "")


def test_replaced_host_is_told(in_ina: Organization, day: GuidedDay, at: datetime) -> None:
    stop = make_stop(day, at=at)
    ask(in_ina, stop, at)
    run_jobs()
    mail.outbox.clear()
    fields = stop_fields(at_time(10, on=day.on), host_name="副区長", host_email="fuku@example.jp")
    services.change_stop(organization=in_ina, stop=stop, fields=fields, by=BY, at=at)
    run_jobs()
    assert [(sent.to, "取りやめ" in sent.subject) for sent in mail.outbox] == [(["kucho@example.jp"], True)]


def test_another_date_moves_all_stops(in_ina: Organization, day: GuidedDay, at: datetime) -> None:
    stop = make_stop(day, at=at)
    services.answer_stop(stop=stop, accepts=True, remark="", by=BY, at=at)
    fields = {name: getattr(day, name) for name in ("party", "shown_as", "meeting", "note", "owner")}
    new = {**fields, "on": day.on + timedelta(days=7)}
    services.change_day(day=day, fields=new, version=day.version, by=BY, at=at)  # type: ignore[arg-type]
    assert (fresh(stop), stop.starts_at) == ("open", at_time(10, on=date(2026, 12, 5)))
    assert [row.due_on for row in FollowUp.objects.open()] == [date(2026, 12, 5)]


def test_done_counts_once_and_family_is_asked_a_week_later(
    in_ina: Organization, day: GuidedDay, officer: Member, at: datetime
) -> None:
    make_stop(day, at=at, needs_answer=False)
    services.confirm_day(day=day, by=officer.actor, at=at)
    with pytest.raises(services.UnableToConfirmDay):
        services.finish_day(day=day, note="", by=officer.actor, at=at)
    services.finish_day(day=day, note="長谷が気に入った。", by=officer.actor, at=at_time(18, on=day.on))
    engagement = Engagement.objects.get(kind_id="guided_day")
    assert (engagement.occurred_at, engagement.unit) == (at_time(10, on=day.on), "日")
    (next_one,) = FollowUp.objects.open()
    assert (next_one.title, next_one.due_on) == ("現地案内のあとの様子をうかがう", date(2026, 12, 7))
    assert checks.done_without_engagement() == 0


def test_called_off_day_tells_hosts_by_mail_or_asks_for_a_call(
    in_ina: Organization, day: GuidedDay, at: datetime
) -> None:
    by_mail, by_phone = make_stop(day, at=at), make_stop(day, at=at, hour=13, host_name="先輩", host_email="")
    make_stop(day, at=at, hour=15, host_name="まだ聞いていない人")
    ask(in_ina, by_mail, at)
    services.answer_stop(stop=by_phone, accepts=True, remark="", by=BY, at=at)
    run_jobs()
    mail.outbox.clear()
    services.cancel_day(organization=in_ina, day=day, why="大雪", by=BY, at=at)
    run_jobs()
    to_host, to_family = mail.outbox
    assert (to_host.to, to_family.to) == (["kucho@example.jp"], ["hana@example.jp"])
    assert ("大雪" in to_host.body, "大雪" in to_family.body) == (False, True)
    assert [row.title for row in FollowUp.objects.open()] == ["取りやめ・変更を電話で伝える: 先輩"]


@pytest.mark.parametrize("protected", [False, True])
def test_family_that_cannot_be_mailed_is_to_be_called(in_ina: Organization, at: datetime, protected: bool) -> None:
    file = make_file(email="hana@example.jp" if protected else "")
    if protected:
        casefiles.protect(file=file, starts_on=date(2026, 4, 1), basis="申出", by=VISITOR, at=at)
    services.cancel_day(organization=in_ina, day=make_day(file, at=at), why="大雪", by=BY, at=at)
    (follow_up,) = FollowUp.objects.open()
    assert (follow_up.title, follow_up.case_file) == ("現地案内の取りやめをご家族に電話で伝える", file)
    assert run_jobs() == []


def test_protected_family_is_not_mentioned_without_a_reason(in_ina: Organization, at: datetime) -> None:
    file = make_file()
    casefiles.protect(file=file, starts_on=date(2026, 4, 1), basis="申出", by=VISITOR, at=at)
    stop = make_stop(make_day(file, at=at), at=at)
    with pytest.raises(services.UnableToAskHost) as refused:
        ask(in_ina, stop, at)
    assert [reason.code for reason in refused.value.verdict.reasons] == ["appointments.protected_needs_reason"]
    assert run_jobs() == []
    services.disclose_stop(stop=stop, why="本人の了解を得た", by=BY, at=at)
    ask(in_ina, stop, at)
    assert Entry.objects.filter(subject="appointments.Stop", why="本人の了解を得た").exists()


def test_host_link_closes_when_the_family_comes_under_protection(
    in_ina: Organization, day: GuidedDay, at: datetime
) -> None:
    token = ask(in_ina, make_stop(day, at=at), at)
    casefiles.protect(file=day.case_file, starts_on=at.date(), basis="申出", by=VISITOR, at=at)
    assert selectors.stop_of_link(token, at=at) is None


def test_host_link_ends_with_the_day(in_ina: Organization, day: GuidedDay, at: datetime) -> None:
    token = ask(in_ina, make_stop(day, at=at), at)
    assert selectors.stop_of_link(token, at=at_time(23, on=day.on)) is not None
    assert selectors.stop_of_link(token, at=at_time(0, on=day.on + timedelta(days=1))) is None
