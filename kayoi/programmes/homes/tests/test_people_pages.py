"""Pages of people, consents and blockers through the browser's door."""

from datetime import date, datetime

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.services import protect
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.foundation.identity.models import Person
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.programmes.homes import services
from kayoi.programmes.homes.models import Blocker, Home, HomeConsent, Listing, Party
from kayoi.programmes.homes.states import HomeConsentPurpose, HomeStatus, PartyRole, SolverKind
from kayoi.programmes.homes.tests.factories import add_person, make_solver
from kayoi.programmes.homes.tests.houses import make_home, make_owner
from tests.cast import Member, enter

NEW_HEIR = {
    "name": "遠山 花子", "kana": "とおやま はなこ", "phone": "03-1234-5678", "role": "heir", "kinship": "child",
    "share": "2分の1",
}  # fmt: skip


def test_heir_is_found_or_written_down_below_the_dead(ina: Organization, officer: Member, at: datetime) -> None:
    with scope.of_organization(ina.pk):
        home = make_home(by=officer.actor, at=at)
        father = add_person(home, PartyRole.DECEASED, "高遠 父", by=officer.actor, at=at)
        file = make_file(name="高遠 太郎", kana="たかとお たろう")
    client = enter(officer.user)
    page = f"/ina/staff/homes/{home.pk}/people/new/"
    typing = client.get(f"{page}?q=たかとお&role=heir&heir_of={father.pk}", headers={"HX-Request": "true"})
    assert f"?file={file.pk}&amp;role=heir&amp;heir_of={father.pk}" in typing.content.decode()
    known = {"file": file.pk, "role": "heir", "heir_of": father.pk, "kinship": "child", "share": "1/2"}
    assert client.post(page, known)["Location"] == f"/ina/staff/homes/{home.pk}/people/"
    assert client.post(page, known).status_code == 422, "the same person twice"
    assert client.post(page, NEW_HEIR | {"heir_of": father.pk}).status_code == 302
    refused = client.post(page, NEW_HEIR | {"heir_of": "", "share": "半分"}).content.decode()
    assert "持分として読めません" in refused
    shown = client.get(f"/ina/staff/homes/{home.pk}/people/").content.decode()
    for words in ("高遠 父の相続人", "遠山 花子", "法定相続分のめやす 1/2", "まだ返事のない権利者"):
        assert words in shown
    assert "持分の合計" not in shown
    with scope.of_organization(ina.pk):
        assert set(Party.objects.filter(role="heir").values_list("share", flat=True)) == {"1/2"}
        assert CaseFile.objects.filter(name="遠山 花子").count() == 1


def test_shares_that_do_not_add_up_are_told(ina: Organization, officer: Member, at: datetime) -> None:
    with scope.of_organization(ina.pk):
        home = make_home(by=officer.actor, at=at)
        for name in ("甲", "乙"):
            add_person(home, PartyRole.CO_OWNER, name, share="1/3", by=officer.actor, at=at)
    page = enter(officer.user).get(f"/ina/staff/homes/{home.pk}/people/").content.decode()
    assert "権利者の持分の合計が 2/3 です" in page


