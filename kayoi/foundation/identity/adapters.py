"""Where allauth asks us: secrets of second factors are encrypted at rest with a key outside the database."""

from base64 import urlsafe_b64encode
from hashlib import sha256

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is untyped
    """Anybody may make a log-in; it opens nothing but one's own page until a town invites."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Send everybody to my page; staff find their towns there."""
        return "/me/"


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth is untyped
    def encrypt(self, text: str) -> str:
        """Encrypt a TOTP secret or recovery seed."""
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Undo `encrypt`."""
        return _fernet().decrypt(encrypted_text.encode()).decode()


def _fernet() -> Fernet:
    return Fernet(urlsafe_b64encode(sha256(b"mfa:" + settings.SECRET_KEY.encode()).digest()))
