"""Refusals of access."""

from heliu.core.errors import Category, ErpError


class InvalidCredentials(ErpError):
    """The same answer for a wrong name, a wrong password and a closed account."""

    code = "invalid_credentials"
    category = Category.UNAUTHENTICATED
    template = "The user name or password is wrong."


class TotpRequired(ErpError):
    code = "totp_required"
    category = Category.UNAUTHENTICATED
    template = "Enter the six-digit code of your authenticator app."


class TotpWrong(ErpError):
    code = "totp_wrong"
    category = Category.UNAUTHENTICATED
    template = "The six-digit code is wrong or was used already; wait for the next one."


class TotpCodeRefused(ErpError):
    """While switching the second factor on: the person is signed in, so this is no matter of signing in."""

    code = "totp_wrong"
    template = "The six-digit code does not belong to this secret."


class NotSwitchedOn(ErpError):
    code = "totp_not_on"
    category = Category.CONFLICT
    template = "The second factor is not switched on."


class AlreadySwitchedOn(ErpError):
    """Whoever holds an open browser must not be able to put an app of his own in place of the owner's."""

    code = "totp_already_on"
    category = Category.CONFLICT
    template = "The second factor is switched on already: switch it off with the password first."


class TooManyAttempts(ErpError):
    code = "too_many_attempts"
    category = Category.FORBIDDEN
    template = "Too many failed sign-ins: try again in {seconds} seconds."


class WeakPassword(ErpError):
    code = "weak_password"
    template = "The password is refused: {reason}"


class MustChangePassword(ErpError):
    code = "must_change_password"
    category = Category.FORBIDDEN
    template = "Choose your own password first."


class NoCompany(ErpError):
    code = "no_company"
    category = Category.FORBIDDEN
    template = "You belong to no active company; ask its administrator."


class SetupTokenRefused(ErpError):
    code = "setup_token_refused"
    category = Category.FORBIDDEN
    template = "This one-time link is unknown, used or expired; make a new one with `heliu setup-link`."


class SetupClosed(ErpError):
    code = "setup_closed"
    category = Category.CONFLICT
    template = "The first administrator exists already; sign in."


class LastOwner(ErpError):
    code = "last_owner"
    category = Category.CONFLICT
    template = "The company needs at least one active owner."


class MoreThanYourOwn(ErpError):
    """Nobody hands out rights they do not hold."""

    code = "more_than_your_own"
    category = Category.FORBIDDEN
    template = "You can only hand out rights that you hold yourself; beyond yours: {permissions}."


class UnknownPermissions(ErpError):
    code = "unknown_permissions"
    template = "These permission patterns cover nothing: {patterns}."


class OtherCompaniesUser(ErpError):
    code = "other_companies_user"
    category = Category.FORBIDDEN
    template = "{username} also works in a company that you do not administer; only their place in this one can change."


class WrongPassword(ErpError):
    """Signed in already, so not a matter of signing in again."""

    code = "wrong_password"
    template = "The current password is wrong."


class BrowserOnly(ErpError):
    code = "browser_only"
    category = Category.FORBIDDEN
    template = "This is done by a person who is signed in, not with a token."
