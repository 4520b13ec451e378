"""The stand without a network: nothing is lost, everything arrives exactly once; and forty cards in twenty minutes."""

import re
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Enter
from tests.site import Site

COUNTS = "SELECT persons, count(*) FROM fairs_visit WHERE event_id = %s GROUP BY persons ORDER BY persons"


def new_event(context: BrowserContext, title: str) -> tuple[Page, int]:
    """Enter an event; return a page on it and its id."""
    page = context.new_page()
    page.goto("/ina/staff/fairs/new/")
    page.get_by_label("名前").fill(title)
    page.get_by_label("開催日").fill("2026-11-15")
    page.get_by_role("button", name="登録する").click()
    page.wait_for_url(re.compile(r"/ina/staff/fairs/\d+/$"))
    found = re.search(r"/fairs/(\d+)/$", page.url)
    assert found
    return page, int(found[1])


def open_stand(page: Page, pk: int) -> None:
    page.goto(f"/ina/staff/fairs/{pk}/stand/")
    expect(page.locator("[data-outbox][data-offline=ready]")).to_be_visible()


def write(page: Page, persons: int, name: str = "") -> None:
    page.locator("#id_persons").fill(str(persons))
    if name:
        page.locator("#id_name").fill(name)
        page.locator("#id_agree").check()
    page.get_by_role("button", name="記録する", exact=True).click()


def expect_outbox(page: Page, *, waiting: int, sent: int, failed: int = 0) -> None:
    box = page.locator("[data-outbox]")
    expect(box).to_have_attribute("data-waiting", str(waiting))
    expect(box).to_have_attribute("data-sent", str(sent))
    expect(box).to_have_attribute("data-failed", str(failed))


def test_three_groups_without_a_network_arrive_once(enter: Enter, site: Site) -> None:
    context = enter("officer", width=390)
    page, pk = new_event(context, "電波のない会場")
    open_stand(page, pk)
    context.set_offline(True)
    for persons, name in ((2, "電波 なし(架空)"), (3, ""), (4, "")):
        write(page, persons, name)
    expect_outbox(page, waiting=3, sent=0)
    page.reload()  # without a network
    expect_outbox(page, waiting=3, sent=0)
    context.set_offline(False)
    page.get_by_role("button", name="いま送る").click()
    expect_outbox(page, waiting=0, sent=3)
    assert site.query(COUNTS, pk) == [(2, 1), (3, 1), (4, 1)]
    page.evaluate(
        """() => new Promise((done) => {
            const asked = indexedDB.open("kayoi-stand", 1);
            asked.onsuccess = () => {
                const transaction = asked.result.transaction("entries", "readwrite");
                const rows = transaction.objectStore("entries");
                const fields = [["persons", "9"]];
                rows.getAll().onsuccess = ({ target }) => target.result.forEach(
                    (row) => rows.put({ ...row, fields, state: "waiting" }));  // as after a crash before the receipt
                transaction.oncomplete = done;
            };
        })"""
    )
    other = context.new_page()
    other.goto(page.url)  # two tabs send the same three entries
    page.get_by_role("button", name="いま送る").click()
    expect_outbox(page, waiting=0, sent=3)
    expect_outbox(other, waiting=0, sent=3)
    assert site.query(COUNTS, pk) == [(2, 1), (3, 1), (4, 1)]
    assert site.query("SELECT count(*) FROM casefiles_casefile WHERE name = %s", "電波 なし(架空)") == [(1,)]


def test_the_next_group_is_typed_while_the_device_writes(enter: Enter, site: Site) -> None:
    page, pk = new_event(enter("officer", width=390), "続けて書く会場")
    open_stand(page, pk)
    page.evaluate(
        """() => {
            const form = document.querySelector("form[data-outbox-form]");
            for (const persons of ["7", "8"]) {
                form.elements.persons.value = persons;
                form.requestSubmit();
            }
        }"""
    )
    expect_outbox(page, waiting=0, sent=2)
    page.locator("#id_persons").fill("9")
    page.get_by_role("button", name="記録する", exact=True).dblclick()  # an impatient finger
    expect_outbox(page, waiting=0, sent=3)
    assert site.query(COUNTS, pk) == [(7, 1), (8, 1), (9, 1)]


def test_an_expired_log_in_keeps_everything(enter: Enter, site: Site) -> None:
    context = enter("officer", width=390)
    page, pk = new_event(context, "ログインが切れる会場")
    open_stand(page, pk)
    context.clear_cookies()
    write(page, 5)
    expect(page.locator("[data-progress]")).to_contain_text("ログインの期限が切れました")
    expect_outbox(page, waiting=1, sent=0)
    page.get_by_role("link", name="ログインし直す").click()
    page.wait_for_url(re.compile("/account/login/"))
    page.goto("/_demo/")
    page.locator("form[action='/_demo/as/officer/'] button").click()
    page.wait_for_url(lambda url: "/_demo/" not in url)
    page.goto(f"/ina/staff/fairs/{pk}/stand/")
    expect_outbox(page, waiting=0, sent=1)
    assert site.query(COUNTS, pk) == [(5, 1)]


