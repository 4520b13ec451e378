"""Where allauth asks us: secrets of second factors are encrypted at rest with a key outside the database."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from kayoi.kit.sealing import seal, unseal


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is untyped
    """Anybody may make a log-in; it opens nothing but one's own page until a town invites."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Send everybody to my page; staff find their towns there."""
        return "/me/"


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth is untyped
    def encrypt(self, text: str) -> str:
        """Encrypt a TOTP secret or recovery seed."""
        return seal(text, purpose="mfa")

    def decrypt(self, encrypted_text: str) -> str:
        """Undo `encrypt`."""
        return unseal(encrypted_text, purpose="mfa")
