"""Reads of the money book, shaped for the screens; every amount is a decimal string."""

from heliu.ledger.queries.account_ledger import LedgerRange, account_ledger
from heliu.ledger.queries.accounts import account_list, chart_list, ledger_list, ledger_of
from heliu.ledger.queries.periods import period_list
from heliu.ledger.queries.seals import seal_state
from heliu.ledger.queries.statements import read_balance_sheet, read_income_statement
from heliu.ledger.queries.subledger import party_balances
from heliu.ledger.queries.trial_balance import trial_balance
from heliu.ledger.queries.vouchers import VoucherFilter, voucher, voucher_list

__all__ = [
    "LedgerRange",
    "VoucherFilter",
    "account_ledger",
    "account_list",
    "chart_list",
    "ledger_list",
    "ledger_of",
    "party_balances",
    "period_list",
    "read_balance_sheet",
    "read_income_statement",
    "seal_state",
    "trial_balance",
    "voucher",
    "voucher_list",
]
