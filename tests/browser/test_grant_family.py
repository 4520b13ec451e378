"""A family finds a grant on the phone, applies with papers, reports and claims; the town pays out of its budget."""

from datetime import date, timedelta

from playwright.sync_api import FilePayload, Page, expect

from tests.browser.clicking import choose, fill, follow, pdf, press, told
from tests.browser.conftest import Enter
from tests.browser.granting import CHOSEN, PHOTO, TODAY, accept, answer, decide, pay, propose, step, who, written

MOTHER = who("花野 すず(架空)", "はなの すず", date(1993, 4, 2), "090-0000-4301", "長野県伊那市架空43")
WORDS = written(moved_in_on=TODAY - timedelta(days=40), cost_yen=6_400_000)
PICTURE = FilePayload(name="photo.png", mimeType="image/png", buffer=PHOTO)
# The family knows about its house; all else it skips.
KNOWN = {"house.in_bank": "yes", "move.intends_5_years": "yes", "move.joins_association": "yes"}


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


def test_from_the_finder_to_the_payment(enter: Enter) -> None:
    mother = enter(width=390).new_page()
    find(mother)
    told(mother, "わかもの定住補助金(架空)", "受付中")
    apply(mother)
    state = mother.url

    desk = enter("officer").new_page()
    desk.goto("/ina/staff/applications/?status=submitted")
    desk.get_by_role("row", name="花野 すず(架空)").get_by_role("link").first.click()
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
    pay(enter, desk, grant, name="花野 すず(架空)", kana="ハナノ スズ", number="7654301")

    mother.goto(state)
    told(mother, "義務期間中", "支払額 500,000円")
    expect(mother.get_by_role("link", name="請求する")).to_have_count(0)
