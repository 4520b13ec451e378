"""What grantees are told by mail when a grant has come a step further: in Japanese and English."""

# What waits where somebody under protection measures is not told: staff ask first how (支援措置).
UNTOLD = "schemes.Untold"
# Somebody of the household has moved away or died: what that means for the grant, a person says.
HOUSEHOLD = "schemes.Household"
# News to the sentence in Japanese and in English.
NEWS = {
    "report_received": ("実績報告を受け取りました。内容を確かめて、ご連絡します。",
                        "We have received your report. We will look at it and let you know."),
    "report_returned": ("実績報告に、直していただきたいところがあります。",
                        "Something in your report needs to be put right."),
    "report_due": ("実績報告の期限({day})が近づきました。行ったことを、下のページから報告してください。"
                   "すでに出された方は、行き違いをご容赦ください。",
                   "Your report is due by {day}. Please send it on the page below, if you have not done so already."),
    "year_decided": ("今年度分の交付を決定しました。通知書をお送りします。",
                     "Your grant for this year has been decided; a letter is on its way."),
    "fixed": ("補助金の額が確定しました。通知書をお送りします。次は、下のページから請求してください。",
              "The amount of your grant has been fixed; a letter is on its way. Please claim it on the page below."),
    "claim_received": ("請求を受け取りました。確かめたうえで、お支払いします。",
                       "We have received your claim. We will check it and pay."),
    "claim_returned": ("請求に、直していただきたいところがあります。",
                       "Something in your claim needs to be put right."),
    "paid": ("お支払いの手続きをしました。", "Your grant has been paid."),
    "fulfilled": ("交付のあとの義務の期間が満了しました。これからの証明は要りません。",
                  "The time of your obligations is over. Nothing more is to be proved."),
    "changed": ("変更の申請を承認しました。通知書をお送りします。",
                "The change that you asked for has been approved; a letter is on its way."),
    "stopped": ("中止の申請を承認しました。通知書をお送りします。",
                "Your request to stop has been approved; a letter is on its way."),
    "not_changed": ("変更・中止の申請を承認できませんでした。通知書をお送りします。",
                    "The change that you asked for could not be approved; a letter is on its way."),
    "hearing": ("交付の決定の取消しについて、意見を述べていただけます。期限を書いた通知書をお送りします。",
                "Before your grant is cancelled you may say what you think; a letter with the day is on its way."),
    "refund_demanded": ("補助金の返還をお願いすることになりました。額と期限を書いた文書をお送りします。",
                        "You are asked to pay back the grant; a letter with the amount and the day is on its way."),
    "refund_exempted": ("補助金の返還を免除しました。通知書をお送りします。",
                        "You do not have to pay back the grant; a letter is on its way."),
    "refund_not_due": ("確認の結果、補助金を返していただく必要はありません。",
                       "We have checked, and you do not have to pay back the grant."),
    "refund_withdrawn": ("補助金の返還命令を取り消しました。返還していただく必要は、いまのところありません。",
                         "The order to pay back the grant is withdrawn. For now you do not have to pay it back."),
    "refund_instalments": ("返還を分けて納めていただくことを承認しました。各回の額と期限を書いた通知書をお送りします。",
                           "You may pay back in parts; a letter with the parts and their days is on its way."),
    "refund_reminded": ("期限を過ぎた返還の納付を、まだ確かめられていません。督促状をお送りします。",
                        "A part of what you are to pay back is late; a reminder is on its way."),
}  # fmt: skip
