"""Arguments of every URL name, for the walk."""

from tests.world import Example, World


def nothing(world: World) -> dict[str, object]:
    return {}


def town(world: World) -> dict[str, object]:
    return {"organization": world.ina.slug}


EXAMPLES: dict[str, Example] = {
    **dict.fromkeys(
        [
            "home", "healthz", "about", "privacy", "accessibility", "terms", "places", "homes", "tours", "my_page",
            "profile", "add_household_member", "relations", "export", "erase", "erased", "support", "support_pick",
            "support_usual", "support_answers", "support_forget", "support_restore", "support_results",
        ],
        nothing,
    ),
    "support_question": lambda world: {"key": "applicant.born_on"},
    "support_town": lambda world: {"town": world.ina.slug},
    "prefecture": lambda world: {"number": "20"},
    "place": lambda world: {"code": "203831"},
    "remove_household_member": lambda world: {"pk": 1},
    "connect": lambda world: {"token": world.rows["connect"]},
    "give_consent": lambda world: town(world) | {"purpose": "comparison"},
    "withdraw_consent": lambda world: town(world) | {"pk": world.rows["consent"]},
    "attachment": lambda world: town(world) | {"pk": world.rows["attachment"]},
    **dict.fromkeys(["accent", "town", "ties", "school_terms"], town),
    "early_homes": lambda world: town(world) | {"token": world.rows["registration_token"]},
}  # fmt: skip
