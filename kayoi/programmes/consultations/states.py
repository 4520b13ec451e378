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
CAUSE = "consultations.Question"
DESK = "desk"
