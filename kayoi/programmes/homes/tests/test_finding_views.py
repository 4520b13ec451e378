"""Pages of finding houses: the public tells, post offices tell, owners answer, staff do the rest."""

from datetime import date, datetime
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR
from kayoi.kit.sheets import read_sheets
from kayoi.programmes.homes import services
from kayoi.programmes.homes.models import Entrance, Home, Lead, OwnerSurvey, SurveyLetter
from kayoi.programmes.homes.selectors import survey_letters
from kayoi.programmes.homes.selectors.flyer import flyer_pdf, tell_address
from kayoi.programmes.homes.states import Intention, LeadSource, Use
from kayoi.programmes.homes.states.finding import Answered, EntranceKind, Teller
from kayoi.programmes.homes.tests.factories import make_lead, make_survey
from tests.cast import Member, enter

HOUSE = {"quarter": "高遠町勝間", "address": "水車小屋の北", "kind": "dwelling"}


@pytest.fixture
def desk(officer: Member) -> Client:
    return enter(officer.user)


@pytest.mark.parametrize(
    ("by", "teller", "source"),
    [
        ("qr", "owner", LeadSource.FLYER_QR),
        ("", "neighbour", LeadSource.NEIGHBOUR),
        ("", "kin", LeadSource.PORTAL),
        ("<script>", "owner", LeadSource.PORTAL),
    ],
)
def test_the_link_says_the_source(ina: Organization, by: str, teller: str, source: LeadSource) -> None:
    client = Client()
    page = client.get("/ina/homes/tell/", {"by": by})
    answer = client.post("/ina/homes/tell/", {**HOUSE, "teller": teller, "by": by[:10]})
    assert (page.status_code, answer.status_code) == (200, 302)
    with scope.of_organization(ina.pk):
        lead = Lead.objects.get()
        assert (lead.source, lead.told_by) == (source, None)
    receipt = client.get(answer["Location"]).content.decode()
    assert lead.receipt in receipt
    assert "水車小屋" not in receipt


def test_a_name_needs_consent_and_a_call_needs_a_number(ina: Organization) -> None:
    told = {**HOUSE, "teller": "owner", "name": "伊藤 まつ", "wants_contact": "yes"}
    answer = Client().post("/ina/homes/tell/", told)
    assert answer.status_code == 422
    assert {"phone", "agree"} <= set(answer.context["form"].errors)
    answer = Client().post("/ina/homes/tell/", told | {"phone": "0265-12-3456", "agree": "on"})
    assert answer.status_code == 302
    with scope.of_organization(ina.pk):
        assert CaseFile.objects.get().name == "伊藤 まつ"


def test_the_flyer_leads_to_the_page_and_counts(ina: Organization, desk: Client) -> None:
    assert tell_address(ina).endswith("/ina/homes/tell/?by=qr")
    assert flyer_pdf(ina)[:4] == b"%PDF"
    assert "?by=qr" in desk.get("/ina/staff/homes/flyer/").content.decode()
    assert desk.get("/ina/staff/homes/flyer/?pdf")["Content-Type"] == "application/pdf"


def test_a_post_office_sees_only_its_own_state_line(ina: Organization, desk: Client, at: datetime) -> None:
    page = desk.post("/ina/staff/homes/entrances/", {"kind": "post_office", "name": "高遠郵便局"})
    link = page.context["link"]
    path = link.partition("testserver")[2]
    with scope.of_organization(ina.pk):
        make_lead(by=VISITOR, at=at, quarter="ほかの地区", contact={"name": "伊藤 まつ"})
    client = Client()
    assert client.post(path, HOUSE).status_code == 302
    shown = client.get(path).content.decode()
    assert "高遠町勝間" in shown
    assert "ほかの地区" not in shown
    assert "水車小屋" not in shown
    with scope.of_organization(ina.pk):
        lead = Lead.objects.get(source="post_office")
        assert (lead.informant, lead.teller) == ("高遠郵便局", Teller.OFFICE)
        entrance = Entrance.objects.get()
    assert desk.post(f"/ina/staff/homes/entrances/{entrance.pk}/close/").status_code == 302
    assert client.get(path).status_code == 404
    assert client.post(path, HOUSE).status_code == 404
    assert link not in desk.get("/ina/staff/homes/entrances/").content.decode()


