"""What staff are told when something about a desk is refused."""

REFUSALS: dict[str, str] = {
    "followups.no_successor": "後任を一人以上選んでください。",
    "followups.successor_is_leaver": "引き継ぐ人を、後任には選べません。別の人を選んでください。",
    "followups.successor_has_left": "後任に、もう在籍していない人がいます。在籍している人を選んでください。",
    "followups.empty_desk": "この人の受け持つ個票も、未了の対応もありません。引き継ぐものはありません。",
    "followups.undone_already": "この引継ぎは、すでに元に戻しています。",
    "followups.undo_too_late": "元に戻せるのは、引き継いだその日だけです。個票や対応の担当を、一つずつ変えてください。",
}
