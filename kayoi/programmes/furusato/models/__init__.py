"""Registers, the mirror of the national one, activities, benefits, points, groups."""

from kayoi.programmes.furusato.models.activities import Activity, ActivityKind, Evidence, SignUp, SignUpLink
from kayoi.programmes.furusato.models.benefits import Benefit, BenefitOf, BenefitUse
from kayoi.programmes.furusato.models.groups import Group, GroupMember, GroupOf, GroupPost, GroupReport
from kayoi.programmes.furusato.models.national import IdentityProof, NationalStatus, RegistryFile, RegistryRow
from kayoi.programmes.furusato.models.points import PointsEarned, PointsRate, PointsScheme, PointsStep
from kayoi.programmes.furusato.models.registers import Register, Registration, RegistrationLink, Renewal

__all__ = [
    "Activity", "ActivityKind", "Benefit", "BenefitOf", "BenefitUse", "Evidence", "Group", "GroupMember", "GroupOf",
    "GroupPost", "GroupReport", "IdentityProof", "NationalStatus", "PointsEarned", "PointsRate", "PointsScheme",
    "PointsStep", "Register", "Registration", "RegistrationLink",
    "RegistryFile", "RegistryRow", "Renewal", "SignUp", "SignUpLink",
]  # fmt: skip
