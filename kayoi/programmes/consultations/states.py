"""States of a question, the promise of the desk, permissions."""

from kayoi.kit.moves import Transition
from kayoi.kit.states import Labelled, PermissionSet, TownSetting


class Permission(PermissionSet):
    QUESTION_ANSWER = "question.answer", "質問に答える"
    CALL_TAKE = "call.take", "電話・来庁の相談を記録する"
    DESK_PUBLISH = "desk.publish", "相談窓口を公開する"


class QuestionStatus(Labelled):
    OPEN = "open", "未回答"
    ANSWERED = "answered", "回答済み"
    CLOSED = "closed", "回答不要"


class Result(Labelled):
    """What came of a consultation (結果)."""

    INFORMED = "informed", "情報提供"
    MATERIAL = "material", "資料送付"
    BOOKED = "booked", "予約"
    REFERRED = "referred", "紹介(専門機関)"
    CONTINUING = "continuing", "継続"
    FINISHED = "finished", "終了"


class NextStep(Labelled):
    """By when something is to be done after a call, or that nothing was agreed (次の対応)."""

    NOTHING = "nothing", "約束なし"
    TOMORROW = "tomorrow", "翌開庁日"
    WEEK = "week", "1週間後"
    MONTH = "month", "1か月後"
    DAY = "day", "日を決める"


TRANSITIONS = (
    Transition("answer", {QuestionStatus.OPEN}, QuestionStatus.ANSWERED, Permission.QUESTION_ANSWER),
    Transition("close", {QuestionStatus.OPEN}, QuestionStatus.CLOSED, Permission.QUESTION_ANSWER),
    Transition("reopen", {QuestionStatus.CLOSED}, QuestionStatus.OPEN, Permission.QUESTION_ANSWER),
)

ANSWER_WITHIN_DAYS = TownSetting(
    "consultations.answer_within_days",
    "質問に答えるまでの日数の目標",
    default=5,
    unit="開庁日",
    least=1,
    most=60,
    help="質問を受けた日の翌日から数えます。土日・祝日・年末年始は数えません。",
)

DRAFT_DAYS = 7
DIGITS_OF_A_PHONE = 4
CAUSE = "consultations.Question"
DESK = "desk"
