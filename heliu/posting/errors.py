"""Refusals of the books: each names what, where and how much; nothing is written when one is raised."""

from heliu.core.errors import Category, ErpError


class InsufficientStock(ErpError):
    """facts: items = [{item_id, code, name, needed, available, missing}] with decimal strings; since (a date) when
    goods are short on a day in the past."""

    code = "insufficient_stock"
    category = Category.CONFLICT
    template = "Not enough stock: {summary}."


class PeriodClosed(ErpError):
    code = "period_closed"
    category = Category.CONFLICT
    template = "{date} lies in the closed period {period} of ledger {ledger}: use a date from {first_open} on."


class NoPeriod(ErpError):
    code = "no_period"
    category = Category.CONFLICT
    template = "{date} lies in no accounting period of ledger {ledger}: create the year first."


class AccountNotDetermined(ErpError):
    code = "account_not_determined"
    category = Category.CONFLICT
    template = "Ledger {ledger} has no account for key {key}: add a determination rule."


class OpenItemMissing(ErpError):
    code = "open_item_missing"
    category = Category.CONFLICT
    template = "Nothing is open for {kind} of document {origin}."


class OpenItemExceeded(ErpError):
    code = "open_item_exceeded"
    category = Category.CONFLICT
    template = "{kind} {number}: {asked} asked, only {open} is open."


class ReturnExceedsOriginal(ErpError):
    code = "return_exceeds_original"
    category = Category.CONFLICT
    template = "Line {line}: returned {asked}, but of the original only {left} is left."


class EntryNotBalanced(ErpError):
    code = "entry_not_balanced"
    template = "Debits {debit} and credits {credit} differ."


class ControlAccountRefused(ErpError):
    code = "control_account_refused"
    template = "Account {account} is kept by documents only: post the document instead."


class ReversalRefused(ErpError):
    code = "reversal_refused"
    category = Category.CONFLICT
    template = "{document} cannot be reversed: {reason}."


class AlreadyReversed(ErpError):
    code = "already_reversed"
    category = Category.CONFLICT
    template = "{document} is already reversed."


class FactKeyReused(ErpError):
    code = "fact_key_reused"
    category = Category.CONFLICT
    template = "Key {key} was already posted for another fact."


class UnknownReference(ErpError):
    code = "unknown_reference"
    category = Category.CONFLICT
    template = "The {noun} {id} does not exist in this company."


class AllocationExceedsMoney(ErpError):
    code = "allocation_exceeds_money"
    category = Category.CONFLICT
    template = "{number}: {allocated} is allocated, but only {amount} is there."


class CurrencyDiffers(ErpError):
    code = "currency_differs"
    category = Category.CONFLICT
    template = "{number} is in {actual}, the document in {expected}: settle in the same currency."
