"""Refusals of purchasing."""

from heliu.core.errors import Category, ErpError


class SelfApproval(ErpError):
    code = "self_approval"
    category = Category.FORBIDDEN
    template = "Purchase order {number} was made by you: another person must approve it."


class ApprovalVoid(ErpError):
    code = "approval_void"
    category = Category.CONFLICT
    template = "Purchase order {number} is not what was approved: submit it again."


class OrderNotOpen(ErpError):
    code = "order_not_open"
    category = Category.CONFLICT
    template = "Purchase order {number} is {state}: nothing can be received or invoiced for it."


class OverReceipt(ErpError):
    """facts: number, line, item_id, ordered, received, asked as decimal strings."""

    code = "over_receipt"
    category = Category.CONFLICT
    template = (
        "Purchase order {number} line {line}: ordered {ordered}, received {received}; {asked} more is too much: "
        "amend the order first."
    )


class OrderLineMismatch(ErpError):
    code = "order_line_mismatch"
    category = Category.CONFLICT
    template = "Line {line} does not belong to purchase order {number} or is of another item or supplier."


class NothingLeft(ErpError):
    code = "nothing_left"
    category = Category.CONFLICT
    template = "Purchase order {number}: nothing is left to {verb}."


class BelowReceived(ErpError):
    code = "below_received"
    category = Category.CONFLICT
    template = "Line {line}: {received} is received already, the quantity cannot become {asked}."


class AlreadyReceived(ErpError):
    code = "already_received"
    category = Category.CONFLICT
    template = "Purchase order {number} has receipts or invoices and can only be closed."
