"""Inquiries: in order, or as the owner chooses; one talk at a time; who is told what."""

from datetime import date, datetime, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import Engagement
from kayoi.engines.casefiles.states import Channel
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.followups.models import FollowUp
from kayoi.foundation.audit.models import Entry
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR, system
from kayoi.kit.moves import UnableToMove
from kayoi.kit.verdict import Refused
from kayoi.programmes.homes import services
from kayoi.programmes.homes.models import Assignment, Broker, Home, Inquiry, Seeker
from kayoi.programmes.homes.selectors.inquiries import letters_sheet, queue_of
from kayoi.programmes.homes.states import CHOOSING, ContractKind, EndOfTalk, HomeStatus, InquiryStatus
from kayoi.programmes.homes.tests.houses import make_home
from kayoi.programmes.homes.tests.seekers import contract_fields, make_inquiry, make_seeker, make_shown
from tests.cast import Member
from tests.jobs import run_jobs

pytestmark = pytest.mark.django_db
BY = system("test")


def house(at: datetime, **fields: object) -> Home:
    return make_shown(make_file(name="田中 所有者", email="owner@example.jp"), by=BY, at=at, **fields)


def people(count: int, at: datetime) -> list[Seeker]:
    return [
        make_seeker(make_file(name=f"希望者{number}", email=f"s{number}@example.jp"), by=BY, at=at)
        for number in range(count)
    ]


def states(*rows: Inquiry) -> list[str]:
    return [Inquiry.objects.get(pk=row.pk).status for row in rows]


def give_broker(home: Home, at: datetime) -> None:
    broker = Broker.objects.create(
        name="伊那不動産", licence="長野県知事(1)1", licence_until=date(2030, 1, 1), association="宅建", phone="0265",
        email="broker@example.jp", office="伊那",
    )  # fmt: skip
    Assignment.objects.create(home=home, broker=broker, assigned_by="wish", status="accepted", assigned_at=at)


def test_first_come_first_served_and_the_next_follows(in_ina: Organization, at: datetime) -> None:
    home = house(at)
    rows = [make_inquiry(home, seeker, by=VISITOR, at=at) for seeker in people(3, at)]
    assert states(*rows) == ["chosen", "waiting", "waiting"]
    home.refresh_from_db()
    assert home.status == HomeStatus.NEGOTIATING
    services.fall_through_inquiry(inquiry=rows[0], why="家族の反対", by=BY, at=at)
    assert states(*rows) == ["fell_through", "chosen", "waiting"]
    services.withdraw_inquiry(inquiry=rows[2], why="都合", by=VISITOR, at=at)
    services.decline_inquiry(inquiry=rows[1], why="所有者の事情", by=BY, at=at)
    home.refresh_from_db()
    assert (states(*rows), home.status) == (["fell_through", "declined", "withdrawn"], HomeStatus.PUBLISHED)
    assert not FollowUp.objects.open().exists()


def test_window_waits_for_the_owner_who_chooses_again(in_ina: Organization, at: datetime) -> None:
    home = house(at, choose_by="window", window_ends_on=date(2026, 11, 30))
    rows = [make_inquiry(home, seeker, by=VISITOR, at=at) for seeker in people(3, at)]
    assert states(*rows) == ["waiting"] * 3
    to_choose = FollowUp.objects.open().get(cause=CHOOSING)
    assert to_choose.due_on == date(2026, 12, 1)
    with pytest.raises(services.UnableToChoose):
        services.choose_inquiry(inquiry=rows[1], by=BY, at=at.replace(day=30))
    after = at.replace(month=12, day=1)
    services.choose_inquiry(inquiry=rows[1], by=BY, at=after)
    assert states(*rows) == ["waiting", "chosen", "waiting"]
    assert not FollowUp.objects.open().filter(cause=CHOOSING).exists()
    with pytest.raises(UnableToMove):
        services.choose_inquiry(inquiry=rows[0], by=BY, at=after)
    services.end_talk(inquiry=rows[1], how=EndOfTalk.FALL_THROUGH, why="まとまらず", by=BY, at=after)
    assert states(*rows) == ["waiting", "fell_through", "waiting"]
    assert FollowUp.objects.open().get(cause=CHOOSING).due_on == date(2026, 12, 1)
    services.choose_inquiry(inquiry=rows[2], by=BY, at=after)
    assert states(*rows) == ["waiting", "fell_through", "chosen"]


def test_who_may_ask(in_ina: Organization, at: datetime) -> None:
    seeker, other = people(2, at)
    hidden = make_home(by=BY, at=at, status=HomeStatus.PUBLISHED)
    shut = house(at, choose_by="window", window_ends_on=date(2026, 11, 19))
    shown = house(at)
    services.withdraw_seeker(seeker=other, why="x", by=VISITOR, at=at)
    cases = [(hidden, seeker, "homes.not_shown"), (shut, seeker, "homes.window_over"),
             (shown, other, "homes.not_registered")]  # fmt: skip
    for home, who, code in cases:
        with pytest.raises(services.UnableToInquire) as refused:
            make_inquiry(home, who, by=VISITOR, at=at)
        assert [reason.code for reason in refused.value.verdict.reasons] == [code]
    make_inquiry(shown, seeker, by=VISITOR, at=at)
    with pytest.raises(services.UnableToInquire) as refused:
        make_inquiry(shown, seeker, by=VISITOR, at=at)
    assert [reason.code for reason in refused.value.verdict.reasons] == ["homes.asked_already"]
    with pytest.raises(services.UnableToInquire):
        make_inquiry(shown, seeker, by=VISITOR, at=at.replace(year=2029))


