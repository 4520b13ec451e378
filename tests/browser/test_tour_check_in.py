"""The day of a tour without a network: who came, by list and by the code of their page, is kept and arrives once."""

from io import BytesIO

import qrcode
from playwright.sync_api import FilePayload, expect

from kayoi.kit.tokens import token_hash
from tests.browser.conftest import Enter
from tests.browser.test_stand import expect_outbox
from tests.site import Site

# Two parties of the winter tour have their place on its first date, which begins today.
SETTLED = """
UPDATE tours_tourdate SET status = 'settled', starts_on = current_date, ends_on = current_date + 2
WHERE key = 'first' AND organization_id = (SELECT id FROM tenancy_organization WHERE slug = 'ina') RETURNING id
"""
PLACED = """
UPDATE tours_party SET status = 'placed', date_id = %s WHERE id IN (
    SELECT id FROM tours_party WHERE status = 'asked' AND organization_id = (
        SELECT id FROM tenancy_organization WHERE slug = 'ina') ORDER BY id LIMIT 2)
RETURNING id
"""
LINKED = "UPDATE tours_party SET token_hash = %s WHERE id = %s RETURNING id"
TOKEN = "a-link-that-only-the-party-has-0123456789abcde"
CAME = """
SELECT p.status, a.persons, a.way FROM tours_party p LEFT JOIN tours_attendance a ON a.party_id = p.id
WHERE p.date_id = %s ORDER BY p.id
"""


def code_of(link: str) -> FilePayload:
    """Return the picture of a code."""
    picture = BytesIO()
    qrcode.make(link).save(picture)
    return {"name": "code.png", "mimeType": "image/png", "buffer": picture.getvalue()}


def test_a_check_in_without_a_network_arrives_once(enter: Enter, site: Site) -> None:
    ((day,),) = site.query(SETTLED)
    first, second = (pk for (pk,) in site.query(PLACED, day))
    site.query(LINKED, token_hash(TOKEN), second)
    context = enter("officer", width=390)
    page = context.new_page()
    page.goto(f"/ina/staff/tours/dates/{day}/check-in/")
    expect(page.locator("[data-outbox][data-offline=ready]")).to_be_visible()
    context.set_offline(True)
    page.get_by_role("button", name="受付する").click()
    expect(page.locator("[data-problems]")).to_contain_text("申込みを選んでください")
    page.locator(f"input[name=party][value='{first}']").check()
    page.get_by_role("button", name="受付する").click()
    expect_outbox(page, waiting=1, sent=0)
    page.reload()  # without a network
    expect_outbox(page, waiting=1, sent=0)
    page.locator("#pictured").set_input_files(code_of("https://a.example/"))
    expect(page.locator("[data-found]")).to_contain_text("この日程の申込みではありません")
    page.locator("#pictured").set_input_files(code_of(f"https://kayoi.example/ina/tours/a/{TOKEN}/"))
    expect(page.locator("[data-found]")).to_contain_text("を選びました")
    page.get_by_role("button", name="受付する").click()
    expect_outbox(page, waiting=2, sent=0)
    assert [one[1] for one in site.query(CAME, day)] == [None, None]
    context.set_offline(False)
    other = context.new_page()
    other.goto(page.url)  # two tabs send the same entry
    page.get_by_role("button", name="いま送る").click()
    expect_outbox(page, waiting=0, sent=2)
    expect_outbox(other, waiting=0, sent=2)
    came = {one[2] for one in site.query(CAME, day) if one[0] == "attended"}
    assert len(site.query(CAME, day)) == 2
    assert came == {"list", "qr"}
