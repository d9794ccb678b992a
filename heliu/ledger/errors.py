"""Refusals of the money book's own services; posting has its own."""

from heliu.core.errors import Category, ErpError


class AccountInUse(ErpError):
    code = "account_in_use"
    category = Category.CONFLICT
    template = "Account {account} is used by {used_by}: it can be neither deleted nor switched off."


class AccountHasBalance(ErpError):
    code = "account_has_balance"
    category = Category.CONFLICT
    template = "Account {account} has postings: a sub-account would leave them without a place."


class PeriodNotReady(ErpError):
    """facts: findings = [{check, count, message}]."""

    code = "period_not_ready"
    category = Category.CONFLICT
    template = "Period {period} cannot be closed: {summary}."


class PeriodOutOfOrder(ErpError):
    code = "period_out_of_order"
    category = Category.CONFLICT
    template = "Period {period}: {verb} is done in order; next is {next}."


class SecondPersonRequired(ErpError):
    code = "second_person_required"
    category = Category.FORBIDDEN
    template = "Period {period} was closed by you: reopening it needs another person."


class YearNotAdjacent(ErpError):
    code = "year_not_adjacent"
    category = Category.CONFLICT
    template = "Year {year} does not follow the years of ledger {ledger} ({first}-{last})."


class LedgerInUse(ErpError):
    code = "ledger_in_use"
    category = Category.CONFLICT
    template = "Ledger {ledger} has vouchers: its first year stands."
