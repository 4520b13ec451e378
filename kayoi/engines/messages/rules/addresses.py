"""Addresses and ids that bring an answer back to its file: signed, so that nobody can make one up."""

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable

_TOKEN = re.compile(r"(?:^|\+)(\d{1,15})-([a-z2-7]{16})@")
_ID = re.compile(r"^<?([a-z0-9-]{1,40})\.(\d{1,15})\.([a-z2-7]{16})@")


def reply_address(pattern: str, *, town: str, organization_id: int, file_id: int, key: bytes) -> str:
    """Return the address to which a person's answers go (返信用のアドレス), of a pattern such as {town}+{token}@….

    Source: docs/decisions/0016-what-a-mail-becomes.md
    """
    token = f"{file_id}-{_seal(f'reply:{organization_id}:{file_id}', key)}"
    return pattern.replace("{town}", town).replace("{token}", token)


def file_of_addresses(addresses: Iterable[str], *, organization_id: int, key: bytes) -> int | None:
    """Return the file whose reply address is among the addresses, or None; one with a wrong seal is none of ours.

    Source: docs/decisions/0016-what-a-mail-becomes.md
    """
    for address in addresses:
        if match := _TOKEN.search(address.lower()):
            file_id, seal = int(match[1]), match[2]
            if hmac.compare_digest(seal, _seal(f"reply:{organization_id}:{file_id}", key)):
                return file_id
    return None


def message_id(*, town: str, message_pk: int, domain: str, key: bytes) -> str:
    """Return the Message-ID of a mail of ours, without its brackets.

    Source: RFC 5322 section 3.6.4, docs/decisions/0016-what-a-mail-becomes.md
    """
    return f"{town}.{message_pk}.{_seal(f'id:{town}:{message_pk}', key)}@{domain}"


def messages_of_ids(ids: Iterable[str], *, town: str, key: bytes) -> list[int]:
    """Return which of our messages some ids name, in order; ids of others and forged ones are passed over.

    Source: RFC 5322 section 3.6.4, docs/decisions/0016-what-a-mail-becomes.md
    """
    found = []
    for match in filter(None, map(_ID.match, ids)):
        slug, pk, seal = match[1], int(match[2]), match[3]
        if slug == town and hmac.compare_digest(seal, _seal(f"id:{town}:{pk}", key)):
            found.append(pk)
    return found


def _seal(text: str, key: bytes) -> str:
    """Return 80 bits that only we can make."""
    return base64.b32encode(hmac.digest(key, text.encode(), hashlib.sha256)[:10]).decode().lower()
