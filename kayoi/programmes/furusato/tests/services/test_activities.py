"""Sign up, wait, confirm, report, call off: on the real database."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import Engagement
from kayoi.engines.casefiles.states import Channel
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.followups.models import FollowUp
from kayoi.engines.messages.models import Message, ReceivedMail
from kayoi.engines.messages.states.incoming import ReceivedStatus, Waiting
from kayoi.engines.openings.models import Opening
from kayoi.foundation.files.tests.test_services import picture
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR, system
from kayoi.programmes.furusato.models import Activity, Evidence, SignUp
from kayoi.programmes.furusato.selectors import activities as selectors
from kayoi.programmes.furusato.selectors.standing import progress_of
from kayoi.programmes.furusato.services import activities, confirming, reminding, replies, signing
from kayoi.programmes.furusato.states import ConfirmedBy, SignUpStatus
from kayoi.programmes.furusato.states.counting import Doubt
from kayoi.programmes.furusato.tests import factories as make

BY = system("test")
LINK = "https://kayoi.test/ina/furusato/mine/{token}/"
HOST = "https://kayoi.test/ina/furusato/hosts/{token}/"


@pytest.fixture(autouse=True)
def town(ina: Organization) -> Iterator[Organization]:
    with scope.of_organization(ina.pk):
        yield ina


def sign_up(
    town: Organization, activity: Activity, at: datetime, *, email: str = "hana@example.jp", **more: Any
) -> SignUp:
    fields: casefiles.FileFields = {"name": "山田 花", "email": email}
    who = more.pop("who", signing.Comes(fields))
    return signing.sign_up(
        organization=town, activity=activity, who=who, channel=Channel.PORTAL, link=LINK, by=VISITOR, at=at, **more
    ).sign_up  # fmt: skip


def mails(template: str) -> int:
    return Message.objects.filter(template=f"furusato/mail/{template}").count()


def test_pressed_twice_is_one_sign_up(town: Organization, at: datetime) -> None:
    activity, key = make.an_activity(at=at), uuid4()
    first, second = (sign_up(town, activity, at, client_key=key) for _ in range(2))
    assert first.pk == second.pk
    assert SignUp.objects.count() == mails("signed") == 1


def test_the_same_person_again_is_one_sign_up(town: Organization, at: datetime) -> None:
    activity, who = make.an_activity(at=at), signing.Comes({}, file=make_file())
    first, second = (sign_up(town, activity, at, who=who) for _ in range(2))
    assert first.pk == second.pk


def test_who_comes_when_it_is_full_waits_and_gets_the_place_in_order(town: Organization, at: datetime) -> None:
    activity = make.an_activity(at=at, capacity=1)
    first, second, third = (sign_up(town, activity, at, email=f"{n}@example.jp") for n in range(3))
    assert [first.status, second.status, third.status] == ["signed", "waiting", "waiting"]
    assert [first.number, second.number, third.number] == [1, 2, 3]
    signing.cancel_sign_up(organization=town, sign_up=first, why="都合", link=LINK, by=VISITOR, at=at)
    statuses = list(SignUp.objects.order_by("number").values_list("status", flat=True))
    assert statuses == ["cancelled", "signed", "waiting"]
    assert mails("let_in") == 1


def test_who_has_no_address_and_gets_a_place_is_called(town: Organization, at: datetime) -> None:
    activity = make.an_activity(at=at, capacity=1)
    first, _ = sign_up(town, activity, at), sign_up(town, activity, at, email="")
    signing.cancel_sign_up(organization=town, sign_up=first, why="都合", link=LINK, by=VISITOR, at=at)
    assert FollowUp.objects.get().title.startswith("電話で伝える: 空きが出て")


def test_nobody_signs_up_for_what_has_begun_or_is_not_open(town: Organization, at: datetime) -> None:
    for activity in (make.an_activity(at=at - timedelta(days=11)), make.an_activity(at=at, status="draft")):
        with pytest.raises(signing.UnableToSignUp):
            sign_up(town, activity, at)
    assert not SignUp.objects.exists()


def test_what_is_confirmed_counts_once_and_is_taken_back(town: Organization, at: datetime) -> None:
    activity = make.an_activity(at=at)
    row, then = sign_up(town, activity, at), activity.starts_at
    with pytest.raises(confirming.UnableToConfirm):
        confirming.confirm(sign_up=row, how=ConfirmedBy.LIST, by=VISITOR, at=at)
    for _ in range(2):
        confirming.confirm(sign_up=row, how=ConfirmedBy.LIST, by=VISITOR, at=then)
    [event] = Engagement.objects.filter(kind="activity")
    assert event.confirmed_by_host is True
    assert event.occurred_at == then
    for one in (row, activity):
        one.refresh_from_db()
    assert row.is_designated
    assert activity.status == "held"
    confirming.undo_confirm(sign_up=row, why="別の人だった", by=BY, at=then)
    assert Engagement.objects.filter(kind="activity_withdrawn").count() == 1


def test_a_host_may_say_that_somebody_did_not_come_after_all(town: Organization, at: datetime) -> None:
    activity = make.an_activity(at=at)
    row, then = sign_up(town, activity, at), activity.starts_at
    confirming.confirm(sign_up=row, how=ConfirmedBy.LIST, by=VISITOR, at=then)
    confirming.miss(sign_up=row, by=VISITOR, at=then)
    row.refresh_from_db()
    assert row.status == SignUpStatus.ABSENT
    assert row.confirmed_by == ""
    kinds = Engagement.objects.filter(kind__in=["activity", "activity_withdrawn"]).values_list("kind", flat=True)
    assert sorted(kinds) == ["activity", "activity_withdrawn"]


def test_the_code_of_the_spot_confirms_around_its_time_only(town: Organization, at: datetime) -> None:
    activity = make.an_activity(at=at, spot_code="K7QM")
    row, then = sign_up(town, activity, at), activity.starts_at
    for code, moment in (("AAAA", then), ("K7QM", at), ("K7QM", activity.ends_at + timedelta(hours=4))):
        with pytest.raises(confirming.UnableToConfirm):
            confirming.confirm_by_code(activity=activity, code=code, sign_up=row, by=VISITOR, at=moment)
    done = confirming.confirm_by_code(activity=activity, code="K7QM", sign_up=row, by=VISITOR, at=then)
    assert done.status == SignUpStatus.CONFIRMED
    assert done.confirmed_by == ConfirmedBy.QR


def test_a_report_with_a_photo_is_reviewed_with_a_reason(town: Organization, at: datetime) -> None:
    file, kind, data = make_file(email="hana@example.jp"), make.a_kind(), picture()
    upload: Any = BytesIO(data)
    upload.name, upload.size = "a.jpg", len(data)
    day = date(2026, 11, 15)
    told = confirming.Report(kind, day, day, "用水路の泥上げ", [upload])
    key = uuid4()
    row, again = (confirming.report(file=file, told=told, client_key=key, by=VISITOR, at=at) for _ in range(2))
    assert row.pk == again.pk
    assert Evidence.objects.count() == 1
    assert not Engagement.objects.filter(kind="activity")
    confirming.reject_report(organization=town, sign_up=row, why="日が分かりません", link=LINK, by=BY, at=at)
    row.refresh_from_db()
    assert row.why == "日が分かりません"
    assert mails("report_refused") == 1
    more = confirming.Report(kind, day, day, "11月15日の泥上げ")
    confirming.report(file=file, told=more, sign_up=row, by=VISITOR, at=at)
    confirming.accept_report(organization=town, sign_up=row, link=LINK, by=BY, at=at)
    [event] = Engagement.objects.filter(kind="activity")
    assert event.confirmed_by_host is False
    confirming.accept_report(organization=town, sign_up=row, link=LINK, by=BY, at=at)
    assert mails("report_taken") == 1, "pressed twice"
    assert not FollowUp.objects.open().exists()


def test_an_empty_report_or_one_of_tomorrow_is_refused(at: datetime) -> None:
    file, kind, day = make_file(), make.a_kind(), date(2026, 11, 21)
    with pytest.raises(confirming.UnableToReport) as refused:
        told = confirming.Report(kind, day, day, " ")
        confirming.report(file=file, told=told, by=VISITOR, at=at)
    codes = [reason.code for reason in refused.value.verdict.reasons]
    assert codes == ["furusato.report_ahead", "furusato.report_empty"]
    assert not SignUp.objects.exists()


def test_everybody_is_told_that_an_activity_is_off(town: Organization, at: datetime) -> None:
    activity = make.an_activity(at=at, capacity=1)
    for email in ("hana@example.jp", ""):
        sign_up(town, activity, at, email=email)
    hidden = make_file(email="secret@example.jp")
    casefiles.protect(file=hidden, starts_on=date(2026, 1, 1), basis="支援措置", by=BY, at=at)
    sign_up(town, activity, at, who=signing.Comes({}, file=hidden))
    activities.cancel_activity(organization=town, activity=activity, why="大雨", link=LINK, by=BY, at=at)
    assert set(SignUp.objects.values_list("status", flat=True)) == {"cancelled"}
    assert mails("called_off") == 2
    assert mails("host_off") == 1
    assert Message.objects.get(template="furusato/mail/called_off", case_file=hidden).status == "held"
    assert FollowUp.objects.open().count() == 1, "who has no address is called"


def test_the_opening_says_what_the_activity_says(town: Organization, at: datetime) -> None:
    activity = make.an_activity(at=at, status="draft", insurance="")
    with pytest.raises(activities.UnableToOpen):
        activities.open_activity(activity=activity, by=BY, at=at)
    fields: activities.ActivityFields = {"insurance": "ボランティア保険"}
    change: dict[str, Any] = {"organization": town, "activity": activity, "link": LINK, "by": BY, "at": at}
    activities.change_activity(fields=fields, version=1, **change)
    activities.open_activity(activity=activity, by=BY, at=at)
    opening = Opening.objects.get()
    assert (opening.title, opening.published_until) == (activity.title, activity.starts_at)
    activity.refresh_from_db()
    activities.change_activity(fields={"title": "稲刈り"}, version=activity.version, **change)
    assert Opening.objects.get().title == "稲刈り"
    assert selectors.openings_unlike_activities() == 0
    activities.close_activity(activity=activity, by=BY, at=at)
    assert Opening.objects.get().withdrawn_at is not None
    assert selectors.openings_unlike_activities() == 0


def test_who_comes_is_told_of_another_time_and_reminded_of_it(town: Organization, at: datetime) -> None:
    activity = make.an_activity(at=at)
    row = sign_up(town, activity, at)
    later = activity.starts_at + timedelta(days=1)
    fields: activities.ActivityFields = {"starts_at": later, "ends_at": later + timedelta(hours=2)}
    activities.change_activity(
        organization=town, activity=activity, fields=fields, version=1, link=LINK, by=BY, at=at
    )  # fmt: skip
    row.refresh_from_db()
    assert mails("changed") == 1
    assert row.starts_on == date(2026, 12, 1)
    before = later - timedelta(days=1)
    assert [reminding.remind_tomorrow(organization=town, link=LINK, by=BY, at=before) for _ in range(2)] == [1, 0]


def answered(activity: Activity, text: str, at: datetime, *, sender: str = "tanada@example.jp") -> ReceivedMail:
    """Let a mail lie in the queue that answers what the host was asked."""
    asked = Message.objects.get(template="furusato/mail/host_ask")
    return ReceivedMail.objects.create(
        key=uuid4().hex, way="mailbox", waiting=Waiting.ANSWER, answers=asked, text=text, from_key=sender,
        received_at=at,
    )  # fmt: skip


def test_one_word_of_the_host_confirms_those_who_are_open(town: Organization, at: datetime) -> None:
    activity = make.an_activity(at=at)
    rows = [sign_up(town, activity, at, email=f"{n}@example.jp") for n in range(3)]
    over = activity.ends_at + timedelta(hours=1)
    confirming.miss(sign_up=rows[2], by=VISITOR, at=over)
    assert [replies.ask_hosts(organization=town, link=HOST, by=BY, at=over) for _ in range(2)] == [1, 0]
    assert "1 山田 花\n2 山田 花" in Message.objects.get(template="furusato/mail/host_ask").body
    mail = answered(activity, "はい", over)
    assert [replies.read_replies(by=BY, at=over) for _ in range(2)] == [1, 0]
    mail.refresh_from_db()
    assert mail.status == ReceivedStatus.ASIDE
    assert list(SignUp.objects.order_by("number").values_list("status", "confirmed_by")) == [
        ("confirmed", "mail"), ("confirmed", "mail"), ("absent", "")
    ]  # fmt: skip


@pytest.mark.parametrize(("text", "sender"), [("雨でした", "tanada@example.jp"), ("はい", "other@example.jp")])
def test_what_cannot_be_read_or_comes_from_somebody_else_waits_for_staff(
    town: Organization, at: datetime, text: str, sender: str
) -> None:
    activity = make.an_activity(at=at)
    row, over = sign_up(town, activity, at), activity.ends_at + timedelta(hours=1)
    replies.ask_hosts(organization=town, link=HOST, by=BY, at=over)
    mail = answered(activity, text, over, sender=sender)
    assert replies.read_replies(by=BY, at=over) == 0
    for one in (mail, row):
        one.refresh_from_db()
    assert (mail.waiting, mail.status, row.status) == (Waiting.UNCLEAR, ReceivedStatus.WAITING, SignUpStatus.SIGNED)
    assert FollowUp.objects.open().get().title.startswith("受入れ先の返信を読む")


def test_progress_says_what_counts_and_what_is_missing(at: datetime) -> None:
    file, free = make_file(), make.a_kind(designated=False)
    make.a_sign_up(file=file, on=date(2026, 6, 1), is_confirmed=True)
    make.a_sign_up(file=file, on=date(2026, 6, 1), is_confirmed=True)
    make.a_sign_up(make.an_activity(free, at=at), file=file, on=date(2026, 7, 1), is_confirmed=True)
    make.a_sign_up(file=file, on=date(2026, 12, 1))
    progress = progress_of(file, on=date(2026, 11, 20))
    outlook = progress.outlook
    assert (outlook.until, outlook.counted, outlook.missing) == (date(2027, 3, 31), 1, 2)
    why = {line.counted.why_not for line in progress.lines}
    assert why == {None, Doubt.SAME_DAY, Doubt.NOT_DESIGNATED, Doubt.NOT_CONFIRMED}


def test_the_day_of_renewal_is_known_from_the_mirror(at: datetime) -> None:
    file = make_file()
    make.a_national_status(file, tier="premium", renew_by=date(2027, 1, 31))
    assert progress_of(file, on=date(2026, 11, 20)).outlook.until == date(2027, 1, 31)
