"""The card on a phone and at a counter: issued, shown, scanned without a network, a picture refused, lost, refused."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from kayoi.kit.tests.pdf_text import words_of_pages
from tests.browser.clicking import choose, fill, follow, press, told
from tests.browser.conftest import Enter
from tests.site import Site

# A phone's clock that the test sets: the page asks Date for the time of its signature.
CODE = r"(?<=照合符号)\s*[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}"
FERRY = "渡し船の住民運賃(架空)"
LATER = "(seconds) => { const now = Date.now.bind(Date); Date.now = () => now() + seconds * 1000; }"


@pytest.fixture
def number(site: Site) -> str:
    """Return the receipt number of the demo person's registration."""
    found = site.query(
        "SELECT r.number FROM furusato_registration r JOIN casefiles_casefile f ON f.id = r.case_file_id"
        " WHERE f.person_id IS NOT NULL AND r.status = 'registered' ORDER BY r.id"
    )
    return str(found[0][0])


def take_card(page: Page, number: str) -> None:
    page.goto(f"/ina/furusato/a/{number}/cards/")
    expect(page.locator("form[data-take]")).to_have_attribute("data-ready", "yes")
    page.get_by_role("button", name="この端末に受け取る").click()
    page.wait_for_url(re.compile(r"/ina/furusato/card/$"))
    expect(page.locator("[data-cards]")).to_have_attribute("data-state", "counts")


def picture_of(page: Page, folder: Path) -> Path:
    """Photograph the phone: the whole page, as a counter's picture would show it."""
    file = folder / "screen.png"
    page.locator("[data-code]").scroll_into_view_if_needed()
    page.screenshot(path=file)
    return file


def open_counter(page: Page, address: str = "/ina/partner/furusato/") -> None:
    page.goto(address)
    expect(page.locator("[data-counter]")).to_have_attribute("data-ready", "yes")
    expect(page.locator("[data-outbox]")).to_have_attribute("data-offline", "ready")


def scan(page: Page, picture: Path, outcome: str) -> None:
    page.locator("[data-picture]").set_input_files(picture)
    expect(page.locator("[data-answer]")).to_have_attribute("data-outcome", outcome)


def uses(site: Site) -> int:
    return int(site.query("SELECT count(*) FROM furusato_benefituse WHERE card_number <> ''")[0][0])


def test_a_phone_at_the_bus_without_a_network(enter: Enter, site: Site, number: str, tmp_path: Path) -> None:
    phone_of, counter_of = enter("person", width=390), enter("counter", width=390)
    phone, counter = phone_of.new_page(), counter_of.new_page()
    take_card(phone, number)
    expect(phone.locator("[data-cards]")).to_have_attribute("data-offline", "ready")
    open_counter(counter)
    for page in (phone, counter):  # what the page needs is kept by its worker, not by chance
        page.context.new_cdp_session(page).send("Network.clearBrowserCache")
    phone_of.set_offline(True)
    counter_of.set_offline(True)
    phone.reload()
    expect(phone.locator("[data-some]")).to_be_visible()
    counter.reload()
    expect(counter.locator("[data-state]")).to_contain_text("通信がありません")
    before, picture = uses(site), picture_of(phone, tmp_path)
    scan(counter, picture, "met")
    counter.get_by_role("button", name="利用を記録する").click()
    expect(counter.locator("[data-outbox]")).to_have_attribute("data-waiting", "1")
    scan(counter, picture, "not_met")
    expect(counter.locator("[data-answer-reasons]")).to_contain_text("すでに読み取り済み")
    assert uses(site) == before
    counter_of.set_offline(False)
    counter.get_by_role("button", name="いま送る").click()
    expect(counter.locator("[data-outbox]")).to_have_attribute("data-sent", "1")
    counter.reload()
    expect(counter.locator("[data-outbox]")).to_have_attribute("data-sent", "1")
    assert uses(site) == before + 1, "told once"


def test_a_screenshot_and_a_wrong_clock_are_refused_with_their_reasons(
    enter: Enter, number: str, tmp_path: Path
) -> None:
    phone, counter = enter("person", width=390).new_page(), enter("counter", width=390).new_page()
    take_card(phone, number)
    picture = picture_of(phone, tmp_path)
    open_counter(counter)
    counter.evaluate(LATER, 90)
    scan(counter, picture, "unknown")
    expect(counter.locator("[data-answer-reasons]")).to_contain_text("もう一度読み取ってください")
    scan(counter, picture, "not_met")
    counter.evaluate(LATER, 200)
    scan(counter, picture, "not_met")
    expect(counter.locator("[data-answer-reasons]")).to_contain_text("画面の写真か、時計が")
    counter.evaluate(LATER, -600)
    scan(counter, picture, "not_met")
    expect(counter.locator("[data-answer-reasons]")).to_contain_text("時計が")


