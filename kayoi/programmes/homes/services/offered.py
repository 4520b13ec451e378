"""What services take of an application: the answers as they are meant, and who sent them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.services import FileFields
from kayoi.foundation.identity.models import Person
from kayoi.programmes.homes.services.homes import HomeFields
from kayoi.programmes.homes.states import HomeConsentPurpose
from kayoi.programmes.homes.states.applying import Holding, Said, Who


@dataclass(frozen=True)
class Offered:
    """What an owner, or somebody for the owner, has answered."""

    who: Who
    applicant: FileFields
    home: HomeFields
    consents: frozenset[HomeConsentPurpose]
    holding: Holding = Holding.ALONE
    owner: FileFields = field(default_factory=FileFields)
    relation: str = ""
    others: Sequence[tuple[str, str]] = ()
    deceased: str = ""
    is_dealers_stock: Said = Said.NO
    was_built_to_sell: Said = Said.NO
    has_brokerage: Said = Said.NO


@dataclass(frozen=True)
class Sender:
    """Who sends it: the log-in or the file where there is one."""

    person: Person | None = None
    file: CaseFile | None = None
