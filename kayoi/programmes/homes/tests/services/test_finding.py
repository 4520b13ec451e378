"""Leads from every source to a house file, entrances, offers, the survey by post, the estimate."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile, Consent
from kayoi.engines.casefiles.states import Interest
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.followups.models import FollowUp
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR
from kayoi.kit.moves import ChangedMeanwhile, UnableToMove
from kayoi.kit.tokens import token_hash
from kayoi.programmes.homes import services
from kayoi.programmes.homes.models import Contract, Entrance, Home, Lead, OfferText, OwnerSurvey, Party, SurveyLetter
from kayoi.programmes.homes.selectors import estimate, finding_checks, owner_surveys, survey_letters
from kayoi.programmes.homes.selectors import leads as selectors
from kayoi.programmes.homes.selectors.offers import offers_for
from kayoi.programmes.homes.states import LEAD, HomeKind, HomeStatus, Intention, LeadSource, OwnersReason, Use
from kayoi.programmes.homes.states.finding import LEAD_OFFER, Answered, EntranceKind, NextOffer, Stage, Teller
from kayoi.programmes.homes.tests.factories import make_lead, make_survey
from kayoi.programmes.homes.tests.houses import make_home
from tests.cast import Member

HOUSE: services.HomeFields = {"quarter": "高遠町勝間", "place_code": "202096", "kind": "dwelling"}


def open_steps(lead: Lead, cause: str = LEAD) -> list[str]:
    rows = FollowUp.objects.open().filter(cause=cause, reference=str(lead.pk)).order_by("due_on")
    return list(rows.values_list("title", flat=True))


def test_an_owner_gets_a_file_and_staff_a_day(in_ina: Organization, at: datetime) -> None:
    lead = make_lead(by=VISITOR, at=at, contact={"name": "伊藤 まつ", "phone": "0265-12-3456"})
    assert lead.owner == lead.told_by
    assert lead.owner is not None
    assert Consent.objects.get(case_file=lead.owner).purpose == "consultation"
    step = FollowUp.objects.open().get(cause=LEAD, reference=str(lead.pk))
    assert (step.due_on, step.case_file) == (date(2026, 11, 30), lead.owner)  # 23 November is a holiday


def test_a_neighbour_needs_no_name(in_ina: Organization, at: datetime) -> None:
    lead = make_lead(by=VISITOR, at=at, teller=Teller.NEIGHBOUR, source=LeadSource.NEIGHBOUR)
    assert (lead.told_by, lead.owner) == (None, None)
    assert not CaseFile.objects.exists()


def test_what_is_sent_twice_is_one_lead_and_one_file(in_ina: Organization, at: datetime) -> None:
    key = uuid4()
    first = make_lead(by=VISITOR, at=at, client_key=key, contact={"name": "伊藤 まつ"})
    assert make_lead(by=VISITOR, at=at, client_key=key, contact={"name": "伊藤 まつ"}) == first
    assert (Lead.objects.count(), CaseFile.objects.count()) == (1, 1)


def test_a_lead_becomes_a_house_with_owner_and_kin(in_ina: Organization, officer: Member, at: datetime) -> None:
    lead = make_lead(by=VISITOR, at=at, teller=Teller.KIN, contact={"name": "伊藤 健"}, reason=OwnersReason.BELONGINGS)
    mother = make_file(name="伊藤 まつ")
    services.name_owner(lead=lead, file=mother, by=officer.actor, at=at)
    with pytest.raises(ChangedMeanwhile):
        services.name_owner(lead=lead, file=make_file(name="別の人"), by=officer.actor, at=at)
    home = services.take_on_lead(lead=lead, fields=HOUSE, by=officer.actor, at=at)
    assert (home.lead, home.status, lead.status) == (lead, HomeStatus.FOUND, "house")
    parties = Party.objects.filter(home=home).order_by("pk").values_list("case_file__name", "role", "is_contact")
    assert list(parties) == [("伊藤 まつ", "owner", False), ("伊藤 健", "kin", True)]
    assert open_steps(lead) == []


def test_the_same_lot_leaves_the_lead_open(in_ina: Organization, officer: Member, at: datetime) -> None:
    make_home(by=officer.actor, at=at, lot_number="12番3")
    lead = make_lead(by=VISITOR, at=at)
    with pytest.raises(IntegrityError, match="homes_once_a_lot"), transaction.atomic():
        services.take_on_lead(lead=lead, fields={**HOUSE, "lot_number": "12-3"}, by=officer.actor, at=at)
    assert Lead.objects.get().status == "new"


def test_calls_are_noted_with_the_next_day(in_ina: Organization, officer: Member, at: datetime) -> None:
    lead = make_lead(by=VISITOR, at=at)
    offer = NextOffer.CLEARING
    services.plan_offer(about=lead, offer=offer, due_on=date(2026, 12, 1), by=officer.actor, at=at)
    services.plan_offer(about=lead, offer=offer, due_on=date(2026, 12, 1), by=officer.actor, at=at)
    services.move_lead(
        lead=lead, action="contact", why="留守", next_on=date(2026, 12, 10), next_step="もう一度電話する",
        by=officer.actor, at=at,
    )  # fmt: skip
    assert open_steps(lead) == ["もう一度電話する(高遠町勝間)"]
    assert open_steps(lead, LEAD_OFFER) == ["提案: 家財の片付けの支援"]
    assert lead.contacted_at == at
    services.move_lead(lead=lead, action="wait", next_on=date(2027, 1, 10), by=officer.actor, at=at + timedelta(days=1))
    assert lead.contacted_at == at
    services.move_lead(lead=lead, action="drop", why="売れた", by=officer.actor, at=at)
    assert (open_steps(lead), open_steps(lead, LEAD_OFFER)) == ([], [])
    assert [(words, step.why) for words, step in selectors.steps_of_lead(lead)][-1] == ("受け付けた", "")
    with pytest.raises(UnableToMove):
        services.take_on_lead(lead=lead, fields=HOUSE, by=officer.actor, at=at)
    services.reopen_lead(lead=lead, next_on=date(2027, 2, 1), by=officer.actor, at=at)
    assert (lead.status, len(open_steps(lead))) == ("new", 1)


def test_an_entrance_is_known_by_its_hash_and_closes_at_once(
    in_ina: Organization, officer: Member, at: datetime
) -> None:
    kind = EntranceKind.POST_OFFICE
    entrance, token = services.open_entrance(kind=kind, name="高遠郵便局", by=officer.actor, at=at)
    assert entrance.token_hash == token_hash(token)
    assert selectors.entrance_of(token) == entrance
    own = make_lead(by=VISITOR, at=at, entrance=entrance, teller=Teller.OFFICE, source=LeadSource.POST_OFFICE)
    make_lead(by=VISITOR, at=at)
    assert [lead for lead, _ in selectors.entries_of(entrance)] == [own]
    with pytest.raises(IntegrityError, match="homes_entrance_name"), transaction.atomic():
        services.open_entrance(kind=kind, name="高遠郵便局", by=officer.actor, at=at)
    services.close_entrance(entrance=entrance, by=officer.actor, at=at)
    assert selectors.entrance_of(token) is None
    with pytest.raises(ChangedMeanwhile):
        services.close_entrance(entrance=Entrance.objects.get(), by=officer.actor, at=at)
    services.open_entrance(kind=kind, name="高遠郵便局", by=officer.actor, at=at)


def test_a_town_writes_its_own_offer_and_takes_it_back(in_ina: Organization, officer: Member, at: datetime) -> None:
    lead = make_lead(by=VISITOR, at=at, reason=OwnersReason.BELONGINGS, intention=Intention.LET)
    code = NextOffer.CLEARING
    services.set_offer_text(code=code, text="片付けに20万円まで補助します。", by=officer.actor, at=at)
    assert offers_for(lead)[0].text == "片付けに20万円まで補助します。"
    services.set_offer_text(code=code, text="", by=officer.actor, at=at)
    assert not OfferText.objects.exists()
    assert not offers_for(lead)[0].is_own


def test_letters_have_codes_that_can_be_made_again(in_ina: Organization, officer: Member, at: datetime) -> None:
    survey = make_survey(3, by=officer.actor, at=at)
    code = survey_letters.code_of(survey, 2)
    letter = survey_letters.letter_with_code(code.lower().replace("-", ""))
    assert letter is not None
    assert (letter.number, letter.code_hash) == (2, token_hash(code))
    assert code not in str(list(SurveyLetter.objects.values()))
    assert survey_letters.code_of(make_survey(1, by=officer.actor, at=at), 2) != code


def test_nobody_gets_two_letters_and_protected_people_none(
    in_ina: Organization, officer: Member, head: Member, at: datetime
) -> None:
    hidden = make_file(name="丸山 雪")
    casefiles.protect(file=hidden, starts_on=date(2026, 4, 1), basis="DV", by=head.actor, at=at)
    survey = make_survey(1, by=officer.actor, at=at)
    rows = [
        services.Addressee("所有者 1", "396-0211", "高遠町1番地", HomeKind.DWELLING, "高遠町勝間", "1番地"),
        services.Addressee("丸山　雪", "", "どこか", HomeKind.DWELLING, "山寺", ""),
        services.Addressee("新しい人", "", "どこか", HomeKind.BUILDING, "山寺", "倉庫"),
    ]
    added = services.add_letters(survey=survey, rows=rows, by=officer.actor, at=at)
    assert (added.letters, added.known, added.protected) == (1, 1, 1)
    assert list(survey_letters.letters_of(survey).values_list("number", "kind")) == [(1, "dwelling"), (2, "building")]


def test_a_willing_owner_becomes_a_lead_and_may_correct(in_ina: Organization, officer: Member, at: datetime) -> None:
    survey = make_survey(2, by=officer.actor, at=at, closes_on=date(2026, 12, 20))
    letter = survey_letters.letters_of(survey)[0]
    services.save_draft(letter=letter, reply=services.Reply(use=Use.EMPTY), by=VISITOR, at=at)
    letter.refresh_from_db()
    assert (letter.use, letter.answered_at) == ("empty", None)
    reply = services.Reply(Use.EMPTY, Intention.LET, OwnersReason.REPAIR, wants_contact=True, phone="0265-12-3456")
    done = services.answer_letter(letter=letter, reply=reply, how=Answered.ONLINE, by=VISITOR, at=at)
    assert done.lead is not None
    assert done.lead.owner is not None
    assert (done.lead.source, done.lead.owner.name, done.lead.owner.phone) == ("survey", "所有者 1", "0265-12-3456")
    other = services.Reply(Use.EMPTY, Intention.SELL, OwnersReason.REPAIR, wants_contact=True)
    later = at + timedelta(days=3)
    again = services.answer_letter(letter=letter, reply=other, how=Answered.ONLINE, by=VISITOR, at=later)
    assert (again.answered_at, again.lead) == (at, done.lead)
    assert Lead.objects.get().intention == "sell"
    late = at + timedelta(days=31)
    for action in (
        lambda: services.answer_letter(letter=letter, reply=other, how=Answered.ONLINE, by=VISITOR, at=late),
        lambda: services.save_draft(letter=letter, reply=other, by=VISITOR, at=late),
    ):
        with pytest.raises(services.AnsweringEnded):
            action()
    second = survey_letters.letters_of(survey)[1]
    late_paper = services.answer_letter(letter=second, reply=other, how=Answered.PAPER, by=officer.actor, at=late)
    assert late_paper.answered_at == late


def test_figures_of_a_survey(in_ina: Organization, officer: Member, at: datetime) -> None:
    survey = make_survey(10, by=officer.actor, at=at)
    by, today = officer.actor, date(2026, 11, 20)
    back = services.return_letters(survey=survey, numbers=[9, 10, 99], returned_on=today, by=by, at=at)
    assert back == [9, 10]
    assert services.return_letters(survey=survey, numbers=[9], returned_on=today, by=by, at=at) == []
    for letter in survey_letters.letters_of(survey)[:6]:
        reply = services.Reply(Use.EMPTY if letter.number > 1 else Use.GONE, Intention.KEEP)
        services.answer_letter(letter=letter, reply=reply, how=Answered.PAPER, by=by, at=at)
    standing = owner_surveys.standing_of(survey)
    assert (standing.letters, standing.returned, standing.answered, standing.rate) == (10, 2, 6, 75.0)
    assert owner_surveys.surveys() == [(survey, standing)]
    use = owner_surveys.answers_to(survey)[0]
    told = {label: (count, shown) for label, count, shown in use.rows}
    assert told["使っていない"] == (5, None)  # with the other one it is all: neither is published
    assert told["取り壊した"] == (1, None)
    assert [letter.number for letter in survey_letters.silent_letters(survey)] == [7, 8]
    chart = owner_surveys.rate_by_day(survey, standing, on=date(2026, 11, 22))
    assert chart is not None
    assert [row[1] for row in chart.table.rows] == [75.0, 75.0, 75.0]


def test_addresses_are_forgotten_and_answers_stay(in_ina: Organization, officer: Member, at: datetime) -> None:
    survey = make_survey(1, by=officer.actor, at=at)
    letter = survey_letters.letters_of(survey)[0]
    reply = services.Reply(Use.EMPTY, Intention.LET, remark="雨漏り")
    services.answer_letter(letter=letter, reply=reply, how=Answered.PAPER, by=officer.actor, at=at)
    assert services.forget_addressees(survey=survey, by=officer.actor, at=at) == 1
    letter.refresh_from_db()
    assert (letter.addressee, letter.address, letter.remark, letter.use) == ("", "", "", "empty")
    assert Lead.objects.get().remark == "雨漏り"
    with pytest.raises(ChangedMeanwhile):
        services.forget_addressees(survey=OwnerSurvey.objects.get(), by=officer.actor, at=at)


def test_funnel_counts_how_far_leads_came(in_ina: Organization, officer: Member, head: Member, at: datetime) -> None:
    by = officer.actor
    make_lead(by=VISITOR, at=at, source=LeadSource.FLYER_QR)
    make_lead(by=VISITOR, at=at - timedelta(days=400), source=LeadSource.FLYER_QR)
    lead = make_lead(by=VISITOR, at=at, source=LeadSource.FLYER_QR)
    home = services.take_on_lead(lead=lead, fields=HOUSE, by=by, at=at)
    Home.objects.filter(pk=home.pk).update(status=HomeStatus.SURVEYED)
    home.refresh_from_db()
    services.move_home(home=home, action="register", by=head.actor, at=at)
    counts = selectors.funnel(year=2026)[0].counts
    assert counts == [
        (Stage.TOLD, 2), (Stage.CONTACTED, 1), (Stage.HOUSE, 1), (Stage.REGISTERED, 1), (Stage.CONTRACT, 0),
    ]  # fmt: skip
    assert selectors.funnel()[0].counts[0] == (Stage.TOLD, 3)
    Contract.objects.create(
        home=home, kind="sale", contracted_on=date(2026, 11, 20), reported_by="業者", reported_at=at
    )
    assert selectors.funnel(year=2026)[0].counts[-1] == (Stage.CONTRACT, 1)
    assert [row.pk for row in selectors.leads(stage="contract", source="flyer_qr", year=2026)] == [lead.pk]
    assert len(selectors.leads()) == 2


def test_facts_of_the_estimate(in_ina: Organization, officer: Member, at: datetime) -> None:
    by, today = officer.actor, date(2026, 11, 20)
    make_home(by=by, at=at, status=HomeStatus.PUBLISHED)
    make_home(by=by, at=at, status=HomeStatus.NEGOTIATING)
    make_lead(by=VISITOR, at=at, intention=Intention.SELL)
    make_lead(by=VISITOR, at=at, intention=Intention.KEEP)
    dropped = make_lead(by=VISITOR, at=at, intention=Intention.SELL)
    services.move_lead(lead=dropped, action="drop", why="取り壊した", by=by, at=at)
    seeker = make_file(name="住まいをさがす人")
    casefiles.set_wishes(file=seeker, interests={Interest.HOUSING}, by=by, at=at)
    worker = make_file(name="仕事をさがす人")
    casefiles.set_wishes(file=worker, interests={Interest.WORK}, by=by, at=at)
    facts = estimate.facts_of_estimate(on=today)
    assert (facts.waiting, facts.offered, facts.willing, facts.ended, facts.solved) == (1, 1, 1, 1, 0)
    assert list(estimate.waiting_files(on=today)) == [seeker]
    assert facts.waiting == 1
    assert estimate.facts_of_estimate(on=today + timedelta(days=400)).waiting == 0


def test_checks_find_what_is_not_sound(in_ina: Organization, officer: Member, at: datetime) -> None:
    checks = (
        finding_checks.new_leads_without_follow_up, finding_checks.leads_without_their_house,
        finding_checks.letters_with_other_codes,
    )  # fmt: skip
    lead, survey = make_lead(by=VISITOR, at=at), make_survey(1, by=officer.actor, at=at)
    assert [check() for check in checks] == [0, 0, 0]
    FollowUp.objects.update(status="done")
    Lead.objects.create(source="portal", teller="owner", receipt="X", status="house", received_at=at)
    SurveyLetter.objects.filter(survey=survey).update(number=2)
    assert [check() for check in checks] == [1, 1, 1]
    assert lead.status == "new"
