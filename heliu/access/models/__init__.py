"""Tables of access, one file per noun."""

from heliu.access.models.companies import Company, Framework
from heliu.access.models.credentials import ApiToken, LoginFailure, SetupToken, UserSession
from heliu.access.models.roles import Membership, MembershipRole, Role
from heliu.access.models.users import User

__all__ = [
    "ApiToken",
    "Company",
    "Framework",
    "LoginFailure",
    "Membership",
    "MembershipRole",
    "Role",
    "SetupToken",
    "User",
    "UserSession",
]
