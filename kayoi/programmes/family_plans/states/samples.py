"""Sample rows of the table of deadlines (見本): a town adopts, changes or leaves out each."""

from datetime import date

from kayoi.programmes.family_plans.states.words import Anchor, Fact, Span, TaskRule, Unit

READ_ON = date(2026, 11, 1)
USUAL = "一般的な日程による見本。町の案内で確かめてください。"
GRANT_JOB = frozenset({Fact.RELOCATION_GRANT, Fact.JOB})

_CHILDREN = (
    TaskRule(
        "nursery_visit", "保育所などを見学し、空きを聞く", "Visit nurseries and ask for free places",
        "町の保育の担当に電話し、見学の日を決めます。", "Call the town's childcare section and agree on a day.",
        "空きを知らないまま申し込むことになり、希望の園に入りにくくなります。",
        "You would apply without knowing which nurseries have places.",
        needs=frozenset({Fact.PRESCHOOL}), source=USUAL, source_on=READ_ON,
    ),
    TaskRule(
        "nursery_april", "4月入園の一次募集に申し込む", "Apply in the first round for April",
        "申込書、就労の証明、世帯の分かる書類を出します。", "Hand in the form, proof of work and of the household.",
        "4月入園の一次募集に間に合わず、二次募集か、途中入園の空き待ちになります。",
        "You miss the first round for April and must wait for the second round or for a free place.",
        Anchor.BEFORE_NURSERY, Span(0), Span(-29), 11, 30,
        needs=frozenset({Fact.PRESCHOOL, Fact.APRIL}), after=("nursery_visit",), important=True,
        source=USUAL, source_on=READ_ON,
    ),
    TaskRule(
        "nursery_midyear", "途中入園に申し込む", "Apply for a nursery place during the year",
        "入園したい月の前月の締切りまでに、申込書を出します。",
        "Hand in the form before the closing day of the month before.",
        "その月の入園に間に合わず、次の月の空き待ちになります。",
        "You miss that month and wait for a place in the next.",
        Anchor.NURSERY, Span(-20), Span(-6, Unit.MONTH),
        needs=frozenset({Fact.PRESCHOOL}), lacks=frozenset({Fact.APRIL}), after=("nursery_visit",), important=True,
        source=USUAL, source_on=READ_ON,
    ),
    TaskRule(
        "school_consult", "転校を、今の学校と移住先の教育委員会に伝える", "Tell both schools about the change",
        "通う学校と、使う教科書・制服を聞きます。", "Ask which school it will be, and about textbooks and uniforms.",
        "教科書や学級の準備が、登校の初日に間に合わないことがあります。",
        "Textbooks and the class may not be ready on the first day.",
        Anchor.SCHOOL, Span(-30), needs=frozenset({Fact.SCHOOL}), source=USUAL, source_on=READ_ON,
    ),
    TaskRule(
        "school_papers", "在学証明書と教科書給与証明書を受け取る", "Collect the papers of the present school",
        "今の学校で、最後の登校日までに受け取ります。", "Collect them by the last day at the present school.",
        "転校先の学校で、受け入れの手続きが始められません。", "The new school cannot begin the formalities.",
        Anchor.MOVING, Span(0), Span(-14), needs=frozenset({Fact.SCHOOL}), after=("school_consult",),
        source="学校教育法施行令5条・6条、同施行規則(一般的な知識による見本)", source_on=READ_ON,
    ),
    TaskRule(
        "school_enter", "転入学の手続きをする", "Enrol at the new school",
        "転入届のあとに渡される通知と、前の学校の書類を、新しい学校に出します。",
        "Take the notice you get after registering, and the papers, to the new school.",
        "登校の初日が遅れます。", "The first day at school is put off.",
        Anchor.SCHOOL, Span(0), needs=frozenset({Fact.SCHOOL}), after=("school_papers", "moving_in"), important=True,
        source="学校教育法施行令5条・6条(一般的な知識による見本)", source_on=READ_ON,
    ),
    TaskRule(
        "after_school", "放課後児童クラブ(学童)を申し込む", "Apply for after-school care",
        "空きと締切りを町に聞きます。", "Ask the town about places and the closing day.",
        "空きがなく、放課後の居場所が決まらないことがあります。", "There may be no place after school.",
        Anchor.SCHOOL, Span(-45), needs=frozenset({Fact.SCHOOL}), source=USUAL, source_on=READ_ON,
    ),
    TaskRule(
        "child_allowance", "児童手当の申請をする", "Apply for the child allowance",
        "転入届と同じ日に、町の窓口でできます。", "Do it at the counter on the day you register.",
        "15日を過ぎると、遅れた月の分の手当が受けられません。",
        "After 15 days, allowance is lost for the months you are late.",
        Anchor.MOVING, Span(15), Span(0), needs=frozenset({Fact.CHILD}), after=("moving_in",), important=True,
        source="児童手当法8条3項(15日特例。転出予定日の翌日から15日以内。一般的な知識による見本)", source_on=READ_ON,
    ),
)  # fmt: skip

