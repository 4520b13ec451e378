"""The day of a tour without a network: who came is kept on the phone and arrives once."""

from playwright.sync_api import expect

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
CAME = """
SELECT p.status, a.persons, a.way FROM tours_party p LEFT JOIN tours_attendance a ON a.party_id = p.id
WHERE p.date_id = %s ORDER BY p.id
"""


def test_a_check_in_without_a_network_arrives_once(enter: Enter, site: Site) -> None:
    ((day,),) = site.query(SETTLED)
    site.query(PLACED, day)
    context = enter("officer", width=390)
    page = context.new_page()
    page.goto(f"/ina/staff/tours/dates/{day}/check-in/")
    expect(page.locator("[data-outbox][data-offline=ready]")).to_be_visible()
    context.set_offline(True)
    page.get_by_role("button", name="受付する").click()
    expect(page.locator("[data-problems]")).to_contain_text("申込みを選んでください")
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="受付する").click()
    expect_outbox(page, waiting=1, sent=0)
    page.reload()  # without a network
    expect_outbox(page, waiting=1, sent=0)
    assert [one[1] for one in site.query(CAME, day)] == [None, None]
    context.set_offline(False)
    other = context.new_page()
    other.goto(page.url)  # two tabs send the same entry
    page.get_by_role("button", name="いま送る").click()
    expect_outbox(page, waiting=0, sent=1)
    expect_outbox(other, waiting=0, sent=1)
    came = [one for one in site.query(CAME, day) if one[0] == "attended"]
    assert len(came) == 1
    assert came[0][2] == "list"
