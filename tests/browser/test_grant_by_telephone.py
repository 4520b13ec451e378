"""A grant by telephone and on paper, to the refund two years later: staff write all down, letters are printed."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import Page

from tests.browser.clicking import choose, fill, follow, pdf, press, told
from tests.browser.conftest import Enter
from tests.browser.granting import (
    KNOWN_AFTER,
    PROVED,
    TODAY,
    decide,
    later,
    move_out,
    open_first,
    pay,
    propose,
    receive,
    refund_step,
    step,
    surcharge_of,
    who,
    written,
)
from tests.site import Site

NAME, BORN, PAID_YEN = "野良 仁(架空)", date(1988, 9, 9), 220_000
CALLER = who(NAME, "のら じん", BORN, "090-0000-4302", "長野県伊那市架空44")


@pytest.fixture
def site(later_site: Site) -> Site:
    """Run on the site whose clock can be moved on, from today."""
    later_site.move_on(0)
    return later_site


def came_by_post(page: Page, grant: str, step_words: str, **values: str) -> None:
    """Write down what came as a letter."""
    page.goto(grant)
    follow(page, step_words)
    choose(page, channel="letter")
    fill(page, **values)
    press(page, step_words)
    told(page, f"{step_words}: 済みました")


def test_by_telephone_and_paper_through_staff_alone(enter: Enter, site: Site) -> None:
    desk = enter("officer").new_page()
    open_first(
        desk, {"who": "self", "channel": "telephone"},
        CALLER | written(moved_in_on=TODAY - timedelta(days=60), cost_yen=1_200_000),
    )  # fmt: skip
    told(desk, "電話", "算定額 220,000円")
    application = desk.url
    receive(desk, "住民票の写し", "契約書の写し")
    propose(desk)
    decide(enter, application, stamps=2)
    desk.goto(application)
    assert pdf(desk, "交付決定通知書").startswith(b"%PDF")
    follow(desk, "交付のページへ")
    told(desk, "実績報告を待つ")
    grant = desk.url

    came_by_post(desk, grant, "実績報告を記録する", finished_on=TODAY.isoformat(), words="台所を直した。")
    step(desk, grant, "検査する", remark="領収書を確かめた。")
    step(enter("head").new_page(), grant, "額を確定する")
    desk.goto(grant)
    assert pdf(desk, "額の確定通知書").startswith(b"%PDF")
    came_by_post(desk, grant, "請求を記録する")
    step(desk, grant, "請求を確認済みにする")
    pay(enter, desk, grant, name=NAME, kana="ノラ ジン", number="7654302")

    site.move_on(PROVED)
    desk = enter("officer").new_page()
    desk.goto(grant)
    follow(desk, "1年目")
    proof = desk.url
    choose(desk, **{"receive-channel": "letter"})
    press(desk, "受け取る")
    desk.goto(proof)
    fill(desk, **{"accept-seen_on": later(PROVED)})
    press(desk, "確認済みにする")
    told(desk, "1年目", "確認済み")

    site.move_on(KNOWN_AFTER)
    desk = enter("officer").new_page()
    refund = move_out(desk, grant, name=NAME, born=BORN, yen=PAID_YEN)
    refund_step(desk, refund, "返還・免除の案を作る")
    head = enter("head").new_page()
    refund_step(head, refund, "決裁する")
    assert pdf(head, "返還命令書").startswith(b"%PDF")
    for yen in (PAID_YEN, surcharge_of(PAID_YEN)):
        refund_step(head, refund, "納付を記録する", amount_yen=str(yen), on=later(KNOWN_AFTER))
    told(head, "完納", "残り 0円")
    desk.goto("/_demo/mail/")
    assert NAME not in desk.locator("main").inner_text(), "nobody has written a mail to somebody without an address"