def test_a_link_of_one_town_is_nothing_in_another(ina: Organization, sado: Organization, at: datetime) -> None:
    with scope.of_organization(ina.pk):
        _, token = services.open_entrance(kind=EntranceKind.POST_OFFICE, name="郵便局", by=VISITOR, at=at)
    assert Client().get(f"/ina/homes/entrances/{token}/").status_code == 200
    assert Client().get(f"/sado/homes/entrances/{token}/").status_code == 404


def test_staff_follow_a_lead_to_a_house(ina: Organization, desk: Client) -> None:
    told = {**HOUSE, "teller": "owner", "source": "counter", "channel": "telephone", "reason": "belongings"}
    answer = desk.post("/ina/staff/homes/leads/new/", told | {"name": "伊藤 まつ", "agree": "on"})
    lead_url = answer["Location"]
    page = desk.get(lead_url).content.decode()
    assert "家財の片付けの支援" in page
    assert "伊藤 まつ" in page
    assert "伊藤" not in desk.get("/ina/staff/homes/leads/").content.decode()
    assert desk.post(lead_url, {"action": "drop"}).status_code == 422
    assert desk.post(lead_url, {"action": "contact", "next_on": "2026-12-10"}).status_code == 302
    assert desk.post(f"{lead_url}offer/", {"offer": "clearing"}).status_code == 302
    assert desk.post(f"{lead_url}offer/", {"offer": "nothing"}).status_code == 404
    form = desk.get(f"{lead_url}take-on/").context["form"]
    assert form.initial["owners_reason"] == "belongings"
    answer = desk.post(f"{lead_url}take-on/", form.initial)
    with scope.of_organization(ina.pk):
        home = Home.objects.get()
        assert (home.owners_reason, home.place_code, home.parties.count()) == ("belongings", "202096", 1)
    assert answer["Location"] == f"/ina/staff/homes/{home.pk}/"
    assert desk.post(f"/ina/staff/homes/{home.pk}/offer/", {"offer": "clearing"}).status_code == 302
    assert desk.post(f"{lead_url}take-on/", form.initial).status_code == 422


def test_protected_people_have_no_name_on_the_page(ina: Organization, desk: Client, head: Member, at: datetime) -> None:
    with scope.of_organization(ina.pk):
        lead = make_lead(by=VISITOR, at=at, contact={"name": "丸山 雪"})
        assert lead.owner is not None
        casefiles.protect(file=lead.owner, starts_on=date(2026, 4, 1), basis="DV", by=head.actor, at=at)
    page = desk.get(f"/ina/staff/homes/leads/{lead.pk}/").content.decode()
    assert "支援措置の対象" in page
    assert "丸山" not in page


