"""What stands around every page of the workspace."""

import re

import pytest

from kayoi.foundation.tenancy.models import Organization
from tests.cast import Member, enter


@pytest.mark.parametrize(
    ("path", "open_groups"),
    [
        ("homes/", ["空き家バンク"]),
        ("homes/leads/new/", ["空き家バンク"]),  # not in the menu itself
        ("moves/figures/", ["移住・定着", "集計"]),  # in the menu of another room than its own
        ("inbox/", []),
    ],
)
def test_the_group_of_the_page_is_open(ina: Organization, officer: Member, path: str, open_groups: list[str]) -> None:
    page = enter(officer.user).get(f"/ina/staff/{path}").content.decode()
    wide = page.split('class="menu-wide"')[1].split('class="menu-phone"')[0]
    assert re.findall(r"<details[^>]*\sopen>\s*<summary>(?:<svg.*?</svg>)?([^<]+)", wide, re.DOTALL) == open_groups
