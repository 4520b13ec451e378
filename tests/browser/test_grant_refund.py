"""Two years after the payment a family moves away: the rule, the decision, the letter, the money that comes back."""

from datetime import timedelta

from playwright.sync_api import Page

from tests.browser.clicking import choose, fill, follow, pdf, press, told
from tests.browser.conftest import Enter
from tests.browser.granting import TODAY

# Of the demonstration: paid 700,000 yen two fiscal years ago, as the family of test_grant_family.py is today.
NAME = "石垣 丈(架空)"


def refund_step(page: Page, refund: str, action: str, **values: str) -> None:
    """Take a step with a refund."""
    page.goto(refund)
    follow(page, action)
    fill(page, **values)
    press(page, action)
    told(page, f"{action}: 済みました")


def test_moved_away_two_years_later(enter: Enter) -> None:
    desk = enter("officer").new_page()
    desk.goto("/ina/staff/grants/?status=obliged")
    desk.get_by_role("row", name=NAME).get_by_role("link").first.click()
    told(desk, "義務期間中", "700,000円")
    grant = desk.url
    follow(desk, "返還の検討を始める")
    choose(desk, ground="moved_out")
    fill(desk, happened_on=(TODAY - timedelta(days=20)).isoformat(), why="住民記録との照合で、転出が分かった。")
    press(desk, "返還の検討を始める")
    told(desk, "返還の検討を始める: 済みました", "転出")
    follow(desk, "転出")
    told(desk, "検討中", "700,000円")  # less than three years: all of it, by the version of the day of the application
    refund = desk.url
    refund_step(desk, refund, "返還・免除の案を作る")

    head = enter("head").new_page()
    refund_step(head, refund, "決裁する")
    told(head, "返還を請求中")
    assert pdf(head, "返還命令書").startswith(b"%PDF")

    for yen in ("300000", "400000"):
        refund_step(head, refund, "納付を記録する", amount_yen=yen, on=TODAY.isoformat())
    told(head, "完納")
    desk.goto(grant)
    told(desk, "完納", "返還")