def test_a_lost_phone_is_refused_and_the_holder_reads_why(enter: Enter, number: str, tmp_path: Path) -> None:
    phone, counter = enter("person", width=390).new_page(), enter("counter", width=390).new_page()
    take_card(phone, number)
    picture = picture_of(phone, tmp_path)
    other = enter("person", width=390).new_page()
    other.goto(f"/ina/furusato/a/{number}/cards/")
    other.get_by_role("button", name="スマートフォンをなくした").click()
    other.get_by_role("button", name="スマートフォンをなくした").last.click()
    expect(other.locator("main")).to_contain_text("紛失の届出")
    open_counter(counter)
    scan(counter, picture, "not_met")
    expect(counter.locator("[data-answer-reasons]")).to_contain_text("失効しています")
    phone.reload()
    expect(phone.locator("[data-cards]")).to_have_attribute("data-state", "revoked")
    other.get_by_label("申出の内容").fill("なくしていません(架空)")
    other.get_by_role("button", name="申し出る").click()
    expect(other.locator("main")).to_contain_text("7日以内にお答えします")
    take_card(other, number)
    scan(counter, picture_of(other, tmp_path), "unknown")
    expect(counter.locator("[data-answer-reasons]")).to_contain_text("データより新しい登録者証")
    open_counter(counter)
    scan(counter, picture_of(other, tmp_path), "met")


def offer_ferry(desk: Page) -> str:
    """Let the town offer the ferry at the fare of residents, at the counter of the company that also runs the bus."""
    desk.goto("/ina/staff/furusato/benefits/new/")
    fill(desk, name=FERRY, key="ferry", cost_yen="600", per_person="40", counter_name="桟橋の窓口")
    choose(desk, kind="fare")
    for box in desk.locator("input[name=registers]").all():
        box.check()
    press(desk, "保存する")
    address = str(desk.url)
    press(desk, "始める")
    follow(desk, "予算額を定める")
    fill(desk, yen="3000")
    desk.locator("main form button[type=submit], main form button:not([type])").first.click()
    desk.goto(address)
    follow(desk, "決める")
    desk.locator("select[name=partner]").select_option(label="高遠バス(架空)")
    press(desk, "決める")
    return address


def paper_code(desk: Page, number: str) -> str:
    """Print the card of a registration; return the short code that stands on it, beside her name."""
    desk.goto(f"/ina/staff/furusato/registrations/{number}/cards/paper/")
    with desk.expect_download() as download:
        desk.get_by_role("button", name="発行してPDFを開く").click()
    (words,) = words_of_pages(Path(download.value.path()).read_bytes())
    assert "波照間" in words
    code = re.search(CODE, words)
    assert code
    return code[0].strip()


def type_code(counter: Page, code: str, birthday: str, outcome: str) -> None:
    if not counter.get_by_label("照合符号(12文字)").is_visible():
        counter.get_by_text("照合符号で確かめる").click()
    counter.get_by_label("照合符号(12文字)").fill(code.lower())
    counter.get_by_label("本人確認書類の生年月日").fill(birthday)
    counter.get_by_role("button", name="確かめる", exact=True).click()
    expect(counter.locator("[data-answer]")).to_have_attribute("data-outcome", outcome)


def test_an_old_lady_with_a_paper_card_takes_the_ferry(enter: Enter, site: Site) -> None:
    desk, pier_of = enter("head").new_page(), enter("counter", width=390)
    pier = pier_of.new_page()
    ferry = offer_ferry(desk)
    ((registration,),) = site.query(
        "SELECT r.id FROM furusato_registration r JOIN casefiles_casefile f ON f.id = r.case_file_id"
        " WHERE f.name LIKE '波照間%%'"
    )
    code = paper_code(desk, registration)
    open_counter(pier)
    pier_of.set_offline(True)  # there is no network at the pier
    pier.reload()
    pier.locator("[data-benefit]").select_option(label=FERRY)
    expect(pier.locator("[data-recorded]")).to_contain_text("記録")
    type_code(pier, code, "1948-05-04", "not_met")  # a neighbour's ID
    type_code(pier, code, "1948-05-03", "met")
    pier.get_by_role("button", name="利用を記録する").click()
    expect(pier.locator("[data-outbox]")).to_have_attribute("data-waiting", "1")
    pier_of.set_offline(False)
    pier.get_by_role("button", name="いま送る").click()
    expect(pier.locator("[data-outbox]")).to_have_attribute("data-sent", "1")
    desk.goto(ferry)
    told(desk, "2,400", "高遠バス(架空)")
    again = paper_code(desk, registration)  # she lost it on the way back and is given another
    open_counter(pier)
    pier.locator("[data-benefit]").select_option(label=FERRY)
    type_code(pier, code, "1948-05-03", "not_met")
    expect(pier.locator("[data-answer-reasons]")).to_contain_text("失効しています")
    type_code(pier, again, "1948-05-03", "met")


def test_what_others_fetch_names_nobody(enter: Enter) -> None:
    page = enter().new_page()
    keys = page.request.get("/ina/furusato/card/keys/").json()
    assert keys["keys"]
    assert "code" not in keys["keys"][0]
    manifest = page.request.get("/ina/furusato/card/manifest/").json()
    assert manifest["display"] == "standalone"
    for icon in manifest["icons"]:
        assert page.request.get(icon["src"]).ok
