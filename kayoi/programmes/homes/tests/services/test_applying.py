"""An owner, kin, an heir offer a house; the same lot twice; given back, withdrawn; the mandate and the consents."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from kayoi.engines.casefiles.models import Engagement
from kayoi.engines.casefiles.states import Channel
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.followups import services as followups
from kayoi.engines.followups.models import FollowUp
from kayoi.engines.messages.models import Message
from kayoi.engines.procedures.models import Application, Letter
from kayoi.engines.procedures.selectors.checks import unlike_engagements
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR
from kayoi.kit.dates import local_date
from kayoi.kit.moves import UnableToMove
from kayoi.programmes.homes import services
from kayoi.programmes.homes.models import Home, HomeConsent, Listing, Party
from kayoi.programmes.homes.selectors.applying import home_of, offers_left_alone
from kayoi.programmes.homes.states import HomeConsentPurpose, HomeStatus
from kayoi.programmes.homes.tests.houses import make_home
from kayoi.programmes.homes.tests.offers import ANSWERS, KIN, STATE_LINK, begin_offer, make_offer, offered
from tests.cast import Member

EVERYTHING = set(HomeConsentPurpose)


def open_titles() -> list[str]:
    return list(FollowUp.objects.open().order_by("pk").values_list("title", flat=True))


def given(home: Home) -> set[str]:
    return set(HomeConsent.objects.filter(home=home, withdrawn_on=None).values_list("purpose", flat=True))


def test_an_owner_offers_a_house(in_ina: Organization, at: datetime) -> None:
    application = make_offer(in_ina, at=at).application
    home = Home.objects.get()
    assert (home.status, home.place_code, home.lot_key) == ("submitted", "202096", "高遠町勝間/1234-5")
    assert (home.price_yen, home.owners_reason, home.application) == (3_800_000, "belongings", application)
    party = Party.objects.get()
    assert (party.role, party.agreement, party.is_contact, party.reached) == ("owner", "agreed", True, "reached")
    assert given(home) == EVERYTHING
    assert open_titles() == ["空き家の登録申込みを確かめる(高遠町勝間)"]
    assert FollowUp.objects.get().due_on == date(2026, 11, 30)  # five working days, over a holiday
    assert Engagement.objects.get(kind="home_offered").case_file == party.case_file
    assert application.receipt in Message.objects.get().body
    assert [paper.code for paper in application.papers.order_by("pk")] == ["identity", "ownership"]
    assert (unlike_engagements(), offers_left_alone()) == (0, 0)


def test_consents_are_separate(in_ina: Organization, at: datetime) -> None:
    without: dict[str, Any] = {f"consent_{purpose}": "" for purpose in ("national_sites", "tax_check")}
    application = make_offer(in_ina, at=at, **without).application
    assert given(Home.objects.get()) == EVERYTHING - {"national_sites", "tax_check"}
    assert application.papers.filter(code="tax").exists()


@pytest.mark.parametrize("question", ["is_dealers_stock", "was_built_to_sell", "has_brokerage"])
def test_some_houses_are_refused_with_a_reason(question: str, in_ina: Organization, at: datetime) -> None:
    with pytest.raises(services.UnableToOffer):
        make_offer(in_ina, at=at, **_says(question, "yes"))
    assert not Home.objects.exists()
    assert make_offer(in_ina, at=at, **_says(question, "unknown")).application.status == "submitted"


def test_kin_need_a_mandate_before_the_owners_consents_count(
    in_ina: Organization, officer: Member, at: datetime
) -> None:
    application = make_offer(in_ina, at=at, **KIN).application
    home, proxy = home_of(application), application.proxy
    assert home is not None
    assert proxy is not None
    assert (proxy.principal.name, proxy.agent.name, proxy.relation) == ("唐木 澄", "唐木 進", "子")
    assert application.case_file == proxy.agent
    assert Engagement.objects.get(kind="home_offered").case_file == proxy.principal
    owner, son = Party.objects.get(role="owner"), Party.objects.get(role="kin")
    assert (owner.agent, owner.agreement, son.is_contact) == (son, "open", True)
    assert given(home) == set()
    mandate = application.papers.get(code="mandate")
    today = local_date(at)
    services.send_paper(paper=mandate, uploads=[], received_on=today, by=officer.actor, at=at)
    services.accept_offer_paper(paper=mandate, valid_until=date(2028, 3, 31), by=officer.actor, at=at)
    owner.refresh_from_db()
    proxy.refresh_from_db()
    assert (proxy.seen_on, proxy.ends_before) == (today, date(2028, 4, 1))
    assert (owner.agreement, owner.agreed_on) == ("agreed", today)
    assert given(home) == EVERYTHING
    telephone = HomeConsent.objects.get(purpose="telephone")
    assert telephone.party == son, "it is the son's telephone"
    assert HomeConsent.objects.filter(party=owner).count() == len(EVERYTHING) - 1
    services.return_offer_paper(paper=mandate, why="署名がありません。", by=officer.actor, at=at)
    owner.refresh_from_db()
    assert (owner.agreement, given(home) - {"telephone"}) == ("open", set())


def test_an_heir_names_the_others_once(in_ina: Organization, officer: Member, at: datetime) -> None:
    said: dict[str, Any] = {
        "who": "heir", "holding": "inherited", "deceased": "唐木 茂",
        "others": "唐木 次郎(弟)\n佐藤花子(妹)", "email": "",
    }  # fmt: skip
    application = make_offer(in_ina, at=at, **said).application
    rows = {party.case_file.name: party for party in Party.objects.select_related("case_file", "heir_of")}
    assert {name: party.role for name, party in rows.items()} == {
        "唐木 澄": "heir", "唐木 茂": "deceased", "唐木 次郎": "heir", "佐藤花子": "heir",
    }  # fmt: skip
    assert {rows[name].heir_of for name in ("唐木 澄", "唐木 次郎", "佐藤花子")} == {rows["唐木 茂"]}
    assert (rows["唐木 次郎"].relation, rows["唐木 次郎"].agreement) == ("弟", "open")
    assert rows["唐木 次郎"].case_file.contact_basis == "unconfirmed"
    assert not Message.objects.exists()
    _give_back(in_ina, application, officer, at=at)
    _send_again(in_ina, application, at=at, **said)
    assert Party.objects.count() == 4


def test_the_same_lot_twice_is_looked_at_by_staff(in_ina: Organization, officer: Member, at: datetime) -> None:
    make_offer(in_ina, at=at)
    second = make_offer(in_ina, at=at, name="別の人", lot_number="１２３４－５").application
    assert Home.objects.count() == 1
    assert second.status == "submitted"
    assert home_of(second) is None
    assert open_titles()[-1] == "同じ地番の空き家があります。登録申込みを確かめる(高遠町勝間)"
    services.refuse_offer(application=second, why="登録済みの家です。", by=officer.actor, at=at)
    assert (second.status, len(open_titles())) == ("refused", 1)


def test_a_house_that_was_found_is_taken_up(in_ina: Organization, officer: Member, at: datetime) -> None:
    found = make_home(by=officer.actor, at=at, lot_number="1234番地5", price_yen=1_000_000, address="")
    application = make_offer(in_ina, at=at).application
    found.refresh_from_db()
    assert (found.status, found.application) == ("submitted", application)
    assert (found.price_yen, found.address) == (1_000_000, "12番地")  # what staff wrote stays, gaps are filled


def test_a_house_is_offered_again_by_the_same_owner_only(in_ina: Organization, officer: Member, at: datetime) -> None:
    owner = make_file(name="唐木 澄")
    first = make_offer(in_ina, at=at, file=owner).application
    home = home_of(first)
    assert home is not None
    services.withdraw_offer(organization=in_ina, application=first, why="やめます", link=STATE_LINK, by=VISITOR, at=at)
    home.refresh_from_db()
    assert (first.status, home.status, open_titles()) == ("withdrawn", "withdrawn", [])
    again = make_offer(in_ina, at=at, file=owner).application
    assert home_of(again) == home
    services.move_home(home=Home.objects.get(), action="withdraw", by=officer.actor, at=at)
    buyer = make_offer(in_ina, at=at, name="買った人").application
    assert home_of(buyer) != home
    assert Home.objects.count() == 2


def test_given_back_and_sent_again(in_ina: Organization, officer: Member, at: datetime) -> None:
    application = make_offer(in_ina, at=at).application
    home = Home.objects.get()
    services.move_home(home=home, action="check", by=officer.actor, at=at)
    letter = _give_back(in_ina, application, officer, at=at)
    home.refresh_from_db()
    assert (application.status, home.status) == ("returned", "returned")
    assert application.why == "地番が読めません。\n課税明細をお送りください。"
    assert letter.values["reasons"] == ["地番が読めません。", "課税明細をお送りください。"]
    assert open_titles() == ["補正の返事を確かめる"]
    assert "地番が読めません。" in Message.objects.order_by("pk").last().body  # type: ignore[union-attr]
    _send_again(in_ina, application, at=at, lot_number="99", consent_national_sites="", phone="090-9999-0000")
    home.refresh_from_db()
    assert (application.status, home.status, home.lot_number) == ("submitted", "submitted", "99")
    assert given(home) == EVERYTHING - {"national_sites"}
    assert Party.objects.get().case_file.phone == "090-9999-0000"
    assert Engagement.objects.filter(kind="home_offered").count() == 1
    assert open_titles() == ["空き家の登録申込みを確かめる(高遠町勝間)"]


def test_a_published_house_obeys_the_mandate(in_ina: Organization, officer: Member, at: datetime) -> None:
    application = make_offer(in_ina, at=at, **KIN).application
    mandate = application.papers.get(code="mandate")
    services.send_paper(paper=mandate, uploads=[], received_on=local_date(at), by=officer.actor, at=at)
    services.accept_offer_paper(paper=mandate, valid_until=None, by=officer.actor, at=at)
    home = Home.objects.get()
    for action in ("check", "survey", "register", "publish"):
        services.move_home(home=home, action=action, by=officer.actor, at=at)
    assert Listing.objects.get().withdrawn_at is None
    services.return_offer_paper(paper=mandate, why="取り消されました。", by=officer.actor, at=at)
    assert Listing.objects.get().withdrawn_at == at


def test_what_was_agreed_stays_when_the_mandate_ends(in_ina: Organization, officer: Member, at: datetime) -> None:
    application, today = make_offer(in_ina, at=at, **KIN).application, local_date(at)
    mandate = application.papers.get(code="mandate")
    services.send_paper(paper=mandate, uploads=[], received_on=today, by=officer.actor, at=at)
    services.accept_offer_paper(paper=mandate, valid_until=today, by=officer.actor, at=at)
    _give_back(in_ina, application, officer, at=at)
    application = Application.objects.get()
    with pytest.raises(services.UnableToOffer, match="proxy_over"):
        _send_again(in_ina, application, at=at + timedelta(days=1), **KIN)
    assert given(Home.objects.get()) == EVERYTHING


def test_staff_write_down_what_came_on_paper_once(in_ina: Organization, officer: Member, at: datetime) -> None:
    key, file = uuid4(), make_file()
    for _ in range(2):
        taken = services.take_offer(
            organization=in_ina, offered=offered(), answers=ANSWERS, channel=Channel.LETTER,
            sender=services.Sender(file=file), client_key=key, link=STATE_LINK, by=officer.actor, at=at,
        )  # fmt: skip
    assert Application.objects.get() == taken
    assert (taken.channel, taken.case_file) == ("letter", file)
    assert taken.papers.filter(code="form").exists()


def test_a_paper_asks_for_a_look_once(in_ina: Organization, officer: Member, at: datetime) -> None:
    application = make_offer(in_ina, at=at).application
    services.move_home(home=Home.objects.get(), action="check", by=officer.actor, at=at)
    _finish_all(officer, at=at)
    assert offers_left_alone() == 0  # the house is being checked
    for code in ("identity", "ownership"):
        paper = application.papers.get(code=code)
        services.send_paper(paper=paper, uploads=[], received_on=local_date(at), by=VISITOR, at=at)
    assert open_titles() == ["届いた書類を確かめる"]


def test_an_application_left_alone_is_seen_by_verify(in_ina: Organization, officer: Member, at: datetime) -> None:
    make_offer(in_ina, at=at)
    _finish_all(officer, at=at)
    assert offers_left_alone() == 1


def test_a_decided_house_is_not_given_back(in_ina: Organization, officer: Member, at: datetime) -> None:
    application = make_offer(in_ina, at=at).application
    services.move_home(home=Home.objects.get(), action="reject", by=officer.actor, at=at)
    with pytest.raises(UnableToMove):
        _give_back(in_ina, application, officer, at=at)
    assert Home.objects.get().status == HomeStatus.REJECTED


def test_a_draft_makes_nothing(in_ina: Organization, at: datetime) -> None:
    begin_offer(at=at)
    assert not Home.objects.exists()
    assert not FollowUp.objects.exists()


def _says(question: str, answer: str) -> dict[str, Any]:
    return {question: answer}


def _finish_all(officer: Member, *, at: datetime) -> None:
    for follow_up in FollowUp.objects.open():
        followups.finish_follow_up(follow_up=follow_up, by=officer.actor, at=at)


def _give_back(organization: Organization, application: Application, officer: Member, *, at: datetime) -> Letter:
    what = services.Return(
        ["地番が読めません。", "課税明細をお送りください。"], local_date(at) + timedelta(days=14), by_letter=True
    )
    letter = services.return_offer(
        organization=organization, application=application, what=what, link=STATE_LINK, by=officer.actor, at=at
    )
    assert letter is not None
    return letter


def _send_again(organization: Organization, application: Application, *, at: datetime, **answers: str) -> None:
    application.answers |= answers
    application.save()
    services.send_offer(
        organization=organization, application=application, offered=offered(**answers), sender=services.Sender(),
        link=STATE_LINK, by=VISITOR, at=at,
    )  # fmt: skip
