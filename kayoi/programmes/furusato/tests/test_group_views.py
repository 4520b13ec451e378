"""Groups through the browser's requests: one's own pages, the office; others and other towns see nothing."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.utils import timezone

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.followups.models import FollowUp
from kayoi.foundation.files.tests.test_services import picture
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.dates import local_date
from kayoi.programmes.furusato.jobs import mail_group_news
from kayoi.programmes.furusato.models import Group, GroupMember, GroupPost, Registration, SignUp
from kayoi.programmes.furusato.selectors.groups import key_of
from kayoi.programmes.furusato.services.telling_registered import new_page
from kayoi.programmes.furusato.tests import factories as make
from tests.cast import LogIn, Member
from tests.jobs import run_jobs


@dataclass
class Own:
    """Somebody's own page, and a group that they may join."""

    town: Organization
    group: Group
    file: CaseFile
    page: str

    @property
    def home(self) -> str:
        return f"{self.page}{self.group.pk}/"

    def join(self, browser: Client, name: str = "さくら") -> None:
        answer = browser.post(f"{self.home}join/", {"name": name, "agree": "on"})
        assert answer.status_code == 302, answer.content.decode()

    def posts(self) -> list[GroupPost]:
        with scope.of_organization(self.town.pk):
            return list(GroupPost.objects.order_by("pk"))


def own_page(town: Organization, group: Group, **fields: Any) -> Own:
    now = timezone.now()
    row = make.a_registration(file=make_file(**fields), at=now)
    token = new_page(registration=row, by=system("test"), at=now)
    return Own(town, group, row.case_file, f"/{town.slug}/furusato/a/{token}/groups/")


@pytest.fixture
def own(ina: Organization) -> Own:
    with scope.of_organization(ina.pk):
        return own_page(ina, make.a_group(name="棚田の会"), name="山田 花子")


@pytest.fixture
def other(own: Own) -> Own:
    """Another registered person, in the group already."""
    with scope.of_organization(own.town.pk):
        found = own_page(own.town, own.group, name="森 千夏")
        make.a_member(own.group, found.file, name="もみじ", name_key="もみじ")
        return found


def test_a_person_joins_posts_replies_and_deletes(own: Own, other: Own) -> None:
    me, reader = Client(), Client()
    assert me.get(own.home).status_code == 404, "who is not in it finds nothing"
    assert "棚田の会" in me.get(own.page).content.decode()
    refused = me.post(f"{own.home}join/", {"name": "山田花子"})
    assert refused.status_code == 422
    assert "注意を読んで" in refused.content.decode()
    own.join(me)
    photo = SimpleUploadedFile("a.jpg", picture(), content_type="image/jpeg")
    assert me.post(f"{own.home}write/", {"text": "<b>稲刈り</b> https://x.example", "photo": photo}).status_code == 302
    [post] = own.posts()
    page = reader.get(other.home).content.decode()
    assert "さくら" in page
    assert "&lt;b&gt;稲刈り&lt;/b&gt; https://x.example" in page
    assert "山田" not in page
    assert reader.get(f"{other.home}{post.pk}/photo/").getvalue().startswith(b"\xff\xd8\xff")
    assert reader.post(f"{other.home}{post.pk}/reply/", {"text": "いいですね"}).status_code == 302
    assert "いいですね" in me.get(f"{own.home}{post.pk}/").content.decode()
    assert reader.post(f"{other.home}{post.pk}/delete/").status_code == 404
    assert me.get(f"{own.home}{post.pk}/delete/").status_code == 200
    me.post(f"{own.home}{post.pk}/delete/")
    page = reader.get(other.home).content.decode()
    assert "稲刈り" not in page
    assert "この投稿は削除されました" in page
    assert reader.get(f"{other.home}{post.pk}/photo/").status_code == 404


def test_what_is_new_is_counted_until_the_group_is_opened(own: Own, other: Own) -> None:
    me = Client()
    own.join(me)
    with scope.of_organization(own.town.pk):
        make.a_post(own.group, None, at=timezone.now() + timedelta(seconds=1))
    assert "新しい投稿: 1件" in me.get(own.page).content.decode()
    with scope.of_organization(own.town.pk):
        GroupMember.objects.filter(name="さくら").update(seen_at=timezone.now() + timedelta(minutes=1))
    assert "新しい投稿" not in me.get(own.page).content.decode()


def test_nothing_empty_is_posted_and_what_was_written_is_kept(own: Own) -> None:
    me = Client()
    own.join(me)
    paper = SimpleUploadedFile("a.pdf", b"%PDF-1.7", content_type="application/pdf")
    answer = me.post(f"{own.home}write/", {"text": "長い話", "photo": paper})
    assert answer.status_code == 422
    assert "長い話" in answer.content.decode()
    assert me.post(f"{own.home}write/", {"text": " "}).status_code == 422
    assert own.posts() == []


