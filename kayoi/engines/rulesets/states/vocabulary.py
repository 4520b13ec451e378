"""The standard facts that rulesets of towns speak of (確認事項の語彙); a ruleset may declare its own beside them."""

from typing import Any, Final

from kayoi.engines.rulesets.states import APPLIED_ON, Change, Fact, FactType, Words

TIME, NEVER, PERSON = Change.BY_TIME, Change.NEVER, Change.BY_PERSON
DATE, YES_NO, NUMBER, YEN = FactType.DATE, FactType.YES_NO, FactType.NUMBER, FactType.YEN
CHOICE, CHOICES, PLACE, LIST = FactType.CHOICE, FactType.CHOICES, FactType.PLACE, FactType.LIST


def _fact(key: str, type: FactType, label: tuple[str, str], question: tuple[str, str], **more: Any) -> Fact:
    choices = tuple((code, Words(*words)) for code, words in more.pop("choices", {}).items())
    return Fact(key, type, Words(*label), Words(*question), choices=choices, **more)


def _column(key: str, type: FactType, ja: str, en: str, **more: Any) -> Fact:
    return _fact(key, type, (ja, en), (ja, en), **more)


RELATIONS = {
    "spouse": ("配偶者(事実婚を含む)", "Spouse or partner"),
    "child": ("子", "Child"),
    "parent": ("父母", "Parent"),
    "other": ("そのほか", "Other"),
}
WAYS = {
    "living": ("住んでいた", "Lived there"),
    "commuting": ("働くために通っていた", "Commuted there to work"),
    "study": ("大学などに通っていた", "Attended a university there"),
}
STATUSES = {
    "japanese": ("日本国籍", "Japanese citizen"),
    "permanent": ("永住者", "Permanent resident"),
    "spouse_of_japanese": ("日本人の配偶者等", "Spouse of a Japanese citizen"),
    "spouse_of_permanent": ("永住者の配偶者等", "Spouse of a permanent resident"),
    "long_term": ("定住者", "Long-term resident"),
    "special_permanent": ("特別永住者", "Special permanent resident"),
    "other": ("そのほかの在留資格", "Another status"),
}
ROUTES = {
    "employment": ("就職した・する(求人サイトなど)", "A new job"),
    "specialist": ("専門人材として就職した・する", "A new job as a specialist"),
    "telework": ("いまの仕事をテレワークで続ける", "Continuing the present job by telework"),
    "related": ("町との関わりがあり、町が定める仕事をする", "Work that the town defines for people with ties to it"),
    "startup": ("起業した・する", "Starting a business"),
    "none": ("どれでもない", "None of these"),
}
ACQUISITIONS = {
    "build": ("新築する", "Building a new house"),
    "buy_new": ("新築の住宅を買う", "Buying a new house"),
    "buy_used": ("中古の住宅を買う", "Buying a used house"),
    "renovate": ("改修する", "Renovating"),
    "rent": ("借りる", "Renting"),
    "inherit": ("贈与・相続で得る", "By gift or inheritance"),
}

