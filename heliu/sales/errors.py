"""Refusals of sales."""

from heliu.core.errors import Category, ErpError


class SelfApproval(ErpError):
    code = "self_approval"
    category = Category.FORBIDDEN
    template = "Sales order {number} was made by you: another person must approve it."


class ApprovalVoid(ErpError):
    code = "approval_void"
    category = Category.CONFLICT
    template = "Sales order {number} is not what was approved: submit it again."


class OrderNotOpen(ErpError):
    code = "order_not_open"
    category = Category.CONFLICT
    template = "Sales order {number} is {state}: nothing can be shipped or invoiced for it."


class CreditLimitExceeded(ErpError):
    """facts: party_id, party, limit, exposure, added, excess as decimal strings in ledger currency."""

    code = "credit_limit_exceeded"
    category = Category.CONFLICT
    template = (
        "{party}: limit {limit}, used {exposure}, {added} more exceeds it by {excess}. Collect money first, or let "
        "somebody with the right to override decide and give a reason."
    )


class PriceBelowMinimum(ErpError):
    """facts: lines = [{line, item_id, code, price, minimum}] per base unit, without tax, in ledger currency."""

    code = "price_below_minimum"
    category = Category.FORBIDDEN
    template = "Below the minimum price: {summary}. This needs the permission {permission}."


class OverShipment(ErpError):
    """facts: number, line, item_id, ordered, shipped, asked as decimal strings."""

    code = "over_shipment"
    category = Category.CONFLICT
    template = (
        "Sales order {number} line {line}: ordered {ordered}, shipped {shipped}; {asked} more is too much: amend the "
        "order first."
    )


class OrderLineMismatch(ErpError):
    code = "order_line_mismatch"
    category = Category.CONFLICT
    template = "Line {line} does not belong to sales order {number} or is of another item or customer."


class NothingLeft(ErpError):
    code = "nothing_left"
    category = Category.CONFLICT
    template = "Sales order {number}: nothing is left to {verb}."


class NothingReserved(ErpError):
    """facts: lines = [{line, item_id, code, name, back_ordered}]."""

    code = "nothing_reserved"
    category = Category.CONFLICT
    template = "Sales order {number}: nothing is reserved for it; waiting for {summary}."


class BelowShipped(ErpError):
    code = "below_shipped"
    category = Category.CONFLICT
    template = "Line {line}: {shipped} is shipped or invoiced already, the quantity cannot become {asked}."


class AlreadyShipped(ErpError):
    code = "already_shipped"
    category = Category.CONFLICT
    template = "Sales order {number} has shipments or invoices and can only be closed."


class NotOneCustomer(ErpError):
    code = "not_one_customer"
    template = "The shipments belong to several customers, currencies or rates: invoice them apart."


class NothingToCredit(ErpError):
    code = "nothing_to_credit"
    category = Category.CONFLICT
    template = "Line {line}: {quantity} was invoiced, but no posted invoice is left to credit it."
