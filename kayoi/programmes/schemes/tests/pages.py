"""What a browser posts on pages of applicants, and reads on them."""

import re

from django.test import Client

from kayoi.kit.tests.markup import parsed

BIRTH = {"birth_on_year": "平成2", "birth_on_month": "5", "birth_on_day": "1"}
PERSON = {"who": "self", "name": "蔵持 実", "phone": "090-0000-7701", "address": "松本市1", **BIRTH}
# What a browser posts for each question of the procedure of the tests.
POSTED: dict[str, dict[str, str]] = {
    "move.moved_in_on": {"value_year": "2026", "value_month": "10", "value_day": "1"},
    "applicant.tax_unpaid": {"value": "no"},
    "move.intends_5_years": {"value": "yes"},
    "house.in_bank": {"value": "yes"},
    "house.cost_yen": {"value": "1300001"},
    "own.why": {"value": "祖母の家があるから"},
}


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"\s+value="([^"]*)"', page)
    assert found, name
    return found[1]


def written_in(page: str) -> dict[str, list[str]]:
    """Return what a browser posts of the forms of a page as it stands."""
    values: dict[str, list[str]] = {}
    for one in parsed(page).iter():
        if one.tag == "input" and one.attrib["type"] in ("checkbox", "radio"):
            if "checked" in one.attrib:
                values.setdefault(one.attrib["name"], []).append(one.attrib.get("value", "on"))
        elif one.tag == "input":
            values[one.attrib["name"]] = [one.attrib.get("value", "")]
        elif one.tag == "textarea":
            values[one.attrib["name"]] = [one.text or ""]
        elif one.tag == "select":
            chosen = [option.attrib["value"] for option in one.iter("option") if "selected" in option.attrib]
            values[one.attrib["name"]] = chosen
    return values


def begin(client: Client) -> str:
    """Begin, and say who; return the address under which the application stands."""
    answer = client.post("/ina/apply/settling/")
    path = str(answer["Location"]).removesuffix("you/")
    version = hidden(client.get(f"{path}you/").content.decode(), "version")
    assert client.post(f"{path}you/", PERSON | {"version": version}).status_code == 302
    return path


def answer_next(client: Client, path: str, **other: dict[str, str]) -> str:
    """Answer the question that is asked; return its key, or nothing when none is left."""
    page = client.get(f"{path}question/")
    if page.status_code == 302:
        return ""
    shown = page.content.decode()
    key = hidden(shown, "asked")
    said = (POSTED | other)[key]
    data = {f"{key.replace('.', '-')}-{name}": value for name, value in said.items()}
    answer = client.post(f"{path}question/", data | {"version": hidden(shown, "version")})
    assert answer.status_code == 302, answer.content.decode()
    return key
