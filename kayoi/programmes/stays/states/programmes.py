"""Houses that are kept for a programme (離島留学など): its rows, the entries that it gives to families."""

from kayoi.kit.states import Labelled

# What follow-ups about entries are about.
ENTRY = "stays.ProgrammeEntry"


class ProgrammeKind(Labelled):
    """Whose row it is (事業の種類): the first half of the reference to it."""

    ISLAND_SCHOOL = "island_school", "離島留学"
    MOUNTAIN_SCHOOL = "mountain_school", "山村留学"
    WORK_TRIAL = "work_trial", "就業体験・インターン"
    OTHER = "other", "そのほかの事業"
