"""What a person does on a page, and sees there: links and buttons by their words, fields by their names."""

from pathlib import Path

from playwright.sync_api import Page, expect

MAIL_WAITS = 40


def fill(page: Page, **fields: str) -> None:
    """Write into fields by their names."""
    for name, words in fields.items():
        page.locator(f"[name={name}]").fill(words)


def choose(page: Page, **choices: str) -> None:
    """Choose one of several radio buttons or options."""
    for name, value in choices.items():
        field = page.locator(f"input[name={name}][value='{value}'], select[name={name}]")
        # Waits for whichever of both the next page has: a count would be taken on a page that is still on its way.
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.check()


def follow(page: Page, words: str) -> None:
    page.locator("main").get_by_role("link", name=words).first.click()


def press(page: Page, words: str) -> None:
    page.locator("main").get_by_role("button", name=words, exact=True).click()


def told(page: Page, *words: str) -> None:
    for one in words:
        expect(page.locator("main")).to_contain_text(one)


def pdf(page: Page, words: str) -> bytes:
    """Follow a link to a PDF and return the file."""
    with page.expect_download() as given:
        follow(page, words)
    return Path(given.value.path()).read_bytes()


def mail(page: Page, to: str, subject: str) -> str:
    """Wait until the worker has sent a mail to an address, and return its words."""
    for _ in range(MAIL_WAITS):
        page.goto("/_demo/mail/")
        sent = page.locator("article").filter(has_text=f" {to} ").filter(has=page.get_by_role("heading", name=subject))
        if sent.count():
            return sent.first.inner_text()
        page.wait_for_timeout(250)
    raise AssertionError(f"no mail {subject!r} to {to}")
