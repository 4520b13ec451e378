"""A lottery of a tour: a family of four on the phone, a single who goes on by another door, an official who checks."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.clicking import choose, fill, follow, press, told
from tests.browser.conftest import Enter
from tests.site import Site, running_site

TOUR, TALK = "冬の暮らし体験ツアー", "画面ごしの暮らし相談会"
NUMBER = "39,123.45"
AFTER_DEADLINE, NUMBER_OUT = 15, 19


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """Run a site whose clock this test moves on."""
    with running_site(DJANGO_SETTINGS_MODULE="tests.later") as running:
        yield running


def days_later(site: Site, days: int) -> None:
    (site.folder / "clock").write_text(str(days))


def begin(page: Page, tour: str, persons: int) -> None:
    """Find a tour in the list and go on to its application."""
    page.goto("/ina/tours/")
    follow(page, tour)
    fill(page, persons=str(persons))
    press(page, "申込みへ進む")


def send(page: Page, name: str, email: str) -> str:
    """Fill in the rest and send it; return the address of the party's own page."""
    if page.locator("select[name=wish1] option[value='']").count():
        page.locator("select[name=wish1]").select_option(index=1)
    fill(page, name=name, email=email)
    choose(page, age_band="30s", past_visits="never", prefecture="13")
    if page.locator("[name=agrees_agency]").count():
        page.locator("[name=agrees_agency]").check()
    page.locator("[name=agree]").check()
    press(page, "申し込む")
    page.wait_for_url("**/tours/a/*/")  # the address is the party's, once the page is there
    return page.url


def sure(page: Page, words: str) -> None:
    """Press a button and say yes to its question."""
    press(page, words)
    page.get_by_role("dialog").get_by_role("button", name=words).click()


def saved(page: Page, words: str, folder: Path) -> Path:
    """Follow a link to a file and keep it."""
    with page.expect_download() as given:
        follow(page, words)
    path = folder / given.value.suggested_filename
    given.value.save_as(path)
    return path


def verified(*files: Path) -> str:
    """Run the script that the page gives away on files that the page gives away."""
    done = subprocess.run([sys.executable, *map(str, files)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def family_applies(page: Page) -> str:
    begin(page, TOUR, 4)
    for number, age in enumerate((36, 8, 5)):
        fill(page, **{f"with{number}-name": f"雪野 家族{number}(架空)", f"with{number}-age": str(age)})
    page.locator("[name=kana]").fill("ゆきの かおり")
    page.reload()  # what was written stays in the tab
    expect(page.locator("[name='with1-name']")).to_have_value("雪野 家族1(架空)")
    own = send(page, "雪野 香(架空)", "yukino@demo.example")
    told(page, "申込みを受け付けました", "抽選待ち", "4人")
    return own


def single_is_refused(single: Page, desk: Page) -> str:
    """Let a single apply who does not meet the call, and be refused with a reason."""
    begin(single, TOUR, 1)
    own = send(single, "一ノ瀬 独(架空)", "ichi@demo.example")
    number = single.locator("main").inner_text().partition("申込みの番号: ")[2][:6]
    desk.goto("/ina/staff/tours/")
    follow(desk, TOUR)
    follow(desk, "申込み")
    follow(desk, number)
    follow(desk, "参加をお断りする")
    fill(desk, why="今回は、子どもと一緒の方のためのツアーです。")
    press(desk, "参加をお断りする")
    told(desk, "ほかの案内を送りました", TALK)
    return own


def test_a_lottery_from_the_phone_to_the_check(enter: Enter, site: Site, tmp_path: Path) -> None:
    family, single = enter(width=390).new_page(), enter(width=390).new_page()
    desk = enter("head").new_page()
    own, refused = family_applies(family), single_is_refused(single, desk)

    # another door: found from the page of the link, taken, and seen by the office
    single.goto(refused)
    told(single, "落選", "子どもと一緒の方のため", "ほかの入口")
    single.locator("main li", has_text=TALK).get_by_role("button", name="見てみる").click()
    fill(single, persons="1")
    press(single, "申込みへ進む")
    send(single, "一ノ瀬 独(架空)", "ichi@demo.example")
    told(single, "参加できます")
    desk.goto("/ina/staff/tours/")
    follow(desk, TOUR)
    follow(desk, "参加者の決め方")
    told(desk, "7日以内に次の一歩へ進んだのは1組", "100.0%")
    follow(desk, "試しに引いて")
    told(desk, "外れる割合", "子どもと一緒の組", "4人の組")
    selection = desk.url.partition("?")[0]

    # anybody saves what is published before the deadline
    family.goto("/ina/tours/winter/result/")
    (tmp_path / "before").mkdir()
    before = saved(family, "公表したファイル", tmp_path / "before")
    script = saved(family, "確かめるための小さなプログラム", tmp_path)

    days_later(site, AFTER_DEADLINE)
    desk = enter("head").new_page()  # the log-in of two weeks ago is over
    desk.goto(selection)
    sure(desk, "名簿を確定する")
    told(desk, "名簿の指紋")
    family.goto(own)
    expect(family.locator("[aria-current=step]")).to_contain_text("抽選待ち")
    receipt = saved(family, "名簿の控え", tmp_path)
    days_later(site, NUMBER_OUT)
    desk = enter("head").new_page()
    desk.goto(selection)
    fill(desk, number=NUMBER)
    sure(desk, "抽選して、全員に知らせる")
    told(desk, "抽選しました", "正しい")
    family.goto(own)
    told(family, "理由", "番目でした")
    expect(family.locator("main")).to_contain_text(re.compile("参加できます|補欠です"))

    # an official checks the draw with the public files and the office's list
    family.goto("/ina/tours/winter/result/")
    published = saved(family, "公表したファイル", tmp_path)
    listed = saved(desk, "監査用の名簿", tmp_path)
    said = verified(script, published, before, receipt, listed)
    assert "WRONG" not in said
    assert said.count("right") >= 12
    assert "雪野" not in published.read_text("utf-8")

    # one tap, and whoever waits moves up
    family.goto(own)
    words = "参加を辞退する" if "参加できます" in family.locator("main").inner_text() else "申込みを取り下げる"
    sure(family, words)
    told(family, "辞退を受け付けました")
    desk.goto(selection)
    told(desk, "正しい")
