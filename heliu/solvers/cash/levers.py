"""What a company can do about its cash, each with its cost and what it moves."""

from dataclasses import dataclass
from enum import StrEnum


class LeverKind(StrEnum):
    DELAY_PAYABLE = "delay_payable"
    TAKE_DISCOUNT = "take_discount"
    POSTPONE_PURCHASE = "postpone_purchase"
    CUT_PURCHASE = "cut_purchase"
    DUN_CUSTOMER = "dun_customer"
    DRAW_CREDIT = "draw_credit"


@dataclass(frozen=True, slots=True, kw_only=True)
class DelayPayable:
    """Pay an open purchase invoice on `to_day`, which the caller knows to be within terms and limits. `cost`: interest
    on arrears, lost goodwill."""

    id: str
    invoice: str
    to_day: int
    cost: int
    kind: LeverKind = LeverKind.DELAY_PAYABLE


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeDiscount:
    """Pay an open purchase invoice on `pay_day`, `discount` minor units of the reporting currency less. The discount is
    a negative cost: taken wherever cash allows."""

    id: str
    invoice: str
    pay_day: int
    discount: int
    kind: LeverKind = LeverKind.TAKE_DISCOUNT


@dataclass(frozen=True, slots=True, kw_only=True)
class PostponePurchase:
    """Move the promise of an open purchase order by `days`."""

    id: str
    order: str
    days: int
    cost: int
    kind: LeverKind = LeverKind.POSTPONE_PURCHASE


@dataclass(frozen=True, slots=True, kw_only=True)
class CutPurchase:
    """Cancel an open purchase order whose goods are surplus; `cost`: cancellation fee and lost margin."""

    id: str
    order: str
    cost: int
    kind: LeverKind = LeverKind.CUT_PURCHASE


@dataclass(frozen=True, slots=True, kw_only=True)
class DunCustomer:
    """Remind a customer of open sales invoices; `speed` is by how much their daily chance of payment rises (1.5 = half
    more), as the caller has measured or assumes it."""

    id: str
    invoices: tuple[str, ...]
    speed: float
    cost: int
    kind: LeverKind = LeverKind.DUN_CUSTOMER


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditLine:
    """May be drawn and repaid every day from `from_day` on, up to `limit`. Interest is `yearly_rate` for each day of
    365, settled after the horizon; `fee` is paid once if it is used at all (both are cost, not cash of the horizon)."""

    id: str
    limit: int
    yearly_rate: float
    fee: int = 0
    from_day: int | None = None
    kind: LeverKind = LeverKind.DRAW_CREDIT


Lever = DelayPayable | TakeDiscount | PostponePurchase | CutPurchase | DunCustomer | CreditLine
