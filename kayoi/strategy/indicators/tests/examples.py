"""Arguments of every URL name, for the walk."""

from tests.world import Example

EXAMPLES: dict[str, Example] = {
    "figures": lambda world: {"organization": world.ina.slug},
    "figures_file": lambda world: {"organization": world.ina.slug, "kind": "csv"},
    "rows": lambda world: {"organization": world.ina.slug, "key": "questions"},
    "roll_up": lambda world: {"organization": "nagano-ken"},
    "preview": lambda world: {"organization": world.ina.slug},
}
