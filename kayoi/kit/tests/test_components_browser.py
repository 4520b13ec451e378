"""The style pages in Chromium, under the real Content-Security-Policy: accessibility, widths, the four modules."""

import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Dialog, Page, expect, sync_playwright

from kayoi.kit.html.style_page import style_page_context
from kayoi.kit.html.stylesheet import FOLDER
from kayoi.kit.tests.markup import page as written
from kayoi.kit.tests.markup import rendered

pytestmark = pytest.mark.browser

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'"
)
FORM = """
{% form None action='/sent/' autosave_url=draft %}
  <label for="id_letter">手紙</label>
  <textarea class="textarea" name="letter" id="id_letter" data-counter="10"></textarea>
  <p id="id_letter_count" data-left="あと{count}文字" data-over="{count}文字多いです">10文字まで</p>
  {% button '送る' name='how' value='quick' %}
  {% button '消す' kind='danger' confirm='本当に消しますか' %}
{% endform %}
{% button '取り下げる' href='/withdraw/' dialog='withdraw' kind='danger' %}
{% dialog 'withdraw' '取り下げますか' %}<p>部屋は次の人に案内されます。</p>{% enddialog %}
"""


@dataclass
class Site:
    """A tiny server: style pages, static files, and a form whose answers the test chooses."""

    address: str = ""
    drafts: list[dict[str, list[str]]] = field(default_factory=list)
    sent: list[dict[str, list[str]]] = field(default_factory=list)
    draft_status: int = 204
    pages: dict[str, str] = field(default_factory=dict)


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            """Stay silent."""

        def _answer(self, status: int, body: bytes = b"", kind: str = "text/html; charset=utf-8") -> None:
            self.send_response(status)
            self.send_header("Content-Security-Policy", POLICY)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            if status == 302:
                self.send_header("Location", "/log-in/")
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            file = FOLDER / path.rpartition("/")[2]
            if path in site.pages:
                self._answer(200, site.pages[path].encode())
            elif path.startswith("/static/kit/") and file.exists():
                self._answer(200, file.read_bytes(), guess_type(file.name)[0] or "text/plain")
            else:
                self._answer(404)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode(errors="replace")
            if self.path == "/draft/":
                site.drafts.append({"body": [body], "token": [self.headers.get("X-CSRFToken", "")]})
                self._answer(site.draft_status)
            else:
                site.sent.append(parse_qs(body))
                self._answer(204)  # the page stays, as with a download

    return Handler


@pytest.fixture(scope="module")
def server() -> Iterator[Site]:
    site = Site()
    context = style_page_context()
    site.pages = {
        "/": written("kit/style_page.html", **context),
        "/staff/": written("kit/style_page_staff.html", **context),
    }
    for path, draft in (("/form/", ""), ("/drafting/", "/draft/")):
        bare = written("kit/page.html")
        inside = rendered(FORM, draft=draft, csrf_token="tok")
        site.pages[path] = bare.replace("</main>", f"<h1>手紙</h1>{inside}</main>")
    listener = ThreadingHTTPServer(("127.0.0.1", 0), _handler(site))
    threading.Thread(target=listener.serve_forever, daemon=True).start()
    site.address = f"http://127.0.0.1:{listener.server_port}"
    yield site
    listener.shutdown()
    listener.server_close()


@pytest.fixture
def site(server: Site) -> Site:
    server.drafts.clear()
    server.sent.clear()
    server.draft_status = 204
    return server


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def tab(chromium: Browser) -> Iterator[Page]:
    """A tab in which an error of a script or of the policy fails the test."""
    page = chromium.new_page(locale="ja-JP")
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if "Content Security" in message.text else None)
    yield page
    page.close()
    assert wrong == []


def questions_of(tab: Page) -> list[str]:
    """Answer yes to every question of the browser itself, and return the list in which they are noted."""
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    tab.on("dialog", answer)
    return asked


@pytest.mark.parametrize("path", ["/", "/staff/"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing(chromium: Browser, site: Site, path: str, width: int) -> None:
    page = chromium.new_page(viewport={"width": width, "height": 900}, bypass_csp=True)
    page.goto(site.address + path)
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]})
    page.close()
    assert [(each["id"], each["nodes"][0]["html"]) for each in found.response["violations"]] == []


@pytest.mark.parametrize("path", ["/", "/staff/"])
@pytest.mark.parametrize("width", [1280, 768, 390, 320])
def test_nothing_is_wider_than_the_window(tab: Page, site: Site, path: str, width: int) -> None:
    tab.set_viewport_size({"width": width, "height": 800})
    tab.goto(site.address + path)
    assert tab.evaluate("document.documentElement.scrollWidth") <= width


def test_targets_are_large_enough_on_a_phone(tab: Page, site: Site) -> None:
    tab.set_viewport_size({"width": 390, "height": 800})
    tab.goto(site.address)
    kinds = (
        "button, .button, .input, .select, .choice, .site-nav summary, .pagination a, .tabs a, a.chip, .calendar td a"
    )
    small = tab.evaluate(
        """kinds => [...document.querySelectorAll(kinds)]
            .filter(each => each.checkVisibility() && each.getBoundingClientRect().height < 43.5)
            .map(each => each.outerHTML.slice(0, 80))""",
        kinds,
    )
    assert small == []