FACTS: Final = (
    _fact("applicant.born_on", DATE, ("生年月日", "Date of birth"), ("生年月日はいつですか。", "When were you born?"),
          proofs=("住民票の写し",)),
    _fact("applicant.residence_status", CHOICE, ("国籍・在留資格", "Citizenship or status of residence"),
          ("国籍または在留資格はどれですか。", "What is your citizenship or status of residence?"),
          choices=STATUSES, proofs=("住民票の写し", "在留カードの写し")),
    _fact("applicant.organized_crime", YES_NO, ("暴力団との関わり", "Ties to organized crime"),
          ("世帯のだれかが、暴力団員であるか暴力団と関わりがありますか。",
           "Does anybody in the household have ties to organized crime?"), usual=False),
    _fact("applicant.tax_unpaid", YES_NO, ("税の滞納", "Unpaid taxes"),
          ("市町村税の滞納がありますか。", "Do you have unpaid local taxes?"), proofs=("納税証明書",), change=PERSON,
          usual=False),
    _fact("applicant.times", LIST, ("住んだ・通った期間", "Where you lived, worked and studied"),
          ("これまで住んでいた所、通っていた所を教えてください。", "Where have you lived, worked and studied so far?"),
          columns=(
              _column("from", DATE, "始まりの日", "First day"),
              _column("until", DATE, "終わりの日(続いていれば空欄)", "Last day (empty if it goes on)"),
              _column("place", PLACE, "住んでいた市区町村", "Municipality of residence"),
              _column("as", CHOICE, "関わり方", "In what way", choices=WAYS),
              _column("to", PLACE, "通っていた市区町村", "Municipality commuted to"),
              _column("employed", YES_NO, "雇われていた", "As an employee"),
              _column("insured", YES_NO, "雇用保険に入っていた", "With employment insurance"),
              _column("then_hired", YES_NO, "卒業後、通学先の地域の会社に就職した", "Then hired by a company there"),
          ), proofs=("戸籍の附票の写し", "就業証明書", "卒業証明書")),
    _fact("household.members", LIST, ("いっしょに移る家族", "Family members who move with you"),
          ("いっしょに移る家族を教えてください(本人を除きます)。",
           "Who moves with you? (Do not count yourself.)"),
          columns=(
              _column("relation", CHOICE, "続柄", "Relation", choices=RELATIONS),
              _column("born_on", DATE, "生年月日", "Date of birth"),
              _column("together_before", YES_NO, "前の住所でも同じ世帯", "Same household before the move"),
              _column("together_now", YES_NO, "申請日に同じ世帯", "Same household on the day of application"),
              _column("moved_in_on", DATE, "転入日", "Day of moving in"),
          ), proofs=("住民票の写し",)),
    _fact("move.moved_in_on", DATE, ("転入日", "Day of moving in"),
          ("住民票を移した日(移す予定の日)はいつですか。", "When did you, or will you, register as a resident?"),
          change=PERSON, proofs=("住民票の写し",)),
    _fact("move.from", PLACE, ("移る前の市区町村", "Municipality before the move"),
          ("移る前に住んでいる市区町村はどこですか。", "Where do you live before the move?"),
          proofs=("住民票の除票の写し",)),
    _fact("move.to", PLACE, ("移る先の市区町村", "Municipality of the move"),
          ("移る先の市区町村はどこですか。", "Where do you move to?")),
    _fact("move.intends_5_years", YES_NO, ("5年以上住む意思", "Intention to stay for 5 years"),
          ("申請の日から5年以上、住み続けるつもりですか。", "Do you intend to stay for 5 years or more?"),
          change=PERSON, usual=True),
    _fact("move.by_transfer", YES_NO, ("転勤・出向による転入", "Move by company order"),
          ("会社の命令(転勤・出向など)による転入ですか。", "Do you move by order of your employer?"), usual=False),
    _fact("move.joins_association", YES_NO, ("自治会への加入", "Joining the neighbourhood association"),
          ("自治会(区・町内会)に入りますか。", "Will you join the neighbourhood association?"), change=PERSON),
    _fact("move.district_kind", CHOICE, ("移る地区の種類", "Kind of district"),
          ("移る地区はどれに当たりますか。", "What kind of district do you move to?"),
          choices={"depopulated": ("過疎地域", "Depopulated area"), "model": ("田舎暮らしモデル地域", "Model area"),
                   "other": ("そのほか", "Other")}, change=PERSON),
    _fact("work.route", CHOICE, ("移ったあとの仕事", "Work after the move"),
          ("移ったあとの仕事はどれに当たりますか。", "What work will you do after the move?"), choices=ROUTES,
          change=PERSON),
    _fact("work.place", PLACE, ("勤め先の市区町村", "Municipality of work"),
          ("勤め先はどこにありますか。", "Where is your workplace?"), change=PERSON),
    _fact("work.listed_on", DATE, ("求人がサイトに載った日", "Day on which the job was listed"),
          ("その求人が県の求人サイトに載ったのはいつですか。", "When was the job listed on the prefecture's site?")),
    _fact("work.applied_on", DATE, ("求人に応募した日", "Day of applying for the job"),
          ("その求人に応募したのはいつですか。", "When did you apply for the job?"), change=PERSON),
    _fact("work.hours_per_week", NUMBER, ("週の労働時間", "Working hours per week"),
          ("週に何時間働きますか。", "How many hours a week do you work?"), unit="時間", change=PERSON,
          proofs=("就業証明書",)),
    _fact("work.open_ended", YES_NO, ("期間の定めのない雇用", "Open-ended contract"),
          ("期間の定めのない雇用(無期雇用)ですか。", "Is your contract open-ended?"),
          change=PERSON, proofs=("就業証明書",)),
    _fact("work.employed_now", YES_NO, ("申請日に在職", "Employed on the day of application"),
          ("申請の日にその会社で働いていますか。", "Are you employed there on the day of application?"), change=PERSON,
          proofs=("就業証明書",)),
    _fact("work.run_by_relative", YES_NO, ("3親等以内の親族が経営", "Run by a close relative"),
          ("3親等以内の親族が代表者や取締役を務める会社ですか。",
          "Is the company run by a relative within three degrees?"), usual=False),
    _fact("work.new_hire", YES_NO, ("新しい採用", "New employment"),
          ("新しい採用ですか(転勤・出向・出張・研修ではない)。", "Is it a new employment (no transfer or training)?"),
          proofs=("就業証明書",)),
    _fact("work.intends_5_years", YES_NO, ("5年以上働く意思", "Intention to work for 5 years"),
          ("申請の日から5年以上、その会社で働き続けるつもりですか。",
          "Do you intend to work there for 5 years or more?"),
          change=PERSON, usual=True),
    _fact("work.by_own_will", YES_NO, ("自分の意思による移住", "Move by own will"),
          ("会社の命令ではなく、自分の意思で移りますか。", "Do you move by your own will, not by company order?"),
          usual=True),
    _fact("work.same_job_by_telework", YES_NO, ("移る前の仕事を続ける", "Continuing the job by telework"),
          ("移る前の仕事を、移ったあともテレワークで続けますか。", "Will you continue your present job by telework?"),
          change=PERSON, proofs=("就業証明書(テレワーク用)",)),
    _fact("work.startup_granted_on", DATE, ("起業支援金の交付決定日", "Day of the start-up grant"),
          ("起業支援金の交付決定を受けたのはいつですか。", "When was the start-up grant decided?"),
          proofs=("起業支援金の交付決定通知書の写し",)),
    _fact("house.acquisition", CHOICE, ("住まいの得かた", "How you get the house"),
          ("住まいをどのように用意しますか。", "How do you get your house?"), choices=ACQUISITIONS, change=PERSON),
    _fact("house.contract_on", DATE, ("契約日", "Day of the contract"),
          ("住宅の契約をした日(する予定の日)はいつですか。", "When did you, or will you, sign the contract?"),
          change=PERSON,
          proofs=("契約書の写し",)),
    _fact("house.work_started_on", DATE, ("着工日", "Day on which the work starts"),
          ("工事を始めた日(始める予定の日)はいつですか。", "When did, or will, the work start?"), change=PERSON),
    _fact("house.completed_on", DATE, ("建築年月日", "Day of completion"),
          ("住宅が建った日はいつですか。", "When was the house completed?"), proofs=("登記事項証明書",)),
    _fact("house.floor_m2", NUMBER, ("住む部分の床面積", "Living floor"),
          ("住む部分の床面積は何平方メートルですか。", "How large is the living floor?"), unit="㎡",
          proofs=("登記事項証明書", "平面図")),
    _fact("house.total_m2", NUMBER, ("建物全体の床面積", "Whole floor"),
          ("建物全体の床面積は何平方メートルですか。", "How large is the whole floor?"), unit="㎡"),
    _fact("house.unused", YES_NO, ("まだ人が住んだことがない", "Never lived in"),
          ("まだだれも住んだことがない住宅ですか。", "Has nobody ever lived in the house?")),
    _fact("house.in_bank", YES_NO, ("空き家バンクの物件", "From the home bank"),
          ("空き家バンクに登録された住宅ですか。", "Is the house listed in the home bank?")),
    _fact("house.local_builder", YES_NO, ("町内の業者による工事", "Local builder"),
          ("町内の業者(商工会の会員など)が工事をしますか。", "Is the work done by a local builder?"), change=PERSON),
    _fact("house.cost_yen", YEN, ("対象となる費用", "Eligible cost"),
          ("対象となる費用はいくらですか。", "How much are the eligible costs?"), unit="円", proofs=("見積書の写し",)),
    _fact("house.share_only", YES_NO, ("持分だけの取得", "Buying only a share"),
          ("建物の持分だけを得ますか。", "Do you buy only a share of the house?"), usual=False),
    _fact("house.meets_quake_code", YES_NO, ("新耐震基準に適合", "Meets the 1981 earthquake code"),
          ("新しい耐震基準に適合していますか。", "Does the house meet the 1981 earthquake code?"), change=PERSON,
          proofs=("耐震基準適合証明書",)),
    _fact("commuting.claims", LIST, ("通勤定期券", "Commuter passes"),
          ("買った定期券を教えてください。", "Which commuter passes did you buy?"),
          columns=(
              _column("month", DATE, "使い始めた月", "First month"),
              _column("months", NUMBER, "何か月の定期券か", "Number of months", unit="か月"),
              _column("fare_yen", YEN, "定期券の代金", "Fare", unit="円"),
              _column("allowance_yen", YEN, "会社の通勤手当(1か月)", "Allowance per month", unit="円"),
          ), proofs=("定期券の写し", "通勤手当の証明書")),
    _fact("commuting.started_on", DATE, ("定期券を使い始めた日", "First day of the pass"),
          ("定期券を使い始めた日はいつですか。", "When did you start to use the pass?"), change=PERSON),
    _fact("received.grants", LIST, ("これまでに受けた支援", "Grants received before"),
          ("これまでに受けた支援を教えてください(なければ空のまま)。", "Which grants have you received before?"),
          columns=(
              _column("scheme", FactType.TEXT, "制度の番号", "Scheme"),
              _column("on", DATE, "受けた日", "Day"),
              _column("by", CHOICE, "受けた人", "Received by", choices={
                  "person": ("本人", "Myself"), "household": ("世帯のだれか", "Somebody of the household"),
                  "house": ("この住宅", "This house")}),
          ), usual=()),
    _fact(APPLIED_ON, DATE, ("申請日", "Day of application"),
          ("申請する日はいつですか。", "On which day do you apply?"), change=TIME),
)  # fmt: skip
VOCABULARY: Final = {fact.key: fact for fact in FACTS}
