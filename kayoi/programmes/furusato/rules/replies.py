"""What a host's short answer to our mail means: はい, いいえ, or the numbers of the list."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kayoi.kit.text import normal

CAME = re.compile("来られました|確認しました|来ました|全員|参加|出席|来た|はい|yes|ok")
ABSENT = re.compile("来られません|来ていません|来なかった|来ません|いいえ|不参加|欠席|no")
# What could be either, or is about something else, is left over, and somebody reads it.
BESIDE = re.compile(r"[\s、,。.・!:]|しました|でした|です|だけ|さん|番|人|と|は|の|が|も")
NUMBER = re.compile(r"\d{1,3}")
LONGEST = 60


@dataclass(frozen=True, slots=True)
class Said:
    """Who came and who did not, by the numbers of the list in our mail."""

    came: frozenset[int] = frozenset()
    absent: frozenset[int] = frozenset()


def reply_means(text: str, *, numbers: Iterable[int]) -> Said | None:
    """Return what a short answer of a host says (返信のひとこと), or None where somebody has to read it.

    A word alone speaks of all on the list; with numbers it speaks of these, and nothing is said of the others. Numbers
    alone are those who came. A number that is not on the list, a longer text, both words together: None.

    Source: issue 9 (one-word reply by mail); pains.md U-C2
    """
    known = frozenset(numbers)
    line = next((normal(line).lower() for line in text.splitlines() if line.strip()), "")
    if not line or len(line) > LONGEST:
        return None
    named = frozenset(map(int, NUMBER.findall(line)))
    rest, absent = ABSENT.subn("", NUMBER.sub("", line))
    rest, came = CAME.subn("", rest)
    if BESIDE.sub("", rest) or named - known or (came and absent) or not (came or absent or named):
        return None
    whom = named or known
    return Said(absent=whom) if absent else Said(came=whom)
