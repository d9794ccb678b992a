"""Refusals of the money documents."""

from heliu.core.errors import Category, ErpError


class QuantityAboveSource(ErpError):
    code = "quantity_above_source"
    category = Category.CONFLICT
    template = "Line {line}: {asked} invoiced, but only {open} of {source} is not yet invoiced."


class MatchException(ErpError):
    code = "match_exception"
    category = Category.FORBIDDEN
    template = "{number} differs from what was received by more than the tolerance: who may accept that has to post it."


class SourceNotOpen(ErpError):
    code = "source_not_open"
    category = Category.CONFLICT
    template = "Line {line}: nothing is open to invoice for {source} {source_line_id}."


class SourceOfOtherParty(ErpError):
    code = "source_of_other_party"
    category = Category.CONFLICT
    template = "Line {line}: {source} {source_line_id} belongs to another party or currency than this invoice."


class RedAboveBlue(ErpError):
    code = "red_above_blue"
    category = Category.CONFLICT
    template = "Line {line}: {asked} to credit, but of the invoiced {invoiced} only {left} is left."


class RedOfRed(ErpError):
    code = "red_of_red"
    category = Category.CONFLICT
    template = "{number} is itself a red invoice: reverse it instead."


class AllocationAboveOpen(ErpError):
    code = "allocation_above_open"
    category = Category.CONFLICT
    template = "{number}: {asked} to settle, only {open} is open."


class AllocationNotOpen(ErpError):
    code = "allocation_not_open"
    category = Category.CONFLICT
    template = "Nothing is open for {origin_kind} {origin_id} of this party in {currency}."


class AllocatedAboveAmount(ErpError):
    code = "allocated_above_amount"
    category = Category.CONFLICT
    template = "{allocated} is allocated, but the money is only {amount}."


class RefundNotAllocated(ErpError):
    code = "refund_not_allocated"
    category = Category.CONFLICT
    template = "A refund of {amount} must name what is paid back; {allocated} is allocated."


class SettlementNotBalanced(ErpError):
    code = "settlement_not_balanced"
    template = "Debits {debit} and credits {credit} of the settlement differ."


class RateRefused(ErpError):
    code = "rate_refused"
    template = "Rate {rate} for {currency} in a ledger of {ledger_currency} is refused: {reason}."


class OpeningByDocument(ErpError):
    """remedy: parties (opening receivables and payables), stock (other receipt of reason OPENING), documents."""

    code = "opening_by_document"
    category = Category.CONFLICT
    template = "Account {account} is kept by documents: {advice}."


class PartyMissing(ErpError):
    code = "party_missing"
    template = "Account {account} is kept by party: name the customer or supplier."


class VoucherNotBalanced(ErpError):
    code = "voucher_not_balanced"
    template = "Debits {debit} and credits {credit} in {currency} differ by {difference}."


class ApprovedByPreparer(ErpError):
    code = "approved_by_preparer"
    category = Category.CONFLICT
    template = "{number}: who wrote a voucher does not audit it; ask somebody else."


class NothingToTransfer(ErpError):
    code = "nothing_to_transfer"
    category = Category.CONFLICT
    template = "Nothing is left to transfer in period {period}."
