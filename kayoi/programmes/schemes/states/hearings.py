"""That grantees can speak before a decision is cancelled (弁明の機会)."""

from kayoi.kit.states import Labelled

# Cause of follow-ups: a statement is waited for.
HEARING = "schemes.Hearing"
# How long grantees usually have (提出期限までの相当な期間).
DAYS_TO_SPEAK = 14


class Spoken(Labelled):
    """Whether a grantee could speak (弁明の状態)."""

    NOT_ASKED = "not_asked", "まだ"
    WAITED_FOR = "waited_for", "弁明を待っています"
    DONE = "done", "済み"
