"""Secrets for links, references for receipts, and how links are stored."""

import hashlib
import secrets

# Without 0/O, 1/I/L and U: read aloud over the telephone, and no words by accident.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
REFERENCE_LENGTH = 12  # 12 signs of 30 are 58 bits


def new_token() -> str:
    """Return a secret for a link (256 bits)."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """Return what is stored of a secret link."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_reference() -> str:
    """Return a random receipt number (受付番号) such as K7QM-3XTR-9WPA: 58 bits, not guessable, readable aloud."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(REFERENCE_LENGTH))
    return "-".join(signs[start : start + 4] for start in range(0, REFERENCE_LENGTH, 4))


def reference_key(text: str) -> str:
    """Return a receipt number as it is stored, from what somebody typed (small letters, no hyphens, spaces)."""
    signs = [sign for sign in text.upper() if sign in ALPHABET]
    return "-".join("".join(signs[start : start + 4]) for start in range(0, len(signs), 4))
