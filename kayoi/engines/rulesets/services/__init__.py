"""Changes of rulesets."""

from kayoi.engines.rulesets.services.adopting import (
    Ordinance,
    UnableToAdopt,
    adopt_version,
    end_version,
    give_version_back,
    propose_version,
    withdraw_version,
)
from kayoi.engines.rulesets.services.packs import Loaded, load_pack
from kayoi.engines.rulesets.services.writing import (
    RulesetFields,
    UnableToEdit,
    VersionFields,
    change_body,
    change_cases,
    change_period,
    change_ruleset,
    change_vocabulary,
    copy_version,
    make_ruleset,
)

__all__ = [
    "Loaded",
    "Ordinance",
    "RulesetFields",
    "UnableToAdopt",
    "UnableToEdit",
    "VersionFields",
    "adopt_version",
    "change_body",
    "change_cases",
    "change_period",
    "change_ruleset",
    "change_vocabulary",
    "copy_version",
    "end_version",
    "give_version_back",
    "load_pack",
    "make_ruleset",
    "propose_version",
    "withdraw_version",
]