def test_first_come_is_kept_in_order_by_staff_too(in_ina: Organization, at: datetime) -> None:
    home = house(at, choose_by="window")
    rows = [make_inquiry(home, seeker, by=VISITOR, at=at) for seeker in people(2, at)]
    services.change_home(home=home, changes={"choose_by": "first_come"}, version=1, by=BY, at=at)
    assert states(*rows) == ["chosen", "waiting"]
    services.move_home(home=home, action="suspend", by=BY, at=at)
    services.fall_through_inquiry(inquiry=rows[0], why="x", by=BY, at=at)
    home.refresh_from_db()
    assert (states(*rows), home.status) == (["fell_through", "waiting"], HomeStatus.SUSPENDED)
    services.move_home(home=home, action="publish", by=BY, at=at)
    assert (states(*rows), home.status) == (["fell_through", "chosen"], HomeStatus.NEGOTIATING)


def test_a_talk_that_was_interrupted_goes_on(in_ina: Organization, at: datetime) -> None:
    home = house(at)
    row = make_inquiry(home, *people(1, at), by=VISITOR, at=at)
    home.refresh_from_db()
    for action in ("suspend", "publish"):
        services.move_home(home=home, action=action, by=BY, at=at)
    assert (states(row), home.status) == (["chosen"], HomeStatus.NEGOTIATING)


def test_inquiries_end_with_the_house(in_ina: Organization, at: datetime) -> None:
    home = house(at)
    rows = [make_inquiry(home, seeker, by=VISITOR, at=at) for seeker in people(2, at)]
    home.refresh_from_db()
    services.move_home(home=home, action="withdraw", by=BY, at=at, why="所有者が住む")
    assert states(*rows) == ["declined", "lapsed"]
    run_jobs()
    assert sum("お申し込みくださり" in message.body for message in mail.outbox) == 2


def test_owner_and_broker_learn_no_names_and_the_protected_are_not_spoken_of(
    in_ina: Organization, at: datetime
) -> None:
    home = house(at)
    give_broker(home, at)
    first, second = people(2, at)
    casefiles.protect(file=second.case_file, starts_on=date(2026, 4, 1), basis="申出", by=BY, at=at)
    run_jobs()
    mail.outbox.clear()
    make_inquiry(home, first, by=VISITOR, at=at, letter="庭の手入れをします")
    hidden = make_inquiry(home, second, by=VISITOR, at=at)
    run_jobs()
    to = {
        address: [m for m in mail.outbox if m.to == [address]] for address in ("owner@example.jp", "broker@example.jp")
    }
    assert (len(to["owner@example.jp"]), len(to["broker@example.jp"])) == (2, 1)
    for message in [*to["owner@example.jp"], *to["broker@example.jp"]]:
        for word in ("希望者0", "希望者1", "s0@example.jp", "庭の手入れ"):
            assert word not in f"{message.subject}{message.body}"
    assert hidden.receipt not in to["broker@example.jp"][0].body
    names = [one.name for one in queue_of(home, on=at.date()).open]
    assert names == ["希望者0", "支援措置の対象"]


def test_english_seekers_read_english(in_ina: Organization, at: datetime) -> None:
    home, (first, second) = house(at), people(2, at)
    second.case_file.language = "en"
    second.case_file.save(update_fields=["language"])
    make_inquiry(home, first, by=VISITOR, at=at)
    make_inquiry(home, second, by=VISITOR, at=at)
    run_jobs()
    (english,) = [message for message in mail.outbox if message.subject.startswith("[Ina City] We have received")]
    assert "You are number 1 in the queue" in english.body


def test_letters_for_the_owner_have_no_names(in_ina: Organization, at: datetime) -> None:
    home = house(at, choose_by="window")
    for seeker in people(2, at):
        make_inquiry(home, seeker, by=VISITOR, at=at, letter=f"手紙{seeker.number}")
    sheet = letters_sheet(home, in_ina)
    assert [letter["letter"] for letter in sheet["letters"]] == ["手紙利2026-0001", "手紙利2026-0002"]
    assert "希望者" not in str(sheet)
    assert "@" not in str(sheet)


