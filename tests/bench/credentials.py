"""Checks of cards, beside raw signature checks by `cryptography` and beside PyPI `sd-jwt`."""

import statistics
import time
from collections.abc import Callable

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.hashes import SHA256

from kayoi.engines.credentials.rules.checking import check
from kayoi.engines.credentials.tests import vectors
from kayoi.engines.credentials.tests.vectors import KEYS, NOON, PHONE, TOWN_KEY

ROUNDS, EACH = 9, 200
ISSUER, NONCE = "https://town.example", "a fresh question of the counter"


def raw() -> Callable[[], bool]:
    """Return a check of two signatures and nothing else: the town's and the phone's."""
    method, message = ECDSA(SHA256()), vectors.signed(vectors.card()).encode()
    pairs = [(key.public_key(), key.sign(message, method)) for key in (TOWN_KEY, PHONE)]

    def work() -> bool:
        for key, signature in pairs:
            key.verify(signature, message, method)
        return True

    return work


def ours() -> Callable[[], bool]:
    """Return the whole check of a phone: both signatures, times, status list, freshness."""
    text, status = vectors.shown(vectors.signed(vectors.card())), vectors.status_list(cards=100_000)
    return lambda: check(text, keys=KEYS, status=status, at=NOON).verdict.met


def peer() -> Callable[[], bool]:
    """Return the check of an SD-JWT with key binding: the same claims, all shown, both signatures, no status list."""
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
    from jwcrypto.jwk import JWK
    from sd_jwt.holder import SDJWTHolder
    from sd_jwt.issuer import SDJWTIssuer
    from sd_jwt.verifier import SDJWTVerifier

    town, phone = (
        JWK.from_pem(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())) for key in (TOWN_KEY, PHONE)
    )
    claims = vectors.card().as_data() | {"iss": ISSUER}
    claims.pop("key")
    # Its dates are those of the vectors and it asks the clock: it would call the card not yet valid.
    claims = {name: value for name, value in claims.items() if name not in ("nbf", "exp")}
    holder = SDJWTHolder(SDJWTIssuer(claims, town, phone).sd_jwt_issuance)
    holder.create_presentation({}, NONCE, ISSUER, phone)
    shown = holder.sd_jwt_presentation

    def work() -> bool:
        found = SDJWTVerifier(shown, lambda issuer, header: town, ISSUER, NONCE)
        return bool(found.get_verified_payload()["sub"])

    return work


def measure(rounds: int) -> str:
    """Return the section: all in turn, round by round."""
    works = {"raw": raw(), "ours": ours(), "peer": peer()}
    times: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            start = time.perf_counter()
            assert all(work() for _ in range(EACH))
            times[name].append((time.perf_counter() - start) / EACH)
    rates = {name: 1 / statistics.median(those) for name, those in times.items()}
    ratio = statistics.median(slow / fast for slow, fast in zip(times["peer"], times["ours"], strict=True))
    return "\n".join([
        "## Cards", "",
        "| check | per second |",
        "|---|---:|",
        f"| two signatures, `cryptography` alone | {rates['raw']:,.0f} |",
        f"| Kayoi: a phone's card with all that is checked | {rates['ours']:,.0f} |",
        f"| `sd-jwt` with key binding | {rates['peer']:,.0f} |", "",
        f"Medians of {rounds} interleaved rounds of {EACH}, one core; Kayoi: {ratio:.1f} × `sd-jwt` (goal: 1.5). Both "
        "check the town's and the phone's signature over the same claims; Kayoi also the key's and the card's times, a "
        "status list of 100,000 cards, and freshness.", "",
    ])  # fmt: skip
