"""The journey by keyboard alone, and without JavaScript."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Enter

MOST_TABS = 80


def tab_to(page: Page, words: str) -> None:
    """Press Tab until what has the focus is called so (a pattern), and check that the focus is seen."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        called = page.evaluate(
            """() => {
                const it = document.activeElement;
                const name = it.labels?.length ? it.labels[0].textContent : it.textContent || it.value;
                // A circle of a drawing and a card take the outline of their link.
                const circle = it.querySelector(':scope > circle'), card = it.closest('.card');
                const seen = [it, card].some((one) => {
                    const look = one && getComputedStyle(one);
                    return look && (look.outlineStyle !== 'none' || look.boxShadow !== 'none');
                });
                return [name.trim(), seen || (circle && getComputedStyle(circle).strokeWidth === '4px')];
            }"""
        )
        if re.fullmatch(words, called[0], re.DOTALL):
            assert called[1], f"the focus on {words} is not seen"
            return
    raise AssertionError(f"{words} is not reached by {MOST_TABS} tabs on {page.url}")


def go_on(page: Page, address: str) -> None:
    """Press Enter and wait for the page that has to follow."""
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(address))


def ask(page: Page, text: str, email: str) -> None:
    page.goto("/")
    tab_to(page, "地域の名前.*")
    page.keyboard.type("いなし")
    go_on(page, r"/places/\?q=")
    tab_to(page, "長野県伊那市")
    go_on(page, r"/ina/$|/places/\d+/$")
    tab_to(page, "伊那市に質問する")
    go_on(page, r"/ina/ask/$")
    tab_to(page, "聞きたいこと.*")
    page.keyboard.type(text)
    tab_to(page, "メールアドレス.*")
    page.keyboard.type(email)
    tab_to(page, "上の取り扱いに同意.*")
    page.keyboard.press("Space")
    tab_to(page, "質問を送る")
    go_on(page, "/ina/ask/[A-Z0-9-]+/")


def test_a_visitor_asks_and_the_town_answers_by_keyboard(enter: Enter) -> None:
    ask(enter().new_page(), "キーボードだけで送ります。", "keyboard@example.jp")
    desk = enter("officer").new_page()
    desk.goto("/ina/staff/inbox/?owner=all")
    tab_to(desk, "本文へ移動")  # the menu of a town with every programme is long
    desk.keyboard.press("Enter")
    tab_to(desk, "質問に答える")
    go_on(desk, "/staff/questions/")
    tab_to(desk, "回答.*")
    desk.keyboard.type("届きました。")
    tab_to(desk, "回答する")
    go_on(desk, "/staff/case-files/")
    expect(desk.locator("main")).to_contain_text("届きました。")


def test_a_visitor_asks_without_javascript(enter: Enter) -> None:
    page = enter(java_script_enabled=False, width=390).new_page()
    page.goto("/ina/ask/")
    page.get_by_label("聞きたいこと").fill("JavaScriptなしで送ります。")
    page.get_by_label("メールアドレス").fill("plain@example.jp")
    page.get_by_role("button", name="質問を送る").click()
    expect(page.locator("main")).to_contain_text("同意")  # consent is missing: said, and nothing typed is lost
    expect(page.get_by_label("聞きたいこと")).to_have_value("JavaScriptなしで送ります。")
    page.get_by_label(re.compile("同意")).check()
    page.get_by_role("button", name="質問を送る").click()
    expect(page).to_have_url(re.compile("/ina/ask/[A-Z0-9-]+/"))


def test_a_visitor_narrows_houses_on_the_map_and_reads_the_list_by_keyboard(enter: Enter) -> None:
    page = enter().new_page()
    page.goto("/ina/homes/")
    tab_to(page, "農地付き.*")
    page.keyboard.press("Space")
    tab_to(page, "この条件で見る")
    go_on(page, "wants=farmland")
    total = page.locator("#found").inner_text()
    tab_to(page, "地図")
    go_on(page, "view=map")
    expect(page.locator("#found")).to_have_text(total)
    circles = page.get_by_role("link", name=re.compile(r"市.+のあたりの\d+件の家を見る"))
    said = [int(re.sub(r".*の(\d+)件.*", r"\1", name)) for name in circles.locator("title").all_text_contents()]
    rest = re.search(r"ほかの(\d+)件は、位置が決まっていない", page.locator("main").inner_text())
    placed = f"{sum(said) + int(rest[1] if rest else 0)}件"
    assert placed == total, "every house is in a circle that can be reached and is called, or said to be in none"
    tab_to(page, r"\s*.+市.+のあたりの\d+件の家を見る.*")
    go_on(page, "box=")
    expect(page.locator("#found")).to_have_text(f"{said[0]}件")
    tab_to(page, ".*一覧.*")
    go_on(page, "view=list")
    tab_to(page, r"(?!空き家|利用登録)\S+(家|平屋|建て)")
    go_on(page, r"/ina/homes/\d+/$")