_REGISTERS = (
    TaskRule(
        "moving_out", "転出届を出す", "Report that you move out",
        "今の市区町村の窓口か、マイナポータルで出します。", "At the counter of the town you leave, or online.",
        "転出証明書がなく、転入届が出せません。", "Without it you cannot register in the new town.",
        Anchor.MOVING, Span(0), Span(-14), important=True,
        source="住民基本台帳法24条(あらかじめ)。14日前からは窓口の一般的な扱い", source_on=READ_ON,
    ),
    TaskRule(
        "moving_in", "転入届を出す", "Register in the new town",
        "家族全員のマイナンバーカードを持って、町の窓口へ行きます。",
        "Go to the counter with everybody's My Number cards.",
        "14日を過ぎると、正当な理由がないとき5万円以下の過料の対象になります。ほかの手続きも始められません。",
        "After 14 days a fine of up to 50,000 yen is possible, and nothing else can begin.",
        Anchor.MOVING, Span(14), Span(0), after=("moving_out",), carry_over=True, important=True,
        source="住民基本台帳法22条(転入をした日から14日以内)・52条", source_on=READ_ON,
    ),
    TaskRule(
        "insurance", "国民健康保険・国民年金の届出をする", "Report to health insurance and pension",
        "転入届と同じ日に、町の窓口でできます。", "Do it at the counter on the day you register.",
        "保険証の代わりになる確認が取れず、医療費を一度全部払うことがあります。",
        "You may have to pay all medical costs at first.",
        Anchor.MOVING, Span(14), Span(0), needs=frozenset({Fact.INSURANCE}), after=("moving_in",), carry_over=True,
        source="国民健康保険法施行規則・国民年金法施行規則(14日以内。一般的な知識による見本)", source_on=READ_ON,
    ),
    TaskRule(
        "licence", "運転免許の住所を変える", "Change the address on the driving licence",
        "警察署に、新しい住所の分かるものを持って行きます。", "At the police station, with proof of the new address.",
        "「速やかに」届ける決まりです。更新の通知も届きません。",
        "It must be done promptly; renewal notices would not reach you.",
        Anchor.MOVING, Span(30), Span(0), needs=frozenset({Fact.DRIVES}), after=("moving_in",),
        source="道路交通法94条(速やかに)。30日は目安", source_on=READ_ON,
    ),
    TaskRule(
        "garage", "車庫証明(保管場所の届出)をする", "Report the parking place",
        "地域によっては要りません。警察署に聞きます。", "Some areas do not need it; ask the police station.",
        "車検証の住所が変えられません。", "The car's papers cannot be changed.",
        Anchor.MOVING, None, Span(0), needs=frozenset({Fact.CAR}), after=("moving_in",), takes_days=5,
        source="自動車の保管場所の確保等に関する法律(一般的な知識による見本)", source_on=READ_ON,
    ),
    TaskRule(
        "car_papers", "車検証の住所を変える", "Change the address in the car's papers",
        "運輸支局(軽自動車は軽自動車検査協会)で変えます。", "At the transport office.",
        "15日を過ぎると罰則の対象になり、税の通知も届きません。",
        "After 15 days there may be a penalty; tax notices do not reach you.",
        Anchor.MOVING, Span(15), Span(0), needs=frozenset({Fact.CAR}), after=("garage",), carry_over=True,
        source="道路運送車両法12条(15日以内。一般的な知識による見本)", source_on=READ_ON,
    ),
    TaskRule(
        "dog", "犬の登録を移す", "Register the dog",
        "前の鑑札と注射済票を持って、町の窓口へ行きます。", "Take the old tag and the vaccination tag to the counter.",
        "30日を過ぎると罰則の対象になり、迷子になっても飼い主が分かりません。", "After 30 days there may be a penalty.",
        Anchor.MOVING, Span(30), Span(0), needs=frozenset({Fact.DOG}), carry_over=True,
        source="狂犬病予防法4条(30日以内。一般的な知識による見本)", source_on=READ_ON,
    ),
)  # fmt: skip

