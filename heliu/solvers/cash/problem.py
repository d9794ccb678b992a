"""What a cash forecast is made from: documents, habits of the calendar, expected trade, opening balances, rates.

Time is a day index. Amounts are integers in minor units of their currency and never negative unless said otherwise;
the side says which way the cash goes. What is known are the days before `first_day`.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from heliu.solvers.cash.calendar import Calendar, Shift

DEFAULT_SEGMENT = "all"


class Side(StrEnum):
    RECEIVABLE = "receivable"
    PAYABLE = "payable"

    @property
    def sign(self) -> int:
        """+1 where cash comes in, −1 where it goes out."""
        return 1 if self is Side.RECEIVABLE else -1


@dataclass(frozen=True, slots=True)
class Payment:
    """Cash on one day in the currency of its invoice."""

    day: int
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    """A sales or purchase invoice, settled or open; what is unpaid and not written off on `first_day` is an open item.

    `written_off_day`: the rest will not come (bad debt, credit note, discount). `disputed`: is contested now.
    `expected_day`: the party named the day and is believed, so nothing is learned for this one.
    """

    id: str
    party: str
    side: Side
    amount: int
    issue_day: int
    due_day: int
    currency: str = ""
    payments: tuple[Payment, ...] = ()
    written_off_day: int | None = None
    disputed: bool = False
    expected_day: int | None = None

    @property
    def open_amount(self) -> int:
        if self.written_off_day is not None:
            return 0
        return self.amount - sum(payment.amount for payment in self.payments)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A sales or purchase order; `amount` is what is to be invoiced. With `invoiced_day` or `cancelled_day` it is
    history and teaches how far invoices follow promises; without, it is planned: order → invoice → payment.
    `entered_day` lets back-tests know what was on order when; without it they see no orders and the band is wider."""

    id: str
    party: str
    side: Side
    amount: int
    promised_day: int
    terms_days: int
    currency: str = ""
    invoiced_day: int | None = None
    cancelled_day: int | None = None
    entered_day: int | None = None

    @property
    def is_open(self) -> bool:
        return self.invoiced_day is None and self.cancelled_day is None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduledFlow:
    """Salary, rent, a tax date, a loan rate: agreed days and a signed amount (negative goes out) on each of them."""

    id: str
    amount: int
    days: tuple[int, ...]
    currency: str = ""
    shift: Shift = Shift.NEXT
    kind: str = "recurring"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedTrade:
    """Business without a document yet: total invoiced over first_day … last_day, mean and standard deviation in minor
    units, as about `invoices` equal documents of `party` (or of nobody in particular). `shared_deviation` is the
    relative standard deviation that all rows of one side have in common: the level of business as a whole."""

    id: str
    side: Side
    first_day: int
    last_day: int
    mean: float
    deviation: float
    terms_days: int = 30
    invoices: int = 20
    party: str = ""
    currency: str = ""
    shared_deviation: float = 0.0


@dataclass(frozen=True, slots=True)
class Rate:
    """`numerator / denominator` minor units of the reporting currency for one minor unit of `currency`, exactly."""

    currency: str
    numerator: int
    denominator: int


@dataclass(frozen=True, slots=True)
class OpeningBalance:
    """Cash in one account on the evening before `first_day`; may be negative."""

    account: str
    amount: int
    currency: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CashProblem:
    """`floor`: the balance that must not be undercut, in the reporting currency. `segments`: party → segment, for
    parties with little history of their own. `expected_trade=None` learns new business from the invoices; an empty
    tuple means none. Orders that are still open are part of the new business, not on top of it."""

    first_day: int
    horizon: int = 91
    currency: str = ""
    balances: tuple[OpeningBalance, ...] = ()
    invoices: tuple[Invoice, ...] = ()
    orders: tuple[Order, ...] = ()
    scheduled: tuple[ScheduledFlow, ...] = ()
    expected_trade: tuple[ExpectedTrade, ...] | None = None
    rates: tuple[Rate, ...] = ()
    segments: dict[str, str] = field(default_factory=dict)
    calendar: Calendar = field(default_factory=Calendar)
    floor: int = 0
