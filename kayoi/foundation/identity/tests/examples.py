"""Arguments of every URL name, for the walk."""

from tests.world import Example

EXAMPLES: dict[str, Example] = {
    "second_factor_needed": lambda world: {},
    "invitation": lambda world: {"token": world.rows["invitation_token"]},
    "start_proof": lambda world: {},
    "finish_proof": lambda world: {},
}
