"""The mails about registrations, and how long their links work."""

from typing import Final

MAIL: Final = "furusato/mail/registration_"
ASKED, REGISTERED, REFUSED, RENEWAL, RENEWED, OVER, NATIONAL, NATIONAL_OVER = (
    "asked", "registered", "refused", "renewal", "renewed", "over", "national", "national_over",
)  # fmt: skip
# What a person does not know without being told: where there is no address, somebody calls or writes.
SURPRISING: Final = frozenset({REGISTERED, REFUSED, OVER, NATIONAL, NATIONAL_OVER})
LINK_WORKS_DAYS: Final = 400
