"""Private keys as files, readable by this account only: neither the database nor its dumps have them."""

import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from django.conf import settings

from kayoi.engines.credentials.rules.keysets import kid_of


def make_key(organization: int) -> EllipticCurvePrivateKey:
    """Return a new private key; its file is complete before it has its name."""
    key = generate_private_key(SECP256R1())
    path = _path(organization, kid_of(key.public_key()))
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(f".{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        file.flush()
        os.fsync(file.fileno())
    draft.rename(path)
    return key


def read_key(organization: int, kid: str) -> EllipticCurvePrivateKey:
    """Return a private key. Raises OSError where its file is missing, ValueError where it is another key's."""
    key = load_pem_private_key(_path(organization, kid).read_bytes(), None)
    if not isinstance(key, EllipticCurvePrivateKey) or kid_of(key.public_key()) != kid:
        raise ValueError(f"The file of the key {kid} has another key.")
    return key


def remove_key(organization: int, kid: str) -> None:
    """Remove a private key that must sign nothing any more."""
    _path(organization, kid).unlink(missing_ok=True)


def _path(organization: int, kid: str) -> Path:
    return Path(settings.CARD_KEYS) / str(organization) / f"{kid}.pem"
