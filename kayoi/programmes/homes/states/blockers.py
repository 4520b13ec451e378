"""What keeps a house from being offered, and who can solve it."""

from kayoi.kit.moves import Transition
from kayoi.kit.states import Labelled
from kayoi.programmes.homes.states.permissions import Permission


class BlockerKind(Labelled):
    HEIRS = "heirs", "相続人の同意"
    REGISTRY = "registry", "相続登記・名義"
    MORTGAGE = "mortgage", "抵当権"
    BELONGINGS = "belongings", "残った家財"
    LEAKS = "leaks", "雨漏り・傷み"
    FARMLAND = "farmland", "農地の手続き"
    USE_ZONE = "use_zone", "用途地域・接道"
    BOUNDARY = "boundary", "境界"
    WATER = "water", "水道・排水"
    OTHER = "other", "そのほか"


class BlockerStatus(Labelled):
    OPEN = "open", "未着手"
    WORKING = "working", "対応中"
    SOLVED = "solved", "解決"
    STUCK = "stuck", "動かない"


BLOCKER_TRANSITIONS = (
    Transition("begin", {BlockerStatus.OPEN, BlockerStatus.STUCK}, BlockerStatus.WORKING, Permission.HOME_EDIT),
    Transition("stall", {BlockerStatus.OPEN, BlockerStatus.WORKING}, BlockerStatus.STUCK, Permission.HOME_EDIT),
    Transition(
        "solve",
        {BlockerStatus.OPEN, BlockerStatus.WORKING, BlockerStatus.STUCK},
        BlockerStatus.SOLVED,
        Permission.HOME_EDIT,
    ),
    Transition("reopen", {BlockerStatus.SOLVED}, BlockerStatus.OPEN, Permission.HOME_EDIT),
)


class SolverKind(Labelled):
    """Who can help (相談先)."""

    JUDICIAL_SCRIVENER = "judicial_scrivener", "司法書士"
    ADMINISTRATIVE_SCRIVENER = "administrative_scrivener", "行政書士"
    LAND_SURVEYOR = "land_surveyor", "土地家屋調査士"
    LAWYER = "lawyer", "弁護士"
    CLEARER = "clearer", "家財整理・解体業者"
    BUILDER = "builder", "工務店・建築士"
    BANK = "bank", "金融機関"
    FARM_COMMITTEE = "farm_committee", "農業委員会"
    SUPPORT_CORPORATION = "support_corporation", "空家等管理活用支援法人"
    OFFICE = "office", "市町村の担当課"
    BROKER = "broker", "宅建業者"


# Whom one asks about what (だれに相談できるか).
SOLVED_BY: dict[BlockerKind, tuple[SolverKind, ...]] = {
    BlockerKind.HEIRS: (SolverKind.JUDICIAL_SCRIVENER, SolverKind.LAWYER, SolverKind.SUPPORT_CORPORATION),
    BlockerKind.REGISTRY: (SolverKind.JUDICIAL_SCRIVENER,),
    BlockerKind.MORTGAGE: (SolverKind.BANK, SolverKind.JUDICIAL_SCRIVENER),
    BlockerKind.BELONGINGS: (SolverKind.CLEARER, SolverKind.SUPPORT_CORPORATION),
    BlockerKind.LEAKS: (SolverKind.BUILDER,),
    BlockerKind.FARMLAND: (SolverKind.FARM_COMMITTEE, SolverKind.ADMINISTRATIVE_SCRIVENER),
    BlockerKind.USE_ZONE: (SolverKind.OFFICE, SolverKind.BUILDER),
    BlockerKind.BOUNDARY: (SolverKind.LAND_SURVEYOR,),
    BlockerKind.WATER: (SolverKind.OFFICE, SolverKind.BUILDER),
    BlockerKind.OTHER: tuple(SolverKind),
}
