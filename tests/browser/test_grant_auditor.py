"""An auditor asks for one scheme of one year: the list, what is to be looked at first, the binder in one press."""

from playwright.sync_api import expect

from tests.browser.clicking import follow, pdf, press, told
from tests.browser.conftest import Enter
from tests.browser.granting import TODAY

LAST_YEAR = TODAY.year - (2 if TODAY.month < 4 else 1)
MADE_IN_MS = 60_000


def test_the_binder_of_a_scheme_and_a_year(enter: Enter) -> None:
    page = enter("head").new_page()
    page.goto(f"/ina/staff/binders/?year={LAST_YEAR}")
    follow(page, "わかもの定住補助金(架空)")
    # Four grants of the year were paid out of its line; the cases and the ledger say the same.
    told(page, "2,600,000", "一致", "義務期間中")
    press(page, "綴りを作る(PDFとExcel)")
    made = page.locator("main").get_by_role("link", name="Excel", exact=True).first
    expect(made).to_be_visible(timeout=MADE_IN_MS)
    assert pdf(page, "PDF(").startswith(b"%PDF")
    assert pdf(page, "Excel").startswith(b"PK")