def test_what_the_town_refuses_is_put_right_or_deleted_knowingly(enter: Enter, site: Site) -> None:
    page, pk = new_event(enter("officer", width=390), "直す会場")
    open_stand(page, pk)
    page.locator("#id_phone").fill("123")
    write(page, 1, "書き 間違い(架空)")
    expect_outbox(page, waiting=0, sent=0, failed=1)
    page.get_by_text("控えの一覧").click()
    expect(page.locator("[data-list]")).to_contain_text("電話番号として読めません")
    page.get_by_role("button", name="消す", exact=True).click()
    page.get_by_role("button", name="やめる").click()  # it asks first
    expect_outbox(page, waiting=0, sent=0, failed=1)
    page.get_by_role("button", name="直して送る").click()
    expect(page.locator("#id_name")).to_have_value("書き 間違い(架空)")
    page.locator("#id_phone").fill("090-0000-1234")
    page.get_by_role("button", name="記録する", exact=True).click()
    expect_outbox(page, waiting=0, sent=1)
    assert site.query(COUNTS, pk) == [(1, 1)]


def test_the_stand_without_javascript(enter: Enter, site: Site) -> None:
    _, pk = new_event(enter("officer"), "JavaScriptのない会場")
    plain = enter("officer", java_script_enabled=False).new_page()
    plain.goto(f"/ina/staff/fairs/{pk}/stand/")
    write(plain, 6)
    expect(plain.locator("main")).to_contain_text("6人の組を記録しました")
    assert site.query(COUNTS, pk) == [(6, 1)]


# What an ordinary card says, as an officer types it: the name in romaji, a space to convert each word.
CARD: tuple[Any, ...] = (
    ["2"], [*"yamada", "Space", *"hanako", "Space"], [], [*"13"], [*"30"], ["3"], [*"13"], [*"09012345678"], [], [], [],
    [], ["1"], [], [],
)  # fmt: skip
CONFIRMATIONS = 2  # an input method takes one more Enter for each of the two words of the name
MOST_KEYS = 60
SECONDS_A_KEY = 0.45  # a slow typist who looks from card to screen: about 130 keys a minute
SECONDS_TO_TURN_A_CARD = 2.5


@pytest.fixture
def counted(enter: Enter) -> tuple[Page, int]:
    page, pk = new_event(enter("officer"), "紙のカード")
    page.goto(f"/ina/staff/fairs/{pk}/cards/")
    page.evaluate("() => { window.keys = 0; addEventListener('keydown', () => (window.keys += 1), true); }")
    return page, pk


def test_an_ordinary_card_takes_at_most_sixty_keys(counted: tuple[Page, int], site: Site) -> None:
    page, pk = counted
    for cell in CARD:
        for key in cell:
            page.keyboard.press(key)
        page.keyboard.press("Enter")
    expect(page.locator("tr[data-row=row0]")).to_have_attribute("data-state", "kept")
    keys = int(page.evaluate("() => window.keys")) + CONFIRMATIONS
    print(f"{keys} keys a card")
    assert keys <= MOST_KEYS
    assert 40 * (keys * SECONDS_A_KEY + SECONDS_TO_TURN_A_CARD) <= 20 * 60
    assert page.evaluate("() => document.activeElement.name") == "row1-persons", "the next card is waiting"
    assert site.query(COUNTS, pk) == [(2, 1)]


def test_the_cell_above_is_repeated_and_a_wrong_row_stays(counted: tuple[Page, int], site: Site) -> None:
    page, pk = counted
    for row in range(3):
        page.locator(f"[name=row{row}-persons]").focus()
        for name in ("persons", "name", "kana", "prefecture"):
            page.keyboard.type({"persons": "３", "prefecture": "東京"}.get(name, "") if row == 0 else "〃")
            page.keyboard.press("Enter")
        page.keyboard.type("若い" if row == 1 else "40")
        page.locator(f"[name=row{row}-address]").focus()
        page.keyboard.press("Enter")
    for row, state in enumerate(("kept", "failed", "kept")):
        expect(page.locator(f"tr[data-row=row{row}]")).to_have_attribute("data-state", state)
    expect(page.locator("tr[data-row=row1] [data-said]")).to_contain_text("年代として読めません")
    expect(page.locator("[name=row1-prefecture]")).to_have_value("東京")
    assert site.query(COUNTS, pk) == [(3, 2)]


def test_the_reading_is_taken_from_the_input_method(counted: tuple[Page, int]) -> None:
    page, _ = counted
    page.locator("[name=row0-name]").focus()
    device = page.context.new_cdp_session(page)
    for reading, written in (("やまだ", "山田"), ("はなこ", "花子")):
        device.send("Input.imeSetComposition", {"text": reading, "selectionStart": 3, "selectionEnd": 3})
        device.send("Input.imeSetComposition", {"text": written, "selectionStart": 2, "selectionEnd": 2})
        device.send("Input.insertText", {"text": written})
    expect(page.locator("[name=row0-name]")).to_have_value("山田花子")
    expect(page.locator("[name=row0-kana]")).to_have_value("やまだ はなこ")