_HOME = (
    TaskRule(
        "bank", "空き家バンクの利用登録をする", "Register with the vacant-house bank",
        "申込書と誓約書を町に出します。", "Hand in the form and the pledge.",
        "内見の申込みができません。", "You cannot ask to see houses.",
        needs=frozenset({Fact.HOME}), takes_days=7, source="空き家バンクの一般的な流れ(利用登録→内見→交渉→契約)",
        source_on=READ_ON,
    ),
    TaskRule(
        "viewing", "家を内見する", "See the house",
        "雪や雨の日、冬の朝にも見ると、暮らしが分かります。", "See it in rain, snow or on a winter morning too.",
        "内見から契約まで、ひと月ほどかかります。契約が引越しに間に合いません。",
        "From viewing to contract takes about a month; the contract will be late.",
        needs=frozenset({Fact.HOME}), after=("bank",), takes_days=30,
        source="内見から契約まで30日は目安", source_on=READ_ON,
    ),
    TaskRule(
        "grant_apply", "住まいの補助金の交付申請をする", "Apply for the housing grant",
        "見積書と図面を添えて、町に出します。", "Hand in estimates and plans.",
        "審査にひと月ほどかかります。交付決定を待つと、契約と着工が遅れます。",
        "The decision takes about a month; contract and works must wait for it.",
        needs=frozenset({Fact.HOUSING_GRANT}), after=("viewing",), takes_days=30, important=True,
        source="補助金等交付規則の一般的な流れ。審査30日は目安", source_on=READ_ON,
    ),
    TaskRule(
        "grant_decision", "補助金の交付決定を受ける", "Receive the decision on the grant",
        "交付決定通知書の日付を控えます。", "Note the date of the written decision.",
        "交付決定の前に契約や着工をすると、補助金が受けられません。",
        "If you sign or begin before the decision, you cannot receive the grant.",
        needs=frozenset({Fact.HOUSING_GRANT}), after=("grant_apply",), happens=Anchor.GRANT, important=True,
        source="補助金等交付規則(着手は交付決定の後)", source_on=READ_ON,
    ),
    TaskRule(
        "contract", "住まいの契約をする", "Sign for the home",
        "修繕の費用、自治会、農地のことを確かめてから結びます。",
        "Make sure about repairs, the neighbourhood and land first.",
        "引越しの日までに、鍵の受け渡しや修繕が終わりません。", "Keys and repairs will not be ready for the move.",
        Anchor.MOVING, Span(-30), needs=frozenset({Fact.HOME}), after=("viewing", "grant_decision"),
        happens=Anchor.CONTRACT, important=True, source="契約から引越しまで30日は目安", source_on=READ_ON,
    ),
    TaskRule(
        "works", "工事を始める", "Begin the works",
        "町内の事業者だと、補助が増えることがあります。", "Local builders may raise the grant.",
        "引越しの日までに工事が終わりません。", "The works will not be finished by the move.",
        Anchor.MOVING, Span(-60), needs=frozenset({Fact.WORKS}), after=("grant_decision",),
        happens=Anchor.WORKS, important=True, source="工事60日は目安", source_on=READ_ON,
    ),
    TaskRule(
        "grant_report", "補助金の実績報告をする", "Report to the grant office",
        "完了から30日以内と年度末の、早いほうまでに出します。",
        "Within 30 days of completion, and before the fiscal year ends.",
        "年度をこえると、補助金が支払われません。", "After the fiscal year the grant cannot be paid.",
        Anchor.GRANT, Span(0, Unit.FISCAL_YEAR_END), needs=frozenset({Fact.HOUSING_GRANT}), after=("contract", "works"),
        important=True, source="補助金等交付規則・会計年度独立の原則(一般的な知識による見本)", source_on=READ_ON,
    ),
    TaskRule(
        "internet", "インターネットの工事を申し込む", "Order the internet line",
        "回線の種類と、引込みの工事の日を聞きます。", "Ask which line there is and when it can be laid.",
        "引越しの日に、仕事や授業で使えません。", "There is no connection for work or school on the first day.",
        Anchor.MOVING, Span(-30), source="工事まで30日は目安", source_on=READ_ON,
    ),
    TaskRule(
        "utilities", "電気・ガス・水道を申し込む", "Order electricity, gas and water",
        "プロパンガスは立会いが要ります。", "For bottled gas somebody must be there.",
        "引越しの日に使えません。", "They will not work on the first day.",
        Anchor.MOVING, Span(-7), Span(-30), source="7日前は目安", source_on=READ_ON,
    ),
)  # fmt: skip

