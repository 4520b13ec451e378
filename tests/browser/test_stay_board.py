"""The board of stays: a booking is moved by keyboard and by drag; both open the form with its new place."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Enter

MOVING = re.compile(r"/move/[?]room=")


def bar_on_board(page: Page) -> Locator:
    """Open the month of a booking of the demonstration that can be moved."""
    page.goto("/ina/staff/stays/board/?length=season")
    first = page.locator("a[data-move]").last.get_attribute("data-first") or ""
    page.goto(f"/ina/staff/stays/board/?month={first[:7]}")
    return page.locator("a[data-move]").first


def test_by_keyboard_and_by_drag(enter: Enter) -> None:
    page = enter("officer").new_page()
    bar = bar_on_board(page)
    first = bar.get_attribute("data-first") or ""
    bar.focus()
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowLeft")
    expect(page.locator("[data-board-live]")).to_contain_text(first)
    page.keyboard.press("Enter")
    page.wait_for_url(MOVING)
    expect(page.locator("[name=first]")).to_have_value(first)
    bar = bar_on_board(page)
    free = page.locator("tr[data-room] td:not([class]):not(:has(*))").first
    day = free.get_attribute("data-day") or ""
    bar.drag_to(free, source_position={"x": 6, "y": 10}, target_position={"x": 6, "y": 10})
    page.wait_for_url(MOVING)
    expect(page.locator("[name=first]")).to_have_value(day)
