"""The standard facts of a town's registers of friends and helpers: ties, proofs, activities, visits."""

from typing import Final

from kayoi.engines.rulesets.states.vocabulary.declaring import (
    CHOICES,
    DATE,
    LIST,
    NUMBER,
    PERSON,
    TEXT,
    YES_NO,
    column,
    fact,
)

FURUSATO_FACTS: Final = (
    fact("tie.kinds", CHOICES, ("町とのつながり", "Ties to the town"),
         ("この町と、どんなつながりがありますか(当てはまるものをすべて)。", "What ties do you have to this town?"),
         choices={"born": ("生まれた・育った", "I was born or grew up here"),
                  "lived": ("住んだことがある", "I have lived here"),
                  "family": ("家族・親戚が住んでいる", "My family lives here"),
                  "house": ("家や土地を持っている・借りている", "I own or rent a house or land here"),
                  "work": ("仕事で通っている・働いたことがある", "I work or have worked here"),
                  "school": ("学校に通った", "I went to school here"),
                  "visits": ("何度も訪れている", "I come here often"),
                  "helps": ("地域の活動を手伝っている", "I help in the community"),
                  "donation": ("寄附(ふるさと納税)をした", "I have given a donation"),
                  "none": ("まだない", "None yet")}, change=PERSON),
    fact("identity.level", NUMBER, ("本人確認の水準", "Level of the proof of identity"),
         ("本人確認は、どの水準で済んでいますか(マイナンバーカードは3、窓口での確認は2、済んでいなければ0)。",
          "At which level is your identity proved (3 with the My Number Card, 2 at a counter, 0 not yet)?"),
         change=PERSON, usual=0),
    fact("activity.confirmed", LIST, ("確認された担い手活動", "Confirmed activities"),
         ("この町で行い、確認を受けた活動を教えてください(なければ空のまま)。",
          "Which activities in this town were confirmed?"),
         columns=(
             column("on", DATE, "活動の日", "Day"),
             column("kind", TEXT, "種類", "Kind"),
             column("designated", YES_NO, "町が指定する活動", "Designated by the town"),
         ), change=PERSON, usual=()),
    fact("visit.confirmed", LIST, ("記録のある訪問", "Visits on record"),
         ("この町を訪れた日を教えてください(なければ空のまま)。", "On which days have you been in this town?"),
         columns=(column("on", DATE, "訪れた日", "Day"),), change=PERSON, usual=()),
    fact("registration.step", NUMBER, ("いまの登録の段階", "Present step of registration"),
         ("この町の登録で、いまどの段階にいますか(登録がなければ0)。",
          "At which step of this town's registers are you (0 without one)?"), change=PERSON, usual=0),
    fact("registration.months", NUMBER, ("登録してからの月数", "Months since registration"),
         ("この町に登録してから、何か月たちましたか(登録がなければ0)。",
          "For how many months have you been registered with this town?"), unit="か月", change=PERSON, usual=0),
)  # fmt: skip
