"""Changes to organizations, members, persons and proofs of identity."""

from kayoi.foundation.identity.services.members import (
    InvitationInvalid,
    accept_invitation,
    change_membership,
    end_membership,
    invite_member,
    withdraw_invitation,
)
from kayoi.foundation.identity.services.organizations import (
    change_organization,
    end_sharing,
    open_organization,
    set_setting,
    share,
)
from kayoi.foundation.identity.services.partners import (
    begin_partnership,
    end_partner_member,
    end_partnership,
    open_partner,
)
from kayoi.foundation.identity.services.persons import (
    add_household_member,
    change_person,
    ensure_person,
    erase_person,
    remove_household_member,
)

__all__ = [
    "InvitationInvalid",
    "accept_invitation",
    "add_household_member",
    "begin_partnership",
    "change_membership",
    "change_organization",
    "change_person",
    "end_membership",
    "end_partner_member",
    "end_partnership",
    "end_sharing",
    "ensure_person",
    "erase_person",
    "invite_member",
    "open_organization",
    "open_partner",
    "remove_household_member",
    "set_setting",
    "share",
    "withdraw_invitation",
]
