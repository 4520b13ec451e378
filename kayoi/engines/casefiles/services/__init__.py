"""Changes to case files: one function for each thing that staff, a person or the clock can do."""

from kayoi.engines.casefiles.services.arriving import file_for
from kayoi.engines.casefiles.services.bodies import BodyFields, UnableToChangeBody, body_for, change_body
from kayoi.engines.casefiles.services.bulk import Entry, Happening, Made, write_entries
from kayoi.engines.casefiles.services.consents import (
    give_consent,
    keep_to_donation,
    set_contact_basis,
    withdraw_consent,
)
from kayoi.engines.casefiles.services.files import (
    FileFields,
    add_household_member,
    assign_case_file,
    attach_file,
    change_case_file,
    close_case_file,
    open_case_file,
    remove_household_member,
    renew_search,
    reopen_case_file,
    set_wishes,
    view_case_file,
)
from kayoi.engines.casefiles.services.identities import confirm_identity
from kayoi.engines.casefiles.services.linking import (
    UnableToConnect,
    connect_person,
    link_person,
    offer_connection,
    unlink_person,
)
from kayoi.engines.casefiles.services.merging import UnableToMerge, merge_case_files, say_distinct, undo_merge
from kayoi.engines.casefiles.services.notes import (
    add_engagement,
    add_note,
    end_protection,
    protect,
    withdraw_note,
)
from kayoi.engines.casefiles.services.taking_back import WITHDRAWN, lock_unchanged, take_back

__all__ = [
    "WITHDRAWN",
    "BodyFields",
    "Entry",
    "FileFields",
    "Happening",
    "Made",
    "UnableToChangeBody",
    "UnableToConnect",
    "UnableToMerge",
    "add_engagement",
    "add_household_member",
    "add_note",
    "assign_case_file",
    "attach_file",
    "body_for",
    "change_body",
    "change_case_file",
    "close_case_file",
    "confirm_identity",
    "connect_person",
    "end_protection",
    "file_for",
    "give_consent",
    "keep_to_donation",
    "link_person",
    "lock_unchanged",
    "merge_case_files",
    "offer_connection",
    "open_case_file",
    "protect",
    "remove_household_member",
    "renew_search",
    "reopen_case_file",
    "say_distinct",
    "set_contact_basis",
    "set_wishes",
    "take_back",
    "undo_merge",
    "unlink_person",
    "view_case_file",
    "withdraw_consent",
    "withdraw_note",
    "write_entries",
]
