"""A registered person joins a group, posts, and signs up for its online meet-up; another member reports a post, staff
hide it with a reason, and its writer objects. Who is not a member, and another town, find nothing.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.clicking import fill, follow, press, told
from tests.browser.conftest import Enter
from tests.browser.test_every_page import faults_within
from tests.site import Site

GROUP = "高遠の棚田だより(架空)"
MEET_UP = "冬の棚田をながめる会"


@pytest.fixture
def number(site: Site) -> str:
    """Return the receipt number of the demo person's registration."""
    found = site.query(
        "SELECT r.number FROM furusato_registration r JOIN casefiles_casefile f ON f.id = r.case_file_id"
        " WHERE f.person_id IS NOT NULL AND r.status = 'registered' ORDER BY r.id"
    )
    return str(found[0][0])


def refused(page: Page, address: str) -> None:
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 404


def test_a_group_from_joining_to_a_hidden_post(enter: Enter, number: str) -> None:
    desk, me, stranger = (
        enter("officer").new_page(), enter("person", width=390).new_page(), enter(width=390).new_page()
    )  # fmt: skip
    me.goto(f"/ina/furusato/a/{number}/")
    follow(me, "グループ(ほかの登録者との交流)")
    follow(me, "参加する")
    told(me, "参加する前に読んでください", "本名・住所・電話番号")
    join = me.url
    refused(me, join.replace("/join/", "/"))
    me.goto(join)
    fill(me, name="青空 花子")
    me.get_by_label("上の注意を読みました").check()
    press(me, "参加する")
    told(me, "本名は使えません")
    fill(me, name="そらまめ")
    press(me, "参加する")
    told(me, "グループに参加しました", "あなたの表示名: そらまめ", "稲の色も進んでいます")
    home = me.url
    refused(stranger, home)
    refused(me, home.replace("/ina/", "/chino/"))

    me.goto(home)
    fill(me, text="個別に連絡をください。お得な話があります。")
    press(me, "投稿する")
    told(me, "載せました", "お得な話があります")
    _staff_hide(desk, "お得な話があります")
    me.goto(home)
    told(me, "町がこの投稿を非表示にしました", "勧誘と読めるため")
    follow(me, "納得できないときは、異議を伝える")
    fill(me, words="野菜を分けたいという意味です。")
    press(me, "伝える")
    told(me, "異議を受け取りました")
    desk.goto("/ina/staff/furusato/groups/")
    told(desk, "本人の異議: 野菜を分けたいという意味です。")

    me.goto(home)
    follow(me, MEET_UP)
    told(me, "申し込むと、ここにアドレスが出ます")
    expect(me.locator("main")).not_to_contain_text("meet.demo.example")
    press(me, "申し込む")
    told(me, "申込みを受け付けました", "https://meet.demo.example/tanada")
    stranger.goto("/ina/furusato/activities/")
    expect(stranger.locator("main")).not_to_contain_text(MEET_UP)
    assert faults_within(enter("person", bypass_csp=True), home) == {}


def _staff_hide(desk: Page, words: str) -> None:
    """Let staff hide the post that the demonstration has as reported, and the one with these words."""
    desk.goto("/ina/staff/furusato/groups/")
    told(desk, "もうかる話があります", "通報: 勧誘のように見えます。")
    waiting = desk.locator("li.group-post").filter(has_text="もうかる話があります")
    waiting.get_by_role("link", name="非表示にする").click()
    fill(desk, why="勧誘のため")
    press(desk, "非表示にする")
    told(desk, "投稿した人は、理由と、異議の伝え方を読めます")
    desk.goto("/ina/staff/furusato/groups/")
    expect(desk.locator("main")).not_to_contain_text("もうかる話があります")
    desk.get_by_role("link", name=re.compile(re.escape(GROUP))).first.click()
    post = desk.locator("li.group-post").filter(has_text=words)
    post.get_by_role("link", name="非表示にする").first.click()
    fill(desk, why="勧誘と読めるため")
    press(desk, "非表示にする")
    told(desk, "投稿した人は、理由と、異議の伝え方を読めます")
