"""The survey at a house without a network: photos made smaller, everything arrives once; a click places the house."""

import io
import re

from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.conftest import Enter
from tests.browser.test_stand import expect_outbox
from tests.site import Site

HOUSE = """
INSERT INTO homes_home (
    organization_id, number, status, kind, offer, place_code, quarter, address, lot_number, lot_key, details, title,
    title_en, appeal, appeal_en, owners_reason, choose_by, opened_at, version, lat, lon
) SELECT id, %s, 'survey_scheduled', 'dwelling', 'sale', place_code, '高遠町勝間', '', '', '', '{"roof": "sound"}', '',
    '', '', '', '', 'first_come', now(), 1, 35.8145, 138.0669
FROM tenancy_organization WHERE slug = 'ina' RETURNING id
"""
SURVEYS = """
SELECT s.surveyor, h.status, h.details ->> 'roof',
    (SELECT max(f.width_px) FROM homes_picture p JOIN files_storedfile f ON f.id = p.file_id WHERE p.home_id = h.id),
    (SELECT count(*) FROM homes_picture p WHERE p.home_id = h.id)
FROM homes_survey s JOIN homes_home h ON h.id = s.home_id WHERE h.id = %s
"""


def new_house(site: Site, number: str) -> int:
    ((pk,),) = site.query(HOUSE, number)
    return int(pk)


def photo(width: int) -> FilePayload:
    out = io.BytesIO()
    Image.new("RGB", (width, 600), (90, 120, 90)).save(out, "JPEG")
    return {"name": "家.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def open_survey(page: Page, pk: int) -> None:
    page.goto(f"/ina/staff/homes/{pk}/survey/")
    expect(page.locator("[data-outbox][data-offline=ready]")).to_be_visible()


def test_a_survey_without_a_network_arrives_once_with_its_photos(enter: Enter, site: Site) -> None:
    context, pk = enter("officer", width=390), new_house(site, "試-1")
    page = context.new_page()
    open_survey(page, pk)
    context.set_offline(True)
    page.locator("#id_surveyor").fill("")
    page.get_by_role("button", name="記録する", exact=True).click()
    expect(page.locator("[data-problems]")).to_contain_text("調査者の氏名")
    page.locator("#id_surveyor").fill("調査 太郎(架空)")
    page.get_by_role("group", name="屋根").get_by_label("穴・波打ち").check()
    page.locator("#id_photos").set_input_files([photo(4000), photo(800)])
    page.get_by_role("button", name="記録する", exact=True).click()
    expect_outbox(page, waiting=1, sent=0)
    page.reload()  # without a network
    expect_outbox(page, waiting=1, sent=0)
    assert site.query(SURVEYS, pk) == []
    context.set_offline(False)
    other = context.new_page()
    other.goto(page.url)  # two tabs send the same entry
    page.get_by_role("button", name="いま送る").click()
    expect_outbox(page, waiting=0, sent=1)
    expect_outbox(other, waiting=0, sent=1)
    assert site.query(SURVEYS, pk) == [("調査 太郎(架空)", "surveyed", "holes", 2560, 2)]


def test_a_click_on_the_map_places_the_house(enter: Enter, site: Site) -> None:
    page, pk = enter("officer").new_page(), new_house(site, "試-2")
    page.goto(f"/ina/staff/homes/{pk}/place/")
    box = page.locator("svg[data-place-map]").bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] * 0.75, box["y"] + box["height"] * 0.25)  # 1.5 km to the north-east
    page.get_by_role("button", name="保存する").click()
    expect(page.locator("main")).to_contain_text(re.compile("位置と災害の区域を記録しました"))
    ((lat, lon),) = site.query("SELECT lat, lon FROM homes_home WHERE id = %s", pk)
    assert abs((lat - 35.8145) * 111.2 - 1.5) < 0.05
    assert abs((lon - 138.0669) * 111.2 * 0.811 - 1.5) < 0.05