_WORK_AND_MOVE = (
    TaskRule(
        "grant_talk", "移住支援金の要件を、町に確かめる", "Ask the town about the relocation grant",
        "今までの住まいと仕事、これからの仕事を話します。",
        "Tell them where you have lived and worked, and what you will do.",
        "要件に合わないまま引っ越すと、あとから直せません。", "What does not fit when you move cannot be mended later.",
        Anchor.MOVING, Span(-60), needs=frozenset({Fact.RELOCATION_GRANT}), important=True,
        source="地方創生移住支援事業。60日前は目安", source_on=READ_ON,
    ),
    TaskRule(
        "job_posted", "求人が移住支援金の対象として載った日を確かめる", "Note the day on which the job was listed",
        "都道府県のマッチングサイトの掲載日を控えます。", "Note the day of listing on the prefecture's matching site.",
        "掲載日より前に応募した仕事では、移住支援金が受けられません。",
        "A job that you applied for before its listing does not count for the grant.",
        needs=GRANT_JOB, happens=Anchor.POSTED, source="地方創生移住支援事業(応募日が掲載日以後であること)",
        source_on=READ_ON,
    ),
    TaskRule(
        "job_apply", "仕事に応募する", "Apply for the job",
        "応募した日の分かるもの(メールなど)を残します。", "Keep something that shows the day, such as an e-mail.",
        "引越しまでに、働き始める日が決まりません。", "The first day at work will not be settled by the move.",
        Anchor.MOVING, Span(-2, Unit.MONTH), Span(-12, Unit.MONTH), needs=frozenset({Fact.JOB}),
        after=("job_posted",), happens=Anchor.APPLIED, source="6か月から12か月前にさがし始める人が多い(伊那市)",
        source_on=READ_ON,
    ),
    TaskRule(
        "relocation_grant", "移住支援金を申請する", "Apply for the relocation grant",
        "転入から3か月を待つ町もあります。要綱の版で確かめます。",
        "Some towns ask you to wait three months; see the rules.",
        "転入から1年を過ぎると、申請できません。", "One year after moving in, you can no longer apply.",
        Anchor.MOVING, Span(12, Unit.MONTH), Span(0), needs=frozenset({Fact.RELOCATION_GRANT}),
        after=("moving_in", "job_apply"), important=True, source="地方創生移住支援事業(転入後1年以内)",
        source_on=READ_ON,
    ),
    TaskRule(
        "mover_peak", "引越し業者を予約する(混む時期)", "Book a mover (busy season)",
        "3月下旬から4月上旬は、早く埋まります。", "Late March and early April fill early.",
        "予約が取れないか、料金がとても高くなります。", "There may be no mover, or only a very dear one.",
        Anchor.MOVING, Span(-60), Span(-120), needs=frozenset({Fact.PEAK}), source="60日前は目安", source_on=READ_ON,
    ),
    TaskRule(
        "mover", "引越し業者を予約する", "Book a mover",
        "二つ以上の業者から見積りを取ります。", "Ask two or more for an estimate.",
        "希望の日に予約が取れないことがあります。", "The day you want may be taken.",
        Anchor.MOVING, Span(-30), Span(-90), lacks=frozenset({Fact.PEAK}), source="30日前は目安", source_on=READ_ON,
    ),
    TaskRule(
        "tyres_now", "冬タイヤに替える", "Fit winter tyres",
        "引越しの日の道が凍っていることがあります。", "Roads may be frozen on the day of the move.",
        "引越しの日に、峠や坂を走れません。", "You cannot drive over passes and slopes that day.",
        Anchor.MOVING, Span(0), Span(-60), needs=frozenset({Fact.CAR, Fact.WINTER}), source=USUAL, source_on=READ_ON,
    ),
    TaskRule(
        "tyres_first", "はじめての冬の前に、冬タイヤに替える", "Fit winter tyres before the first winter",
        "11月は店が混みます。10月に予約します。", "Shops are busy in November; book in October.",
        "雪の朝に車が使えず、仕事や学校に行けません。", "On a snowy morning you cannot drive to work or school.",
        Anchor.FROM_MOVING, Span(0), Span(-45), 11, 15, needs=frozenset({Fact.CAR}), lacks=frozenset({Fact.WINTER}),
        source=USUAL, source_on=READ_ON,
    ),
)  # fmt: skip

SAMPLES: tuple[TaskRule, ...] = (*_CHILDREN, *_REGISTERS, *_HOME, *_WORK_AND_MOVE)
