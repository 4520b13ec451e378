"""A running site with the demonstration, and browsers that enter it as somebody."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.chromium import chromium
from tests.site import Site, running_site

Enter = Callable[..., BrowserContext]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip these tests where there is no Chromium."""
    for item in items:
        if "tests/browser" in item.nodeid:
            item.add_marker(pytest.mark.browser)
            if chromium() is None:
                item.add_marker(pytest.mark.skip(reason="no Chromium was found"))


@pytest.fixture(scope="package")
def site() -> Iterator[Site]:
    """Run a site of its own: another folder, another port, the demonstration."""
    with running_site() as running:
        yield running


@pytest.fixture(scope="package")
def later_site() -> Iterator[Site]:
    """Run another site, whose clock can be moved on."""
    with running_site(DJANGO_SETTINGS_MODULE="tests.later") as running:
        yield running


@pytest.fixture(scope="package")
def browser_of_site() -> Iterator[Browser]:
    """Run a browser until the last of these tests: its loop would keep other tests from the database."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def enter(site: Site, browser_of_site: Browser) -> Iterator[Enter]:
    """Return the function that opens a browser and logs in as one of the demo accounts ("" = nobody)."""
    opened: list[BrowserContext] = []

    def open_as(
        key: str = "", *, width: int = 1280, bypass_csp: bool = False, java_script_enabled: bool = True
    ) -> BrowserContext:
        context = browser_of_site.new_context(
            base_url=site.url, locale="ja-JP", viewport={"width": width, "height": 900},
            bypass_csp=bypass_csp, java_script_enabled=java_script_enabled,
        )  # fmt: skip
        opened.append(context)
        if key:
            page = context.new_page()
            page.goto("/_demo/")
            page.locator(f"form[action='/_demo/as/{key}/'] button").click()
            page.wait_for_url(lambda url: "/_demo/" not in url)
            page.close()
        return context

    yield open_as
    for context in opened:
        context.close()
