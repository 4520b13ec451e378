"""Whether a plan may be mailed to its family."""

from kayoi.engines.casefiles.states import ContactBasis
from kayoi.kit.verdict import Reason, Verdict, verdict


def may_mail(*, has_address: bool, protected: bool, basis: ContactBasis, agreed: bool) -> Verdict:
    """Answer whether the link of a plan may be mailed (メールで送ってよいか), with every reason against it.

    Who has not given their address themselves, or has said that they want no mails, must have agreed to this one.
    Source: 個人情報の保護に関する法律 第69条 (利用目的内の利用); 住民基本台帳事務処理要領 第5-10 (支援措置)
    """
    against = [
        (Reason("family_plans.no_address"), not has_address),
        (Reason("family_plans.protected"), protected),
        (Reason("family_plans.not_agreed"), basis is not ContactBasis.GIVEN and not agreed),
    ]
    return verdict(reason for reason, holds in against if holds)