def test_staff_hide_what_was_reported_and_the_writer_objects(own: Own, other: Own, head: Member, log_in: LogIn) -> None:
    me, reader, desk = Client(), Client(), log_in(head.user)
    own.join(me)
    me.post(f"{own.home}write/", {"text": "もうかる話"})
    [post] = own.posts()
    assert me.post(f"{own.home}{post.pk}/report/", {"why": "x"}).status_code == 422
    assert reader.post(f"{other.home}{post.pk}/report/", {"why": ""}).status_code == 422
    assert reader.post(f"{other.home}{post.pk}/report/", {"why": "勧誘です"}).status_code == 302
    assert "通報しました" in reader.get(other.home).content.decode()
    office = f"/ina/staff/furusato/groups/{own.group.pk}/"
    assert "勧誘です" in desk.get(office).content.decode()
    assert "勧誘です" in desk.get("/ina/staff/furusato/groups/").content.decode()
    hide = f"/ina/staff/furusato/groups/posts/{post.pk}/hide/"
    assert desk.post(hide, {"why": ""}).status_code == 422
    assert desk.post(hide, {"why": "勧誘のため"}).status_code == 302
    assert "もうかる話" not in reader.get(other.home).content.decode()
    page = me.get(own.home).content.decode()
    assert "理由:" in page
    assert "勧誘のため" in page
    assert "勧誘です" not in page
    assert me.post(f"{own.home}{post.pk}/object/", {"words": "誤解です"}).status_code == 302
    assert "本人の異議: 誤解です" in desk.get(office).content.decode()
    assert desk.post(f"/ina/staff/furusato/groups/posts/{post.pk}/step/show/").status_code == 302
    assert "もうかる話" in reader.get(other.home).content.decode()
    with scope.of_organization(own.town.pk):
        assert not FollowUp.objects.open().exists()


def test_a_member_signs_up_for_a_meet_up_that_the_public_does_not_see(own: Own) -> None:
    me = Client()
    own.join(me)
    with scope.of_organization(own.town.pk):
        row = make.an_activity(
            at=timezone.now(), group=own.group, members_only=True, online_url="https://meet.example/tanada"
        )
    address = f"{own.home}meet-ups/{row.pk}/"
    assert Client().get(f"/ina/furusato/activities/{row.key}/").status_code == 404
    assert row.title not in Client().get("/ina/furusato/activities/").content.decode()
    assert "meet.example" not in me.get(address).content.decode()
    assert [me.post(address).status_code for _ in range(2)] == [302, 302]
    assert "https://meet.example/tanada" in me.get(address).content.decode()
    with scope.of_organization(own.town.pk):
        assert SignUp.objects.get().case_file == own.file


@pytest.mark.parametrize("days", [1, 0])
def test_whose_registration_is_over_finds_nothing(own: Own, days: int) -> None:
    me = Client()
    own.join(me)
    with scope.of_organization(own.town.pk):
        today = local_date(timezone.now())
        Registration.objects.filter(case_file=own.file).update(
            since=today - timedelta(days=9), valid_until=today - timedelta(days=days)
        )
    found = me.get(own.home).status_code
    assert found == (404 if days else 200)
    assert me.post(f"{own.home}write/", {"text": "x"}).status_code == (404 if days else 302)


def test_other_towns_and_strangers_find_nothing(own: Own, other: Own, sado: Organization) -> None:
    me, reader = Client(), Client()
    own.join(me)
    assert me.get(own.home.replace("/ina/", "/sado/")).status_code == 404
    assert Client().get(own.page.replace("/a/", "/a/x")).status_code == 404
    with scope.of_organization(own.town.pk):
        second = make.a_group()
        post = make.a_post(second, None)
    assert reader.get(f"{other.page}{second.pk}/").status_code == 404
    assert reader.get(f"{other.home}{post.pk}/").status_code == 404, "a post of another group"


def test_leaving_and_the_mails(own: Own) -> None:
    me = Client()
    own.join(me)
    me.post(f"{own.home}write/", {"text": "さようなら"})
    assert me.post(f"{own.home}mails/", {"wish": "yes"}).status_code == 302
    with scope.of_organization(own.town.pk):
        key = key_of(GroupMember.objects.get())
    stop = f"/ina/furusato/groups/stop/{key}/"
    assert Client().get(stop).status_code == 200
    program = Client(enforce_csrf_checks=True)
    assert program.post(stop, {"List-Unsubscribe": "One-Click"}).status_code == 200
    with scope.of_organization(own.town.pk):
        assert GroupMember.objects.get().mails_since is None
    assert Client().get("/ina/furusato/groups/stop/x/").status_code == 404
    assert me.get(f"{own.home}leave/").status_code == 200
    assert me.post(f"{own.home}leave/", {"with_posts": "on"}).status_code == 302
    assert me.get(own.home).status_code == 404
    assert [post.text for post in own.posts()] == [""]


