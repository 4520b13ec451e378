"""Arguments of every URL name, for the walk."""

from tests.world import Example

EXAMPLES: dict[str, Example] = {
    "figures": lambda world: {"organization": world.ina.slug},
    "figures_file": lambda world: {"organization": world.ina.slug, "kind": "csv"},
    "rows": lambda world: {"organization": world.ina.slug, "key": "questions"},
    "roll_up": lambda world: {"organization": "nagano-ken"},
    "official": lambda world: {"organization": world.ina.slug},
    "new_official": lambda world: {"organization": world.ina.slug},
    "survey": lambda world: {"organization": world.ina.slug},
    "survey_file": lambda world: {"organization": world.ina.slug},
    "cross": lambda world: {"organization": world.ina.slug},
    "ties": lambda world: {"organization": world.ina.slug},
    "ties_people": lambda world: {"organization": world.ina.slug},
    "answers": lambda world: {"organization": world.ina.slug},
    "answer": lambda world: {"organization": world.ina.slug, "key": "questions"},
    "preview": lambda world: {"organization": world.ina.slug},
}