def test_charts_show_one_picture_whose_text_can_be_read(tab: Page, site: Site) -> None:
    for width in (1280, 800, 390, 320):
        tab.set_viewport_size({"width": width, "height": 800})
        tab.goto(site.address)
        sizes = tab.evaluate(
            """[...document.querySelectorAll('.chart')].map(chart => [...chart.querySelectorAll('svg.chart-picture')]
                .filter(svg => svg.checkVisibility())
                .map(svg => 14 * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width))"""
        )
        assert all(len(shown) == 1 for shown in sizes)
        assert min(size for shown in sizes for size in shown) >= 12, width


def test_focus_is_seen(tab: Page, site: Site) -> None:
    tab.goto(site.address + "/form/")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip-link"
    assert tab.locator(".skip-link").evaluate("each => each.getBoundingClientRect().top") >= 0
    tab.locator("textarea").focus()
    look = tab.locator("textarea").evaluate(
        "each => [getComputedStyle(each).outline, getComputedStyle(each).boxShadow]"
    )
    assert "4px" in look[0]
    assert "rgb(255, 212, 61)" in look[1]


def test_the_counter_tells_what_is_left(tab: Page, site: Site) -> None:
    tab.goto(site.address + "/form/")
    tab.fill("textarea", "山\n𠮷")
    expect(tab.locator("#id_letter_count")).to_have_text("あと6文字")  # a line break is two signs, 𠮷 is one
    tab.fill("textarea", "あ" * 12)
    expect(tab.locator("#id_letter_count")).to_have_text("2文字多いです")


def test_a_second_press_does_not_send_twice(tab: Page, site: Site) -> None:
    tab.goto(site.address + "/form/")
    button = tab.get_by_role("button", name="送る")
    button.dblclick()
    expect(button).to_have_attribute("aria-disabled", "true")
    tab.keyboard.press("Enter")
    tab.wait_for_timeout(300)
    assert [sent["how"] for sent in site.sent] == [["quick"]]


def test_leaving_asks_when_something_would_be_lost(tab: Page, site: Site) -> None:
    asked = questions_of(tab)
    tab.goto(site.address + "/form/")
    tab.goto(site.address + "/form/")
    assert asked == []
    tab.locator("textarea").press_sequentially("山")
    tab.goto(site.address + "/form/")
    assert asked == ["beforeunload"]


def test_a_dangerous_button_asks_first(tab: Page, site: Site) -> None:
    tab.goto(site.address + "/form/")
    tab.get_by_role("button", name="消す").click()
    dialog = tab.get_by_role("dialog", name="本当に消しますか")
    expect(dialog.get_by_role("button", name="やめる")).to_be_focused()
    tab.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    expect(tab.get_by_role("button", name="消す")).to_be_focused()
    assert site.sent == []
    tab.get_by_role("button", name="消す").click()
    dialog.get_by_role("button", name="消す").click()
    tab.wait_for_timeout(300)
    assert len(site.sent) == 1


def test_a_link_opens_its_dialog_and_escape_closes_it(tab: Page, site: Site) -> None:
    tab.goto(site.address + "/form/")
    tab.get_by_role("link", name="取り下げる").click()
    expect(tab.get_by_role("dialog", name="取り下げますか")).to_be_visible()
    tab.keyboard.press("Escape")
    expect(tab.locator("#withdraw")).to_be_hidden()
    assert tab.url.endswith("/form/")


def test_a_draft_is_saved_and_said_to_be(tab: Page, site: Site) -> None:
    asked = questions_of(tab)
    tab.goto(site.address + "/drafting/")
    tab.locator("textarea").press_sequentially("山")
    expect(tab.locator("[data-autosave-status]")).to_contain_text("下書きを保存しました(")
    assert [draft["token"] for draft in site.drafts] == [["tok"]]
    assert "山" in site.drafts[0]["body"][0]
    tab.goto(site.address + "/drafting/")
    assert asked == [], "what is saved is not lost"


@pytest.mark.parametrize(
    ("status", "words"), [(500, "保存できませんでした"), (403, "ログインの期限"), (302, "ログインの期限")]
)
def test_a_draft_that_is_not_saved_is_said_not_to_be(tab: Page, site: Site, status: int, words: str) -> None:
    site.draft_status = status
    tab.goto(site.address + "/drafting/")
    tab.locator("textarea").press_sequentially("山")
    expect(tab.locator("[data-autosave-status]")).to_contain_text(words)
    expect(tab.locator("[data-autosave-status]")).to_have_attribute("data-state", "failed")


def test_everything_is_there_without_scripts(chromium: Browser, site: Site) -> None:
    page = chromium.new_context(java_script_enabled=False).new_page()
    page.goto(site.address + "/form/")
    page.fill("textarea", "山")
    page.get_by_role("button", name="送る").click()
    page.wait_for_timeout(300)
    assert [sent["letter"] for sent in site.sent] == [["山"]]
    assert page.get_by_role("link", name="取り下げる").get_attribute("href") == "/withdraw/"
    page.close()