def test_letter_is_made_and_its_answer_waited_for(ina: Organization, officer: Member, at: datetime) -> None:
    with scope.of_organization(ina.pk):
        home = make_home(by=officer.actor, at=at, address="12番地")
        party = add_person(home, PartyRole.CO_OWNER, "遠山 花子", by=officer.actor, at=at)
    client = enter(officer.user)
    paper = client.get(f"/ina/staff/homes/parties/{party.pk}/letter/")
    assert (paper["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")
    sent = {"sent_on": "2026-11-20", "reply_by": "2026-12-11", "owner": officer.membership.pk}
    assert client.post(f"/ina/staff/homes/parties/{party.pk}/letter/sent/", sent).status_code == 302
    assert "手紙の返事を確かめる" in client.get(f"/ina/staff/homes/{home.pk}/people/").content.decode()
    with scope.of_organization(ina.pk):
        protect(file=party.case_file, starts_on=date(2026, 1, 1), basis="本人", by=officer.actor, at=at)
    assert client.get(f"/ina/staff/homes/parties/{party.pk}/letter/").status_code == 302
    for path in (f"/ina/staff/homes/{home.pk}/people/", f"/ina/staff/homes/parties/{party.pk}/"):
        assert "遠山" not in client.get(path).content.decode()


def test_telephone_result_and_death_are_written_down(ina: Organization, officer: Member, at: datetime) -> None:
    with scope.of_organization(ina.pk):
        home = make_home(by=officer.actor, at=at, status=HomeStatus.PUBLISHED)
        party = make_owner(home, make_file(), at=at, agrees_to=(HomeConsentPurpose.OWN_SITE,))
    client = enter(officer.user)
    word = {
        "channel": "telephone", "said_on": "2026-11-19", "reached": "reached", "agreement": "agreed",
        "next_title": "書類を送る", "next_due_on": "",
    }  # fmt: skip
    page = f"/ina/staff/homes/parties/{party.pk}/"
    assert "両方書くか、両方空けてください" in client.post(f"{page}word/", word).content.decode()
    assert client.post(f"{page}word/", word | {"next_due_on": "2026-12-01"}).status_code == 302
    with scope.of_organization(ina.pk):
        party.refresh_from_db()
        assert (party.reached, party.agreement, party.agreed_on) == ("reached", "agreed", date(2026, 11, 19))
    late = client.post(f"{page}deceased/", {"died_on": "2026-11-18", "version": party.version - 1})
    assert late.status_code == 422
    assert client.post(f"{page}deceased/", {"died_on": "2026-11-18", "version": party.version}).status_code == 302
    with scope.of_organization(ina.pk):
        assert Home.objects.get().status == HomeStatus.SUSPENDED


def test_agent_with_a_paper_speaks_until_its_end(ina: Organization, officer: Member, at: datetime) -> None:
    with scope.of_organization(ina.pk):
        home = make_home(by=officer.actor, at=at)
        owner = make_owner(home, make_file(), at=at)
        son = add_person(home, PartyRole.KIN, "山田 一郎", by=officer.actor, at=at)
    client = enter(officer.user)
    page = f"/ina/staff/homes/parties/{owner.pk}/"
    named = client.post(f"{page}agent/", {"agent": son.pk, "ends_on": "2026-11-19", "version": owner.version})
    assert named.status_code == 302
    assert "委任状の期限が切れています" in client.get(page).content.decode()
    said = {"purposes": ["own_site"], "channel": "telephone", "given_on": "2026-11-20", "by_agent": "on"}
    assert "新しい委任状をもらってください" in client.post(f"{page}consents/", said).content.decode()
    assert client.post(f"{page}consents/", said | {"given_on": "2026-11-19"}).status_code == 302
    assert "代理人から" in client.get(f"/ina/staff/homes/{home.pk}/consents/").content.decode()
    assert client.post(f"{page}agent/end/").status_code == 302
    assert "代理人 山田" not in client.get(page).content.decode()


def test_consent_is_withdrawn_for_a_caller(ina: Organization, officer: Member, at: datetime) -> None:
    with scope.of_organization(ina.pk):
        home = make_home(by=officer.actor, at=at, status=HomeStatus.PUBLISHED)
        owner = make_owner(home, make_file(), at=at, agrees_to=(HomeConsentPurpose.OWN_SITE,))
        services.renew_listing(home=home, by=officer.actor, at=at)
        consent = HomeConsent.objects.get(party=owner)
    client = enter(officer.user)
    page = f"/ina/staff/homes/consents/{consent.pk}/withdraw/"
    assert "このサイトの掲載がすぐに消えます" in client.get(page).content.decode()
    client.post(page, {"channel": "telephone", "withdrawn_on": "2026-11-20"})
    with scope.of_organization(ina.pk):
        assert Listing.objects.get().withdrawn_at is not None
    assert "所有者か連絡の窓口の同意が" in client.get(f"/ina/staff/homes/{home.pk}/consents/").content.decode()


def test_owner_withdraws_on_my_page_and_others_cannot(
    ina: Organization, officer: Member, hana: Person, ken: Person, at: datetime
) -> None:
    with scope.of_organization(ina.pk):
        home = make_home(by=officer.actor, at=at, status=HomeStatus.PUBLISHED)
        owner = make_owner(home, make_file(person=hana), at=at, agrees_to=(HomeConsentPurpose.OWN_SITE,))
        services.renew_listing(home=home, by=officer.actor, at=at)
        consent = HomeConsent.objects.get(party=owner)
    withdraw = f"/ina/homes/mine/consents/{consent.pk}/withdraw/"
    assert enter(ken.user).post(withdraw).status_code == 404
    assert enter(ken.user).post(f"/ina/homes/mine/{owner.pk}/brokers/").status_code == 404
    client = enter(hana.user)
    assert home.number in client.get("/ina/homes/mine/").content.decode()
    assert "I agree" in client.get("/ina/homes/mine/", headers={"Accept-Language": "en"}).content.decode()
    assert client.post(withdraw).status_code == 302
    assert client.post(f"/ina/homes/mine/{owner.pk}/brokers/").status_code == 302
    assert client.post(f"/ina/homes/mine/{owner.pk}/nothing/").status_code == 404
    with scope.of_organization(ina.pk):
        assert Listing.objects.get().withdrawn_at is not None
        assert HomeConsent.objects.get(withdrawn_on=None).channel == "portal"


def test_blocker_from_suggestion_to_solution(ina: Organization, officer: Member, at: datetime) -> None:
    with scope.of_organization(ina.pk):
        home = make_home(by=officer.actor, at=at, details={"mortgage": True})
        bank = make_solver(by=officer.actor, at=at, kind=SolverKind.BANK, name="谷の信用金庫")
        broker = make_solver(by=officer.actor, at=at, kind=SolverKind.BROKER, name="山の不動産")
    client = enter(officer.user)
    page = f"/ina/staff/homes/{home.pk}/blockers/"
    assert "消すか、金融機関の承諾が要ります" in client.get(page).content.decode()
    typed = {"kind": "mortgage", "remark": "住宅ローンの残り", "found_on": "2026-10-01"}
    assert client.post(f"{page}new/", typed).status_code == 302
    assert "すでに書いてあります" in client.post(f"{page}new/", typed).content.decode()
    with scope.of_organization(ina.pk):
        pk = Blocker.objects.get().pk
    one = f"/ina/staff/homes/blockers/{pk}/"
    assert "谷の信用金庫" in client.get(one).content.decode()
    referred = {"referred_on": "2026-10-05"}
    assert client.post(f"{one}refer/", referred | {"solver": broker.pk}).status_code == 422
    assert client.post(f"{one}refer/", referred | {"solver": bank.pk}).status_code == 302
    assert client.post(f"{one}plan/", {"title": "残高を聞く", "due_on": "2026-12-01"}).status_code == 302
    assert "残高を聞く" in client.get(page).content.decode()
    assert client.post(f"{one}stall/", {"why": "返事待ち"}).status_code == 302
    assert client.post(f"{one}begin/").status_code == 302
    changed = {"remark": "残りは10万円", "found_on": "2026-10-01", "version": "0"}
    assert client.post(f"{one}change/", changed).status_code == 422
    figures = "/ina/staff/homes/blockers/"
    assert "1戸" in client.get(figures).content.decode()
    assert home.number in client.get(f"{figures}of/mortgage/?only").content.decode()
    assert client.get(f"{figures}of/nothing/").status_code == 404
    assert client.post(f"{one}solve/", {"solved_on": "2026-11-10", "cost_yen": "100000"}).status_code == 302
    assert "1件の中央値" in client.get(one).content.decode()
    assert client.post(f"{one}reopen/", {"why": "間違い"}).status_code == 302
    with scope.of_organization(ina.pk):
        assert Blocker.objects.get().status == "open"


def test_directory_of_experts(ina: Organization, officer: Member, at: datetime) -> None:
    client = enter(officer.user)
    typed = {"kind": "clearer", "name": "片付けの森", "phone": "0265-11-1111", "about": "2トン車 5万円から"}
    assert client.post("/ina/staff/homes/solvers/new/", typed).status_code == 302
    assert client.post("/ina/staff/homes/solvers/new/", typed).status_code == 422
    page = client.get("/ina/staff/homes/solvers/").content.decode()
    assert "片付けの森" in page
    assert "使っていない" not in page
    with scope.of_organization(ina.pk):
        pk = make_solver(by=officer.actor, at=at).pk
    ended = typed | {"name": "別の名前", "ends_before": "2026-11-01", "version": "1"}
    assert client.post(f"/ina/staff/homes/solvers/{pk}/", ended).status_code == 302
    assert "使っていない" in client.get("/ina/staff/homes/solvers/").content.decode()