def test_who_presses_too_often_is_told_and_nothing_is_done(own: Own) -> None:
    me = Client()
    own.join(me)
    me.post(f"{own.home}write/", {"text": "残る"})
    [post] = own.posts()
    with scope.of_organization(own.town.pk):
        key = key_of(GroupMember.objects.get())
    with override_settings(ACCOUNT_RATE_LIMITS=settings.ACCOUNT_RATE_LIMITS | {"book": "1/h/ip"}):
        me.post(f"{own.home}write/", {"text": ""})
        assert me.post(f"{own.home}leave/").status_code == 422
        busy = me.post(f"{own.home}{post.pk}/delete/")
        told = me.post(f"{own.home}mails/", {"wish": "yes"}, follow=True).content.decode()
    assert (busy.status_code, "続けて操作された" in busy.content.decode()) == (422, True)
    assert "続けて操作された" in told
    assert [post.text for post in own.posts()] == ["残る"]
    with scope.of_organization(own.town.pk):
        assert GroupMember.objects.get().mails_since is None
    stop = f"/ina/furusato/groups/stop/{key}/"
    assert [Client().post(stop).status_code for _ in range(2)] == [200, 200], "who has had enough of mails is let go"


def test_staff_make_a_group_and_write_as_the_town(ina: Organization, head: Member, log_in: LogIn, own: Own) -> None:
    desk, me = log_in(head.user), Client()
    form = {"name": "りんごの会", "about": "りんごの話をします。", "checks_first": "on"}
    assert desk.post("/ina/staff/furusato/groups/new/", {"name": "棚田の会", "about": "x"}).status_code == 422
    made = desk.post("/ina/staff/furusato/groups/new/", form)
    assert made.status_code == 302
    office = made["Location"]
    assert "りんごの会" not in me.get(own.page).content.decode(), "nobody sees it before it is opened"
    desk.post(f"{office}change/", form | {"about": "りんごと畑の話をします。", "version": "1"})
    assert desk.post(f"{office}change/", form | {"about": "x", "version": "1"}).status_code == 422
    desk.post(f"{office}step/open/")
    with scope.of_organization(ina.pk):
        group = Group.objects.get(name="りんごの会")
    apples = Own(ina, group, own.file, own.page)
    apples.join(me)
    me.post(f"{apples.home}write/", {"text": "はじめまして"})
    assert "町が確認中" in me.get(apples.home).content.decode()
    assert "はじめまして" in desk.get(office).content.decode()
    [waiting] = apples.posts()
    desk.post(f"/ina/staff/furusato/groups/posts/{waiting.pk}/step/show/")
    desk.post(f"/ina/staff/furusato/groups/posts/{waiting.pk}/reply/", {"text": "ようこそ"})
    desk.post(f"{office}write/", {"text": "町からのお知らせ"})
    page = me.get(apples.home).content.decode()
    assert "町が確認中" not in page
    assert "ようこそ" in page
    assert "町からのお知らせ" in page
    assert desk.get(f"/ina/staff/furusato/groups/posts/{waiting.pk}/")["Location"] == office
    desk.post(f"{office}step/close/")
    assert me.post(f"{apples.home}write/", {"text": "まだ"}).status_code == 422


def test_the_job_mails_news_once_and_its_links_open_the_group_and_end_the_mails(ina: Organization) -> None:
    with scope.of_organization(ina.pk):
        own = own_page(ina, make.a_group(), email="hana@example.jp")
    me = Client()
    me.post(f"{own.home}join/", {"name": "さくら", "agree": "on", "mails": "on"})
    with scope.of_organization(ina.pk):
        make.a_post(own.group, None, at=timezone.now() + timedelta(seconds=1))
    for _ in range(2):
        mail_group_news(organization=ina.pk)
    run_jobs()
    [letter] = mail.outbox
    links = re.findall(r"https?://[^/]+(/ina/\S+)", str(letter.body))
    assert [Client().get(link).status_code for link in links] == [200, 200]
    assert links[0].endswith(f"/groups/{own.group.pk}/")
    assert letter.extra_headers["List-Unsubscribe"].strip("<>").endswith(links[1])


def test_staff_rename_a_member_and_put_them_out(own: Own, head: Member, log_in: LogIn) -> None:
    me, desk = Client(), log_in(head.user)
    own.join(me)
    with scope.of_organization(own.town.pk):
        page = f"/ina/staff/furusato/groups/members/{GroupMember.objects.get().pk}/"
    assert [desk.post(f"{page}{step}/", {"name": "", "why": ""}).status_code for step in ("rename", "out")] == [
        422,
        422,
    ]
    assert desk.post(f"{page}rename/", {"name": "山田花子"}).status_code == 422
    assert desk.post(f"{page}rename/", {"name": "もみじ"}).status_code == 302
    assert "もみじ" in me.get(own.home).content.decode()
    office = desk.post(f"{page}out/", {"why": "勧誘のため"})["Location"]
    assert me.get(own.home).status_code == 404
    assert "勧誘のため" in me.get(own.page).content.decode()
    assert f"{page}back/" in desk.get(office).content.decode()
    desk.post(f"{page}back/")
    own.join(me)
