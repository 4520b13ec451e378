"""Arguments of every URL name, for the walk."""

from tests.world import Example

EXAMPLES: dict[str, Example] = {
    "figures": lambda world: {"organization": "ina"},
    "figures_file": lambda world: {"organization": "ina", "kind": "csv"},
    "rows": lambda world: {"organization": "ina", "key": "questions"},
    "roll_up": lambda world: {"organization": "nagano-ken"},
    "preview": lambda world: {"organization": "ina"},
}
