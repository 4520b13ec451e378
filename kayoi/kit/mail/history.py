"""What is new in an answer and what it only repeats (引用): mail programs put the whole history below.

Cut only where everything that follows is history; answers between the quoted lines stay where they are.
"""

import re

_RULED = re.compile(
    r"^\s*[-_=*]{3,}.{0,40}(?:original message|forwarded message|元のメッセージ|転送メッセージ|オリジナルメッセージ"
    r"|メッセージの転送).{0,40}$",
    re.IGNORECASE,
)
_HEADER = re.compile(r"^[> ]{0,6}\**(?:from|差出人|送信者|送信元)\s{0,3}[::]\s?.{3,300}$", re.IGNORECASE)
_NEXT = re.compile(
    r"^[> ]{0,6}\**(?:sent|date|to|cc|subject|送信日時|日時|日付|宛先|件名)\s{0,3}[::]", re.IGNORECASE
)  # fmt: skip
_WROTE = re.compile(
    r"(?:wrote|schrieb|a écrit|のメール|が書きました|は書きました|:\s?)\s?[::]?\s*$|^\s*on .{6,200}wrote:$"
    r"|^\s*20\d\d(?:年|[-/.])\s?\d{1,2}(?:月|[-/.])\s?\d{1,2}日?.{0,200}[<@::]",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b20\d\d")
_SOMEBODY = re.compile(r"<[^<>\s]{1,200}@|wrote|書きました", re.IGNORECASE)
_MOST_LINES, _LONG = 5000, 300


def split_history(text: str) -> tuple[str, str]:
    """Return the new part of a mail and the history below it."""
    lines = text.split("\n")
    cut = _cut(lines[:_MOST_LINES])
    if cut is None:
        return text.strip(), ""
    new, history = "\n".join(lines[:cut]).strip(), "\n".join(lines[cut:]).strip()
    return (new, history) if new else (text.strip(), "")


def _cut(lines: list[str]) -> int | None:
    tail = _quoted_tail(lines)
    for number, whole in enumerate(lines):
        if tail is not None and number >= tail:
            break
        line = whole[:_LONG]
        if _RULED.match(line):
            return number
        if _HEADER.match(line) and any(_NEXT.match(after[:_LONG]) for after in lines[number + 1 : number + 4]):
            return number - 1 if number and set(lines[number - 1].strip()) <= set("_-=") else number
    return tail


def _quoted_tail(lines: list[str]) -> int | None:
    """Return where the quoted lines begin that reach to the end, with the line that introduces them."""
    start = len(lines)
    while start and (not lines[start - 1].strip() or lines[start - 1].lstrip().startswith((">", ">"))):
        start -= 1
    if not any(line.lstrip().startswith((">", ">")) for line in lines[start:]):
        return None
    # "2026年11月20日(金) 10:00 伊那市 <iju@…>:" stands in one or two lines above.
    for day in (_YEAR, _SOMEBODY):
        for above in (1, 2):
            intro = " ".join(line[:_LONG] for line in lines[max(0, start - above) : start]).strip()
            if _WROTE.search(intro) and day.search(intro):
                return max(0, start - above)
    return start
