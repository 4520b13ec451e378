"""A contest: opened, entered, judged without names, told, published, built."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from kayoi.engines.casefiles.models import Protection
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.messages.models import Message
from kayoi.engines.procedures.models import Letter
from kayoi.engines.procedures.selectors.letters import letter_pdf
from kayoi.engines.selections.models import Entry, Judge
from kayoi.engines.selections.services import close_judging, score_entry
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import local_date
from kayoi.kit.tests.pdf_text import words_of_pages
from kayoi.programmes.stays.forms.contests import EntryForm
from kayoi.programmes.stays.models import Contest, ContestEntry, House
from kayoi.programmes.stays.selectors.contests import shown_entries
from kayoi.programmes.stays.services import contests as services
from kayoi.programmes.stays.tests.contests import TERMS, a_contest, an_entry, rows_of_contests
from tests.cast import LogIn, Member, make_member

PAGES = "/ina/staff/contests/"


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_from_the_call_to_the_model_house(log_in: LogIn, ina: Organization, officer: Member, head: Member) -> None:
    now = timezone.now()
    with scope.of_organization(ina.pk):
        seed = a_contest(by=head.actor, at=now)
        for name, title in (("応募 一郎", "風の家"), ("応募 次郎", "海の家")):
            an_entry(seed, make_file(name=name), title=title, by=head.actor, at=now, may_publish=title == "海の家")
        procedure = seed.procedure_id
    chief = log_in(head.user)
    given = {
        "title": "新しい拠点", "summary": "趣旨", "procedure": procedure, "criteria": "なじむか, 5, 2\nつくれるか,10,1",
        "prizes": "最優秀賞, 1", "least_judges": 2,
    }  # fmt: skip
    assert chief.post(f"{PAGES}new/", given | {"criteria": "なじむか"}).status_code == 422
    assert chief.post(f"{PAGES}new/", given | {"criteria": "なじむか, x, 2"}).status_code == 422
    assert chief.post(f"{PAGES}new/", given).status_code == 302
    assert "新しい拠点" in text(log_in(officer.user), PAGES)
    page = f"{PAGES}{seed.pk}/"
    for name in ("a", "b"):
        assert chief.post(f"{page}judges/", {"name": name, "email": f"{name}@example.org"}).status_code == 302
    with scope.of_organization(ina.pk):
        links = [one.body.split("/judge/")[1].split("/")[0] for one in Message.objects.order_by("pk")]
    judge, other = (f"/ina/judge/{token}/" for token in links)
    shown = text(Client(), judge) + text(Client(), f"{judge}01/")
    assert "風の家" in shown
    assert "応募 一郎" not in shown
    assert Client().get("/ina/judge/nobody/").status_code == 404
    assert Client().get(f"{judge}09/").status_code == 404
    lacking = Client().post(f"{judge}01/", {"c1": 3})
    assert "点を入れてください" in lacking.content.decode()
    for where, points in ((judge, (("01", 3, 9), ("02", 4, 8))), (other, (("02", 5, 10),))):
        for number, first, second in points:
            answer = Client().post(f"{where}{number}/", {"c1": first, "c2": second, "remark": f"講評{number}"})
            assert answer.status_code == 302
    early = chief.post(f"{page}close/", follow=True)
    assert "採点表が、1件あります" in early.content.decode()
    assert Client().post(f"{other}01/", {"stepped_back": "身内の作品"}).status_code == 302
    few = chief.post(f"{page}close/", follow=True)
    assert "審査員が2人に足りません" in few.content.decode()
    assert "審査がまだ終わっていません" in chief.post(f"{page}publish/", follow=True).content.decode()
    assert Client().get(f"/ina/contests/{seed.pk}/").status_code == 404
    assert Client().post(f"{other}01/", {"c1": 2, "c2": 2}).status_code == 302
    assert chief.post(f"{page}close/").status_code == 302
    assert Client().post(f"{other}01/", {"c1": 5, "c2": 10}).status_code == 422
    assert chief.post(f"{page}tell/").status_code == 302
    assert chief.post(f"{page}nothing/").status_code == 404
    chief.post(f"{page}publish/")
    results = text(Client(), f"/ina/contests/{seed.pk}/")
    assert "最優秀賞: 海の家" in results
    assert "風の家" not in results  # did not agree
    with scope.of_organization(ina.pk):
        best, letters = ContestEntry.objects.get(title="海の家"), Letter.objects.order_by("pk")
        said = ["".join(words_of_pages(letter_pdf(one))) for one in letters]
    assert "講評02" in said[0]
    assert len(said) == 2
    assert chief.post(f"{PAGES}entries/{best.pk}/house/").status_code == 302
    assert chief.post(f"{PAGES}entries/{best.pk}/house/").status_code == 302
    with scope.of_organization(ina.pk):
        assert House.objects.filter(kind="model", status="draft").count() == 1
    assert "モデルハウス" in text(chief, page)


def test_what_a_contest_refuses(in_ina: Organization, head: Member) -> None:
    now, by = timezone.now(), head.actor
    contest = a_contest(by=by, at=now)
    entry = an_entry(contest, make_file(), by=by, at=now)
    fields = {"title": "別", "words": "別", "may_publish": False, "shown_name": ""}
    again = services.enter_contest(contest=contest, application=entry.application, fields=fields, by=by, at=now)
    assert again.pk == entry.pk
    other = services.open_contest(title="よそ", summary="", procedure=contest.procedure, terms=TERMS, by=by, at=now)
    entry.application.procedure = "another"
    with pytest.raises(services.UnableToHoldContest):
        services.enter_contest(contest=other, application=entry.application, fields=fields, by=by, at=now)
    for refuses in (services.tell_results, services.publish_results):
        with pytest.raises(services.UnableToHoldContest):
            refuses(contest=contest, by=by, at=now)
    with pytest.raises(services.UnableToHoldContest):
        services.draft_house(entry=entry, organization=in_ina, by=by, at=now)
    for name in ("a", "b"):
        link = {"link": "https://example.org/{token}/", "email": f"{name}@example.org"}
        services.invite_to_judge(contest=contest, organization=in_ina, name=name, **link, by=by, at=now)
    for judge in Judge.objects.all():
        score_entry(judge=judge, entry=entry.entry, scores={"c1": 1, "c2": 1}, by=by, at=now)
    close_judging(judging=contest.judging, by=by, at=now)
    assert [services.tell_results(contest=contest, by=by, at=now) for _ in range(2)] == [1, 0]
    services.publish_results(contest=Contest.objects.get(pk=contest.pk), by=by, at=now)


def test_who_came_under_protection_is_no_longer_shown(
    log_in: LogIn, ina: Organization, officer: Member, head: Member
) -> None:
    now, by = timezone.now(), head.actor
    with scope.of_organization(ina.pk):
        contest, file = a_contest(by=by, at=now), make_file(name="応募 一郎")
        row = an_entry(contest, file, by=by, at=now)
        Entry.objects.filter(pk=row.entry_id).update(prize="最優秀賞", place=1, mean="5/1")
        Contest.objects.filter(pk=contest.pk).update(published_at=now)
    public, page = f"/ina/contests/{contest.pk}/", f"{PAGES}{contest.pk}/"
    assert "風の家" in text(Client(), public)
    assert "応募 一郎" in text(log_in(officer.user), page)
    with scope.of_organization(ina.pk):
        assert shown_entries(on=local_date(now)).count() == 1
        Protection.objects.create(case_file=file, starts_on=local_date(now))
        assert shown_entries(on=local_date(now)).count() == 0
    assert "風の" not in text(Client(), public)
    assert "応募 一郎" in text(log_in(officer.user), page)  # may read of people under protection
    helper = log_in(make_member(ina, "contractor", "委託 一郎").user)
    assert f"個票{file.number}" in text(helper, page)
    assert "応募 一郎" not in text(helper, page)


def test_staff_take_a_judge_and_an_entry_out(log_in: LogIn, ina: Organization, head: Member) -> None:
    now, by = timezone.now(), head.actor
    with scope.of_organization(ina.pk):
        rows = rows_of_contests(make_file(), words="わ", by=by, at=now)
    chief, page = log_in(head.user), f"{PAGES}{rows['contest']}/"
    judge, entry = f"{page}judges/{rows['contest_judge']}/dismiss/", f"{PAGES}entries/{rows['contest_entry']}/withdraw/"
    shown = text(chief, page)
    assert judge in shown
    assert entry in shown
    english = Client(headers={"accept-language": "en"}).post(f"/ina/judge/{rows['judge_token']}/01/", {"c1": 1})
    assert "点を入れてください" not in english.content.decode()
    for path in (entry, judge):
        assert chief.post(path, {"why": ""}).status_code == 422
        assert chief.post(path, {"why": "取下げ"}).status_code == 302
    assert Client().get(f"/ina/judge/{rows['judge_token']}/").status_code == 404
    assert "作品わ" not in text(chief, page)


def test_no_paper_is_taken_as_a_picture(in_ina: Organization) -> None:
    pdf = SimpleUploadedFile("a.pdf", b"%PDF-1.7 x")
    form = EntryForm({}, {"picture": pdf}, waiting=[])
    assert "picture" in form.errors
