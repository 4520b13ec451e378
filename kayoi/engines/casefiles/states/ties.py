"""How often somebody has to do with the town (関わりの日数): what counts, the bands, their settings."""

from kayoi.engines.casefiles.states.kinds import WITHDRAWS
from kayoi.kit.states import Labelled, TownSetting


class Deed(Labelled):
    """What people do with a town, in the groups that a town counts or leaves out (数える経過)."""

    TALK = "talk", "相談・やりとり"
    VISIT = "visit", "来訪・参加・滞在"
    HELP = "help", "担い手活動"
    STEP = "step", "申請・登録・住まいの手続き"
    GIFT = "gift", "寄附"


# Only what people do themselves: an answer, a mail or a decision of the town is no deed of theirs.
KINDS_OF = {
    Deed.TALK: ("question", "mail_received", "appointment", "fair_visit", "brochure", "asked_again_answered"),
    Deed.VISIT: ("seminar", "guided_day", "stay", "place_used", "workday", "home_viewing"),
    Deed.HELP: ("activity",),
    Deed.STEP: ("application", "registration", "home_seeker", "home_inquiry", "home_offered"),
    Deed.GIFT: ("donation",),
}
DEED_KINDS = tuple(kind for kinds in KINDS_OF.values() for kind in kinds)

# What takes back what has been counted: by the same cause, whenever it is written. Those of figures are among them.
TAKES_BACK = WITHDRAWS | {
    "stay_withdrawn": "stay",
    "place_used_withdrawn": "place_used",
    "workday_withdrawn": "workday",
    "activity_withdrawn": "activity",
    "mail_put_back": "mail_received",
}


class Band(Labelled):
    """On how many days of twelve months somebody had to do with the town (段階); words that rank nobody."""

    NONE = "none", "これから"
    FIRST = "first", "はじまったところ"
    SOME = "some", "ときどき"
    OFTEN = "often", "たびたび"
    MONTHLY = "monthly", "毎月のように"


BANDS = tuple(Band)


class Course(Labelled):
    """From one band to another within a year (この1年の動き)."""

    UP = "up", "日数の多い段階へ"
    SAME = "same", "同じ段階"
    DOWN = "down", "日数の少ない段階へ"
    NEW = "new", "この1年に加わった"


def _counted(deed: Deed, default: int) -> TownSetting:
    return TownSetting(
        f"casefiles.ties_{deed.value}", f"関わりの日数に「{deed.label}」を数える", default, "", 0, 1,
        "1で数える、0で数えない。",
    )  # fmt: skip


# A donor has done nothing in the town: a gift counts where the town says so.
TIES_COUNT = {deed: _counted(deed, 0 if deed is Deed.GIFT else 1) for deed in Deed}
# The smallest number of days of each band after the first; their ranges do not meet, so that they always ascend.
TIES_FROM = {
    Band.SOME: TownSetting("casefiles.ties_some", "関わりの段階「ときどき」のはじまり", 2, "日", 2, 3),
    Band.OFTEN: TownSetting("casefiles.ties_often", "関わりの段階「たびたび」のはじまり", 4, "日", 4, 11),
    Band.MONTHLY: TownSetting("casefiles.ties_monthly", "関わりの段階「毎月のように」のはじまり", 12, "日", 12, 120),
}
TIES_SETTINGS = (*TIES_COUNT.values(), *TIES_FROM.values())
