"""An ordinary call by keyboard alone: at most 12 interactions besides what is written in free text."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Enter
from tests.browser.test_keyboard import tab_to

MOST = 12


class Hands:
    """What fingers do on a keyboard; every press that is not writing counts: Tab, Enter, Space, a key that chooses."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.count = 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.count += 1

    def write(self, label: str, words: str) -> None:
        """Write into the field that has the focus, which must be the one that is meant."""
        focused = self.page.evaluate("document.activeElement.labels?.[0]?.textContent ?? ''")
        assert label in focused, f"the focus is on {focused!r}, not on {label}"
        self.page.keyboard.insert_text(words)


def is_checked(page: Page, name: str, value: str) -> bool:
    return page.locator(f"input[name='{name}'][value='{value}']").is_checked()


def test_new_caller_takes_twelve_interactions(enter: Enter) -> None:
    page = enter("officer").new_page()
    page.goto("/ina/staff/calls/new/")
    hands = Hands(page)
    hands.write("だれから", "ほととぎす みずえ 090-0000-2468")
    hands.press("Enter")
    page.wait_for_url("**q=**")
    hands.write("お名前", "時鳥 瑞枝(架空)")
    hands.press("Tab")
    hands.write("いまの都道府県", "とうきょう")
    hands.press("Tab")
    hands.write("相談の内容", "来年の春に、家族で移りたい。庭のある家を借りられますか。")
    hands.press("Tab")
    hands.write("その場で答えたこと", "借家は少なめです。空き家の資料を送ります。")
    hands.press("Tab")  # to the choices
    hands.press("3", "e", "a", "d")  # family, thirties, housing, children
    assert is_checked(page, "household_type", "family")
    assert is_checked(page, "age_band", "30s")
    assert is_checked(page, "interests", "housing")
    assert is_checked(page, "interests", "children")
    hands.press("m", "9")  # consent; in a week
    hands.write("次にすること", "空き家の資料を送る")
    hands.press("Enter")
    page.wait_for_url(re.compile(r"/case-files/\d+/$"))
    main = page.locator("main")
    for words in (
        "時鳥 瑞枝(架空)",
        "東京都",
        "子どものいる世帯・30代",
        "空き家の資料を送る",
        "結果 情報提供",
        "庭のある家",
    ):
        expect(main).to_contain_text(words)
    print(f"\nnew caller: {hands.count} interactions")  # the figure is wanted in the report
    assert hands.count <= MOST


def test_known_caller_is_found_as_heard_asked_and_written_down(enter: Enter) -> None:
    page = enter("officer").new_page()
    page.goto("/ina/staff/calls/new/")
    page.keyboard.insert_text("しもつぎ")  # しもつき, misheard
    expect(page.locator("#found a").first).to_be_visible()  # while typing
    page.goto("/ina/staff/calls/new/")
    hands = Hands(page)
    hands.write("だれから", "しもつぎ ななみ")
    hands.press("Enter")
    page.wait_for_url("**q=**")
    expect(page.locator("#found a").first).to_be_focused()
    hands.press("Enter")
    page.wait_for_url(re.compile(r"/staff/calls/\d+/$"))
    expect(page.locator("main")).not_to_contain_text("冬の見学")
    hands.press("1", "2", "Enter")  # name and telephone were said
    page.wait_for_url("**file=**")
    hands.write("相談の内容", "冬の見学の日を決めたい。")
    hands.press("Tab")
    hands.write("その場で答えたこと", "1月の第三土曜を仮に押さえます。")
    hands.press("Tab")
    hands.press("m", "7", "Enter")  # consent; nothing else agreed
    page.wait_for_url(re.compile(r"/case-files/\d+/$"))
    expect(page.locator("main")).to_contain_text("約束なし")
    print(f"\nknown caller: {hands.count} interactions")  # the figure is wanted in the report
    assert hands.count <= MOST


def test_keys_write_letters_where_somebody_writes(enter: Enter) -> None:
    page = enter("officer").new_page()
    page.goto("/ina/staff/calls/new/")
    page.get_by_label("次にすること").fill("")
    page.keyboard.type("ae9")
    expect(page.get_by_label("次にすること")).to_have_value("ae9")
    assert not is_checked(page, "interests", "housing")
    page.get_by_label("単身").focus()
    page.keyboard.press("e")
    assert is_checked(page, "age_band", "30s")
    page.keyboard.press("e")
    assert not is_checked(page, "age_band", "30s")


def test_call_without_javascript_and_protected_people(enter: Enter) -> None:
    page = enter("officer", java_script_enabled=False, width=390).new_page()
    page.goto("/ina/staff/calls/new/")
    page.get_by_label("だれから").fill("とくめい きぼお")
    page.get_by_role("button", name="さがす").click()
    found = page.locator("#found")
    expect(found).to_contain_text("支援措置")
    expect(found).not_to_contain_text("匿名")
    page.locator("#found a").click()
    expect(page.locator("main")).to_contain_text("お答えできない人")
    expect(page.locator("main")).not_to_contain_text("匿名")
    page.get_by_role("link", name="記録の画面へ戻る").click()
    page.get_by_label("ふりがな", exact=True).fill("ほおじろ みのる")
    page.get_by_label("相談の内容").fill("JavaScriptなしで記録します。")
    page.get_by_label(re.compile("同意をもらいました")).check()
    page.get_by_role("button", name="記録する").click()
    expect(page.locator("main")).to_contain_text("「約束なし」を選んでください")
    expect(page.get_by_label("相談の内容")).to_have_value("JavaScriptなしで記録します。")
    page.get_by_label("約束なし").check()
    page.get_by_role("button", name="記録する").click()
    expect(page).to_have_url(re.compile(r"/case-files/\d+/$"))


def test_everything_is_reached_by_tab(enter: Enter) -> None:
    page = enter("officer").new_page()
    page.goto("/ina/staff/calls/new/")
    for words in ("相談の内容.*", ".*住まい.*", "知った経路.*", "記録する"):
        tab_to(page, words)
