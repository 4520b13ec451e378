"""Sealed texts: read by the same key for the same purpose only, and never the same twice."""

import pytest
from cryptography.fernet import InvalidToken
from django.test import override_settings

from kayoi.kit.sealing import seal, unseal


def test_what_is_sealed_is_read_for_the_same_purpose_only() -> None:
    sealed = seal("1234567", purpose="one")
    assert unseal(sealed, purpose="one") == "1234567"
    assert "1234567" not in sealed
    assert seal("1234567", purpose="one") != sealed
    with pytest.raises(InvalidToken):
        unseal(sealed, purpose="other")
    with override_settings(SECRET_KEY="another"), pytest.raises(InvalidToken):
        unseal(sealed, purpose="one")
