"""Personal codes of a survey by post: short, read from paper, with a sign that finds typing errors."""

from kayoi.kit.text import normal
from kayoi.kit.tokens import ALPHABET

SIGNS = 8  # 30 ** 8: 39 bits; with as many tries as the rate limit allows, nobody finds one of 10,000 letters
BASE = len(ALPHABET)


def survey_code(secret: bytes) -> str:
    """Return the code that a secret number stands for, such as K7Q-M3X-TR9; the last sign checks the others.

    Source: ISO/IEC 7064 hybrid system MOD 31,30 (every single wrong sign is found)
    """
    number, signs = int.from_bytes(secret), ""
    for _ in range(SIGNS):
        number, sign = divmod(number, BASE)
        signs += ALPHABET[sign]
    return _grouped(signs + ALPHABET[(BASE + 1 - _carried(signs)) % BASE])


def code_key(text: str) -> str:
    """Return a code as it is kept, from what somebody typed (small or wide letters, spaces); empty when it is none.

    Source: ISO/IEC 7064 hybrid system MOD 31,30
    """
    signs = "".join(sign for sign in normal(text).upper() if sign.isalnum())
    if len(signs) != SIGNS + 1 or set(signs) - set(ALPHABET):
        return ""
    sound = (_carried(signs[:-1]) + ALPHABET.index(signs[-1])) % BASE == 1
    return _grouped(signs) if sound else ""


def _carried(signs: str) -> int:
    carried = BASE
    for sign in signs:
        total = (carried + ALPHABET.index(sign)) % BASE or BASE
        carried = total * 2 % (BASE + 1)
    return carried


def _grouped(signs: str) -> str:
    return "-".join(signs[start : start + 3] for start in range(0, len(signs), 3))
