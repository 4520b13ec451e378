"""Words, permissions and transitions of rounds."""

from kayoi.kit.states import PermissionSet


class Permission(PermissionSet):
    ROUND_SEND = "round.send", "声かけを送る"
