"""What grantees are told by mail when a grant has come a step further: in Japanese and English."""

# News to the sentence in Japanese and in English.
NEWS = {
    "report_received": ("実績報告を受け取りました。内容を確かめて、ご連絡します。",
                        "We have received your report. We will look at it and let you know."),
    "report_returned": ("実績報告に、直していただきたいところがあります。",
                        "Something in your report needs to be put right."),
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
}  # fmt: skip
