"""Arguments of every URL name, for the walk."""

from tests.world import Example

EXAMPLES: dict[str, Example] = {
    "index": lambda world: {},
    "log_in_as": lambda world: {"key": "officer"},
    "mails": lambda world: {},
    "style_page": lambda world: {},
    **{f"auth_app_{name}": lambda world: {} for name in ("metadata", "authorize", "token", "keys")},
}
