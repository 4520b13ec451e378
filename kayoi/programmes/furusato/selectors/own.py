"""A person's own registration."""

from kayoi.foundation.identity.models import Person
from kayoi.kit.tokens import token_hash
from kayoi.programmes.furusato.models import Registration


def registration_of_key(key: str, *, person: Person | None) -> Registration | None:
    """Return the registration of a secret link, or of a receipt number where this person is the one registered."""
    rows = Registration.objects.select_related("register", "case_file")
    by_link = rows.filter(links__token_hash=token_hash(key)).first()
    if by_link is not None or person is None:
        return by_link
    return rows.filter(number=key, case_file__person=person).first()
