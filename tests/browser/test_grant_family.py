"""A family finds a grant on the phone, applies, reports, claims and is paid; two years later it pays all back."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.clicking import choose, fill, follow, pdf, press, told
from tests.browser.conftest import Enter
from tests.browser.granting import (
    CHOSEN,
    KNOWN_AFTER,
    PHOTO,
    PROVED,
    TODAY,
    accept,
    answer,
    decide,
    later,
    move_out,
    pay,
    propose,
    refund_step,
    step,
    surcharge_of,
    who,
    written,
)
from tests.site import Site

NAME, BORN = "花野 すず(架空)", date(1993, 4, 2)
MOTHER = who(NAME, "はなの すず", BORN, "090-0000-4301", "長野県伊那市架空43")
WORDS = written(moved_in_on=TODAY - timedelta(days=40), cost_yen=6_400_000)
PICTURE = FilePayload(name="photo.png", mimeType="image/png", buffer=PHOTO)
# The family knows about its house; all else it skips.
KNOWN = {"house.in_bank": "yes", "move.intends_5_years": "yes", "move.joins_association": "yes"}
SURCHARGE_YEN = surcharge_of(500_000)


@pytest.fixture
def site(later_site: Site) -> Site:
    """Run on the site whose clock can be moved on, from today."""
    later_site.move_on(0)
    return later_site


def find(page: Page) -> None:
    """Look for support in Ina: pick the grant for young people, answer or skip, go on to its page."""
    page.goto("/find-support/")
    page.locator("input[name=towns][value=ina]").check()
    press(page, "質問に進む")
    while "/results/" not in page.url:
        key = page.url.rstrip("/").rpartition("/")[2]
        with page.expect_navigation():
            if key == "schemes":
                page.locator("input[value=demo-young-settlers]").check()
                page.locator("main form button").first.click()
            elif key == "usual-answers":
                press(page, "すべて、このとおりです")
            elif key in KNOWN:
                choose(page, answer=KNOWN[key])
                page.locator("main form button").first.click()
            else:
                page.locator("button[name=unknown]").click()
    page.locator("#demo-young-settlers").get_by_role("link", name="申請に進む").click()


def apply(page: Page) -> None:
    """Answer question by question, send papers as photos, and hand the application in."""
    press(page, "申請を始める")
    page.wait_for_url("**/you/")
    answer(page, {}, MOTHER)
    press(page, "次へ")
    page.wait_for_url("**/question/")
    while page.url.endswith("/question/"):
        answer(page, CHOSEN, WORDS)
        with page.expect_navigation():
            press(page, "次へ")
    for label in ("住民票の写し", "契約書の写し"):
        paper = page.locator("section").filter(has=page.get_by_role("heading", name=label))
        paper.locator("input[type=file]").set_input_files([PICTURE, PICTURE])
        if label == "住民票の写し":
            paper.locator("[name$=issued_on]").fill(TODAY.isoformat())
        paper.get_by_role("button", name="この書類を送る").click()
        expect(paper).to_contain_text("2枚")
    follow(page, "次へ")
    told(page, "要件を満たしています", "600,000")
    for name in ("pledge", "agree"):
        page.locator(f"[name={name}]").check()
    press(page, "申請する")
    told(page, "申請の状態", "受付番号")


def report(page: Page, state: str) -> None:
    """Report by phone what was done and what it cost, with a picture of the receipt."""
    page.goto(state)
    told(page, "交付決定額 600,000円")
    follow(page, "実績を報告する")
    fill(page, finished_on=TODAY.isoformat(), words="屋根と台所を直しました。")
    fill(page, **{"house-cost_yen": "4000000"})
    page.locator("[name=paper0]").set_input_files([PICTURE])
    press(page, "報告する")
    told(page, "実績報告あり")


def be_paid(enter: Enter, mother: Page, state: str) -> str:
    """Examine, decide, take the report and the claim, and pay; return the page of the grant."""
    desk = enter("officer").new_page()
    desk.goto("/ina/staff/applications/?status=submitted")
    desk.get_by_role("row", name=NAME).get_by_role("link").first.click()
    told(desk, "算定額 600,000円")
    application = desk.url
    for label in ("住民票の写し", "契約書の写し"):
        accept(desk, application, label)
    desk.goto(application)
    propose(desk)
    decide(enter, application, stamps=3)

    report(mother, state)
    desk.goto(application)
    assert pdf(desk, "交付決定通知書").startswith(b"%PDF")
    follow(desk, "交付のページへ")
    told(desk, "交付決定", "支出負担行為")
    grant = desk.url
    step(desk, grant, "検査する", remark="領収書を確かめた。")
    step(enter("head").new_page(), grant, "額を確定する")

    mother.goto(state)
    told(mother, "確定額 500,000円")  # a tenth of what it cost in the end, and 100,000 for the child
    follow(mother, "請求する")
    press(mother, "請求する")
    told(mother, "請求を受け取りました")
    step(desk, grant, "請求を確認済みにする")
    pay(enter, desk, grant, name=NAME, kana="ハナノ スズ", number="7654301")
    return grant


def prove(mother: Page, state: str) -> None:
    """Hand in, by phone, that the family still lives here."""
    mother.goto(state)
    told(mother, "証明書類を出してください", "1年目の証明の期限")
    follow(mother, "証明書類を出す")
    mother.locator("[name=uploads]").set_input_files([PICTURE])
    press(mother, "送る")
    told(mother, "証明書類を受け取りました")


def test_from_the_finder_to_a_refund_two_years_later(enter: Enter, site: Site) -> None:
    mother = enter(width=390).new_page()
    find(mother)
    told(mother, "わかもの定住補助金(架空)", "受付中")
    apply(mother)
    state = mother.url
    grant = be_paid(enter, mother, state)
    mother.goto(state)
    told(mother, "義務期間中", "支払額 500,000円")
    expect(mother.get_by_role("link", name="請求する")).to_have_count(0)

    site.move_on(PROVED)
    prove(mother, state)
    desk = enter("officer").new_page()  # of the year before nobody is logged in any more
    desk.goto(grant)
    follow(desk, "1年目")
    fill(desk, **{"accept-seen_on": later(PROVED)})
    press(desk, "確認済みにする")
    told(desk, "1年目", "確認済み")
    mother.goto(state)
    told(mother, "確認済み")

    site.move_on(KNOWN_AFTER)
    desk = enter("officer").new_page()
    refund = move_out(desk, grant, name=NAME, born=BORN, yen=500_000)
    mother.goto(state)
    expect(mother.locator("main")).not_to_contain_text("補助金の返還")  # while it is considered
    refund_step(desk, refund, "返還・免除の案を作る")
    head = enter("head").new_page()
    refund_step(head, refund, "決裁する")
    told(head, "返還を請求中", "伊那市行政手続条例(架空)第13条第2項第4号", "消滅時効")
    assert pdf(head, "返還命令書").startswith(b"%PDF")
    mother.goto(state)
    told(mother, "補助金の返還", "返還する額 500,000円", "残り 500,000円")

    for yen in ("200000", "300000"):
        refund_step(head, refund, "納付を記録する", amount_yen=yen, on=later(KNOWN_AFTER))
    told(head, "加算金・延滞分が残る")
    mother.goto(state)
    told(mother, "残り 0円", f"加算金: {SURCHARGE_YEN:,}円")
    refund_step(head, refund, "納付を記録する", amount_yen=str(SURCHARGE_YEN), on=later(KNOWN_AFTER))
    told(head, "完納", "過年度の返還(諸収入)", "返還の加算金(諸収入)")
    mother.goto(state)
    told(mother, "完納", "納めた額 500,000円", "残り 0円")
    desk.goto(grant)
    told(desk, "返還済み", "500,000円のうち500,000円", "完納")
