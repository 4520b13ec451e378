"""Who does something: every service takes an Actor, and nobody is not an actor."""

from dataclasses import dataclass

from kayoi.kit.states import Labelled


class ActorKind(Labelled):
    VISITOR = "visitor", "来訪者(ログインなし)"
    PERSON = "person", "本人"
    STAFF = "staff", "職員"
    PARTNER = "partner", "協力する事業者"
    SYSTEM = "system", "システム"


@dataclass(frozen=True)
class Actor:
    """A member of a town or of its partner, a person, a visitor without log-in, or a named task of the system.

    `name` is what colleagues see beside an entry; for persons and visitors it is not a personal name.
    """

    kind: ActorKind
    name: str
    user_id: int | None = None
    membership_id: int | None = None
    person_id: int | None = None
    permissions: frozenset[str] = frozenset()

    def may(self, permission: str | None) -> bool:
        """Tell whether the permission is held; the system holds all, and None asks for nothing."""
        return permission is None or self.kind is ActorKind.SYSTEM or permission in self.permissions


VISITOR = Actor(ActorKind.VISITOR, ActorKind.VISITOR.label)


def system(task: str) -> Actor:
    """Return the actor of a task that no human started, such as a nightly job."""
    return Actor(ActorKind.SYSTEM, task)
