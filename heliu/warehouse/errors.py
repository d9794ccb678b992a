"""Refusals of the warehouse."""

from heliu.core.errors import Category, ErpError


class WarehouseUnusable(ErpError):
    code = "warehouse_unusable"
    template = "Warehouse {id} does not exist, is archived or has no default place: choose another."


class PartyUnusable(ErpError):
    code = "party_unusable"
    template = "Party {id} is no active {role} of this company: choose another."


class ReturnTooMuch(ErpError):
    """facts: line, item_id, asked, left as decimal strings."""

    code = "return_exceeds_original"
    category = Category.CONFLICT
    template = "Line {line}: {asked} cannot be returned, only {left} of the original is left."


class OriginalUnsuitable(ErpError):
    code = "original_unsuitable"
    category = Category.CONFLICT
    template = "Line {line}: the original line is not a posted {kind} of this party and item."


class StillUsed(ErpError):
    code = "still_used"
    category = Category.CONFLICT
    template = "{document} {number} cannot be reversed: {reason}."


class ReturnStands(ErpError):
    code = "return_stands"
    category = Category.CONFLICT
    template = "Goods of {document} {number} came back after they were invoiced: reverse the return {by} first."


class CreditRefused(ErpError):
    code = "credit_refused"
    category = Category.CONFLICT
    template = "{document} {number} cannot be credited: {reason}."


class ReceiveTooMuch(ErpError):
    code = "receive_exceeds_transit"
    category = Category.CONFLICT
    template = "Line {line}: {asked} cannot be received, only {left} is in transit."


class SendBackTooMuch(ErpError):
    code = "send_back_exceeds_transit"
    category = Category.CONFLICT
    template = "Line {line}: {asked} cannot be sent back, only {left} is in transit."


class ResolveTooMuch(ErpError):
    code = "resolve_exceeds_difference"
    category = Category.CONFLICT
    template = "Line {line}: {asked} cannot be resolved, only {left} waits."


class DestinationRetired(ErpError):
    code = "destination_retired"
    category = Category.CONFLICT
    template = "Warehouse {warehouse} was retired while goods were on the road: reactivate it, or send the goods back."


class SenderRetired(ErpError):
    code = "sender_retired"
    category = Category.CONFLICT
    template = "Warehouse {warehouse} was retired: reactivate it before goods return to it."


class NotCounted(ErpError):
    code = "not_counted"
    category = Category.CONFLICT
    template = "{count} lines of stocktake {number} are not counted yet."


class SelfApproval(ErpError):
    code = "self_approval"
    category = Category.FORBIDDEN
    template = "{document} {number} was made by you: another person must approve it."
