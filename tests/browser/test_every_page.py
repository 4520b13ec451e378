"""Every page that links lead to, as everybody: axe finds nothing, and nothing is wider than the window."""

from collections import deque
from collections.abc import Iterator
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from django.urls import Resolver404, resolve
from playwright.sync_api import Page

from tests.browser.conftest import Enter
from tests.guards.urls import addresses

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
STARTS = {
    "": ["/", "/ina/", "/ina/ask/", "/_demo/", "/_kit/", "/nowhere/", "/account/login/", "/account/signup/"],
    "person": ["/me/", "/me/erase/", "/account/2fa/", "/account/sessions/", "/account/email/"],
    "head": ["/ina/staff/"],
    "officer": ["/ina/staff/"],
    "contractor": ["/ina/staff/"],
    "prefecture": ["/nagano-ken/staff/"],
    "operator": ["/kayoi-operator/staff/"],
}
# Only posted to, opened from a mail or after a step, or of a row that the demonstration does not have.
NOT_BY_LINK = {
    "consultations:asked", "consultations:reopen", "consultations:save_draft", "consultations:withdraw_desk",
    "demo:log_in_as", "identity:finish_proof", "identity:invitation", "identity:second_factor_needed",
    "portal:connect", "portal:erased", "portal:remove_household_member", "portal:withdraw_consent",
    "workspace:add_note", "workspace:bulk", "workspace:consent", "workspace:end_membership",
    "workspace:end_protection", "workspace:end_sharing", "workspace:finish_follow_up", "workspace:handle_message",
    "workspace:message", "workspace:plan", "workspace:remove_household_member", "workspace:say_distinct",
    "workspace:undo_merge", "workspace:withdraw_invitation",
}  # fmt: skip
# Files and logging out are not pages.
LEFT_OUT = {
    "account_logout", "indicators:figures_file", "portal:export", "portal:attachment", "workspace:attachment",
    "portal:accent", "portal:healthz", "mfa_download_recovery_codes", "identity:start_proof",
}  # fmt: skip


def name_of(path: str) -> str:
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""


def crawl(page: Page, starts: list[str]) -> Iterator[str]:
    """Go where links lead, once to each named address. Yield each name after its page has been opened."""
    waiting, known = deque(starts), {name_of(urlsplit(start).path) for start in starts}
    while waiting:
        path = waiting.popleft()
        page.goto(path)
        yield name_of(urlsplit(page.url).path) or path
        links = page.eval_on_selector_all(
            "a[href]:not([download])",
            "all => all.map(each => new URL(each.getAttribute('href'), document.baseURI).href)",
        )
        for link in links:
            found = urlsplit(link)
            name = name_of(found.path)
            if found.netloc == urlsplit(page.url).netloc and name and name not in known | LEFT_OUT:
                known.add(name)
                waiting.append(f"{found.path}?{found.query}" if found.query else found.path)


def violations(page: Page) -> list[tuple[str, str]]:
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    found = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]})
    return [(each["id"], each["nodes"][0]["html"][:200]) for each in found.response["violations"]]


def faults(page: Page) -> list[str]:
    """Return what is wrong with a page, at the widths of a desk, a phone and a small phone."""
    wrong = []
    for width in (1280, 390, 320):
        page.set_viewport_size({"width": width, "height": 900})
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
            wrong.append(f"{wide} px wide in a window of {width}")
        if width != 320:
            wrong += [f"{rule} at {width}: {html}" for rule, html in violations(page)]
    return wrong


def test_every_page_can_be_used_and_is_reached_by_links(enter: Enter) -> None:
    wrong: dict[str, list[str]] = {}  # by page; who sees most of it comes first
    reached: set[str] = set()
    for key, starts in STARTS.items():
        page = enter(key, bypass_csp=True).new_page()
        for name in crawl(page, starts):
            if name not in reached and (found := faults(page)):
                wrong[name] = found
            reached.add(name)
    assert wrong == {}
    pages = {address.name for address in addresses() if address.mark}
    assert pages - reached - LEFT_OUT == NOT_BY_LINK