def list_of(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("宛先.csv", text.encode("cp932"))


def test_a_survey_from_the_list_to_the_answer(ina: Organization, desk: Client) -> None:
    answer = desk.post("/ina/staff/homes/surveys/new/", {"title": "令和8年度 意向調査", "intro": "お尋ねします。"})
    survey_url = answer["Location"]
    table = "納税義務者,住所,大字,家屋の種類,所在\n伊藤まつ,東京都新宿区1,高遠町勝間,居宅,12番地\n"
    table += "松屋,長野県伊那市2,山寺,旅館・ホテル,\n"
    assert desk.post(f"{survey_url}addressees/", {"upload": list_of(table)}).status_code == 302
    wrong = desk.post(f"{survey_url}addressees/", {"upload": list_of("宛名,送付先\nだれか,どこか\n")})
    assert "「町字」の列が見つかりません" in wrong.content.decode()
    with scope.of_organization(ina.pk):
        survey = OwnerSurvey.objects.get()
        rows = list(survey.letters.order_by("number").values_list("addressee", "kind", "quarter"))
        assert rows == [("伊藤まつ", "dwelling", "高遠町勝間"), ("松屋", "inn", "山寺")]
        code = survey_letters.code_of(survey, 1)
    assert desk.get(f"{survey_url}letters/?part=0").content[:4] == b"%PDF"
    assert desk.get(f"{survey_url}letters/?part=1").status_code == 404
    client = Client()
    assert client.post("/ina/homes/survey/", {"code": "K7Q-M3X-TR9"}).status_code == 422
    letter_url = client.post("/ina/homes/survey/", {"code": code.lower()})["Location"]
    page = client.get(letter_url).content.decode()
    assert "高遠町勝間12番地" in page
    assert "伊藤" not in page
    assert client.post(letter_url, {"draft": "1", "intention": "let"}).status_code == 302
    assert client.get(letter_url).context["form"].initial["intention"] == "let"
    assert client.post(letter_url, {"intention": "let"}).status_code == 422
    assert client.post(letter_url, {"use": "empty", "intention": "let"}).status_code == 302
    with scope.of_organization(ina.pk):
        assert Lead.objects.get().source == "survey"
    assert client.get("/ina/homes/survey/K7Q-M3X-TR9/").status_code == 404


def test_paper_is_typed_by_numbers(ina: Organization, desk: Client, at: datetime) -> None:
    with scope.of_organization(ina.pk):
        survey = make_survey(2, by=VISITOR, at=at)
    url = f"/ina/staff/homes/surveys/{survey.pk}/"
    typed = {"number": "2", "use": "３", "intention": "2", "reason": "10", "wants_contact": "1", "phone": ""}
    assert desk.post(f"{url}paper/", typed)["Location"] == f"{url}paper/"
    with scope.of_organization(ina.pk):
        letter = SurveyLetter.objects.get(number=2)
        assert (letter.use, letter.intention, letter.reason) == ("empty", "let", "other")
        assert (letter.wants_contact, letter.answered_by) == (True, Answered.PAPER)
    wrong = desk.post(f"{url}paper/", {"number": "9", "use": "5", "wants_contact": "3"})
    assert {"use", "wants_contact"} <= set(wrong.context["form"].errors)
    assert "number" in desk.post(f"{url}paper/", {"number": "9", "use": "1"}).context["form"].errors
    assert desk.post(f"{url}returned/", {"numbers": "1、2", "returned_on": "2026-11-25"}).status_code == 302
    with scope.of_organization(ina.pk):
        assert SurveyLetter.objects.filter(returned_on__isnull=False).count() == 1


def test_small_counts_are_not_in_the_book_for_publishing(ina: Organization, desk: Client, at: datetime) -> None:
    with scope.of_organization(ina.pk):
        survey = make_survey(8, by=VISITOR, at=at)
        for letter in survey_letters.letters_of(survey):
            reply = services.Reply(Use.EMPTY, Intention.SELL if letter.number == 1 else Intention.KEEP)
            services.answer_letter(letter=letter, reply=reply, how=Answered.PAPER, by=VISITOR, at=at)
    url = f"/ina/staff/homes/surveys/{survey.pk}/"
    book = read_sheets(BytesIO(desk.get(f"{url}published/").content).read(), name="a.xlsx")
    told = {(row[0], row[1]): row[2] for row in book.sheets[0].rows if len(row) > 2}
    assert told["今後の意向", "売りたい"] == "X"
    assert told["今後の意向", "このまま持つ"] == "X"
    assert told["いまの使い方", "使っていない"] == "8"
    assert "売りたい" in desk.get(url).content.decode()
    assert desk.get(f"{url}silent/").status_code == 200


def test_codes_are_tried_a_few_times_only(ina: Organization, settings: object) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"code": "2/h/ip"}  # type: ignore[attr-defined]
    client = Client()
    statuses = [client.post("/ina/homes/survey/", {"code": "K7Q-M3X-TR9"}).status_code for _ in range(3)]
    assert statuses == [422, 422, 422]
    assert "込み合って" in client.post("/ina/homes/survey/", {"code": "K7Q-M3X-TR9"}).content.decode()


def test_numbers_of_the_estimate_open_their_rows(ina: Organization, desk: Client, at: datetime) -> None:
    with scope.of_organization(ina.pk):
        lead = make_lead(by=VISITOR, at=at, intention=Intention.SELL)
    assert desk.get("/ina/staff/homes/estimate/").context["facts"].willing == 1
    assert lead.receipt in desk.get("/ina/staff/homes/estimate/willing/").content.decode()
    for key in ("waiting", "offered", "ended"):
        assert desk.get(f"/ina/staff/homes/estimate/{key}/").status_code == 200
    assert desk.get("/ina/staff/homes/estimate/nothing/").status_code == 404


def test_offers_are_written_by_the_town(ina: Organization, desk: Client) -> None:
    assert desk.post("/ina/staff/homes/offers/", {"clearing": "片付けに20万円。"}).status_code == 302
    assert "片付けに20万円。" in desk.get("/ina/staff/homes/offers/").content.decode()