def test_same_key_twice_is_one_and_staff_ask_for_a_caller(in_ina: Organization, officer: Member, at: datetime) -> None:
    home, (seeker,) = house(at), people(1, at)
    row = make_inquiry(home, seeker, by=officer.actor, at=at)
    again = services.ask_to_talk(
        home=home, seeker=seeker, letter="", channel=Channel.PORTAL, client_key=row.client_key, by=VISITOR, at=at
    )
    assert again == row
    assert Engagement.objects.filter(kind_id="home_inquiry").count() == 1
    assert Entry.objects.get(action="homes.ask_to_talk").on_behalf_of == seeker.number


def test_database_keeps_two_talks_apart(in_ina: Organization, at: datetime) -> None:
    home, (first, second) = house(at), people(2, at)
    row = make_inquiry(home, first, by=VISITOR, at=at)
    with pytest.raises(IntegrityError, match="homes_one_talk"), transaction.atomic():
        Inquiry.objects.create(home=home, seeker=second, receipt="AAAA", asked_at=at, status="chosen")
    with pytest.raises(IntegrityError, match="homes_one_inquiry_each"), transaction.atomic():
        Inquiry.objects.create(home=home, seeker=first, receipt="BBBB", asked_at=at)
    assert states(row) == [InquiryStatus.CHOSEN]


def test_price_talk_goes_to_the_broker_without_a_word_of_it(in_ina: Organization, at: datetime) -> None:
    home = house(at)
    assert not services.hand_to_broker(home=home, by=BY, at=at)
    assert "宅建協会" in FollowUp.objects.open().get().title
    give_broker(home, at)
    run_jobs()
    mail.outbox.clear()
    assert services.hand_to_broker(home=home, by=BY, at=at)
    run_jobs()
    (sent,) = mail.outbox
    assert sent.to == ["broker@example.jp"]
    assert "所有者・希望者から価格の相談があります" in sent.body


def test_contract_lets_the_others_lapse_and_falls_through_into_the_old_order(
    in_ina: Organization, at: datetime
) -> None:
    home = house(at)
    rows = [
        make_inquiry(home, seeker, by=VISITOR, at=at + timedelta(minutes=n)) for n, seeker in enumerate(people(3, at))
    ]
    later = at + timedelta(days=3)
    contract = services.report_contract(home=home, fields=contract_fields(later.date()), by=BY, at=later)
    assert states(*rows) == ["contracted", "lapsed", "lapsed"]
    assert Engagement.objects.get(kind_id="home_contract").case_file == rows[0].seeker.case_file
    with pytest.raises(services.UnableToChoose):
        services.fall_through_inquiry(inquiry=rows[0], why="x", by=BY, at=later)
    services.withdraw_seeker(seeker=rows[1].seeker, why="ほかで決まった", by=VISITOR, at=later)
    services.fall_through(contract=contract, on=later.date(), why="ローン特約", by=BY, at=later)
    home.refresh_from_db()
    assert (states(*rows), home.status) == (["fell_through", "lapsed", "chosen"], HomeStatus.NEGOTIATING)
    assert not FollowUp.objects.open().filter(cause="homes.Contract").exists()


def test_contract_is_completed_and_the_end_of_a_rental_is_thought_of(in_ina: Organization, at: datetime) -> None:
    home = house(at, offer="both")
    make_inquiry(home, *people(1, at), by=VISITOR, at=at)
    fields = contract_fields(at.date(), ends_on=date(2028, 11, 20), moves_in_on=date(2026, 12, 1))
    fields["kind"] = ContractKind.SUBLEASE
    contract = services.report_contract(home=home, fields=fields, by=BY, at=at)
    titles = {
        row.title.partition(": ")[2]: row.due_on for row in FollowUp.objects.open().filter(cause="homes.Contract")
    }
    assert titles == {
        "引渡し・入居を確かめ、終了にする": date(2026, 12, 1),
        "サブリースの説明・登録の義務を団体に伝える(賃貸住宅管理業法)": date(2026, 11, 20),
        "賃貸が終わる。もう一度登録するか所有者に聞く。売買でも募集していた家": date(2028, 8, 22),
    }
    services.complete_contract(contract=contract, by=BY, at=at)
    home.refresh_from_db()
    assert home.status == HomeStatus.CLOSED
    assert Inquiry.objects.get().status == InquiryStatus.CONTRACTED


def test_what_cannot_be_reported(in_ina: Organization, at: datetime) -> None:
    home = house(at, offer="rent")
    kinds = ContractKind
    for changes in ({"kind": kinds.RENT}, {"kind": kinds.OUTSIDE, "contracted_on": date(2026, 11, 21)}):
        with pytest.raises(Refused):
            services.report_contract(home=home, fields=contract_fields(at.date(), **changes), by=BY, at=at)
    make_inquiry(home, *people(1, at), by=VISITOR, at=at)
    with pytest.raises(services.UnableToReport):
        services.report_contract(home=home, fields=contract_fields(at.date()), by=BY, at=at)
    services.report_contract(home=home, fields=contract_fields(at.date(), kind=kinds.OUTSIDE), by=BY, at=at)
    home.refresh_from_db()
    assert (home.status, Inquiry.objects.get().status) == (HomeStatus.CONTRACTED, InquiryStatus.DECLINED)
