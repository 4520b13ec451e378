"""Who applies; cause of follow-ups; by when staff look at an application."""

from kayoi.engines.procedures.states import Applicants
from kayoi.kit.states import Labelled

# Follow-ups about applications in procedures that staff have opened: they lead to the pages of this room.
REQUEST = "schemes.Request"
# By when staff have looked at an application, in days on which the office is open.
LOOK_WITHIN_DAYS = 5
DAYS_TO_PUT_RIGHT = 14
# First parts of addresses: no procedure may be called so.
TAKEN_KEYS = frozenset({"a", "status"})


class Who(Labelled):
    """For whom somebody applies (だれの申請か)."""

    SELF = "self", "自分の申請をする"
    OTHER = "other", "代理で申請する(家族など)"
    BODY = "body", "団体の名前で申請する"


# For whom somebody may apply, by who may apply in the procedure.
ALLOWED = {
    Applicants.PERSON: (Who.SELF, Who.OTHER),
    Applicants.BODY: (Who.BODY,),
    Applicants.EITHER: tuple(Who),
}
# How the file of whoever writes for a body stands to it.
CONTACT = "連絡担当者"
