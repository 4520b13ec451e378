"""Arguments of every URL name, for the walk."""

from tests.world import Example

EXAMPLES: dict[str, Example] = {}
