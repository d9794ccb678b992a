"""Schemas every document API shares, so that one page of the SPA shows a purchase order, a shipment or a payment.

Going out: ids and decimals are strings, dates ISO. Coming in: `IdIn` becomes an int; `QuantityIn`, `PriceIn`,
`AmountIn`, `RateIn` become the scaled integers the services work with; a JSON number with a fraction is refused.
"""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field, PlainSerializer, WithJsonSchema

from heliu.core.errors import InvalidNumber
from heliu.core.rounding import from_scaled, to_scaled
from heliu.core.scales import AMOUNT_SCALE, INT64_MAX, PRICE_SCALE, QUANTITY_SCALE, RATE_SCALE
from heliu.core.schemas import Schema

_DECIMAL = r"^-?[0-9]{1,15}(\.[0-9]{1,12})?$"


def _id(value: Any) -> int:
    """A digits-only string (or the integer itself) as id."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 19:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= INT64_MAX:
        raise ValueError("an id is a string of digits")
    return value


def _scaled_at(scale: int) -> BeforeValidator:
    def convert(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
            raise ValueError("send decimals as strings")
        try:
            return to_scaled(value, scale)
        except InvalidNumber as error:
            raise ValueError(str(error)) from error

    return BeforeValidator(convert)


def _text(scale: int) -> PlainSerializer:
    return PlainSerializer(lambda value: decimal_text(value, scale), return_type=str, when_used="json")


_decimal_schema = WithJsonSchema({"type": "string", "pattern": _DECIMAL, "examples": ["12.50"]})
IdIn = Annotated[int, BeforeValidator(_id), WithJsonSchema({"type": "string", "pattern": "^[0-9]{1,19}$"})]
QuantityIn = Annotated[int, _scaled_at(QUANTITY_SCALE), _text(QUANTITY_SCALE), _decimal_schema]
PriceIn = Annotated[int, _scaled_at(PRICE_SCALE), _text(PRICE_SCALE), _decimal_schema]
AmountIn = Annotated[int, _scaled_at(AMOUNT_SCALE), _text(AMOUNT_SCALE), _decimal_schema]
RateIn = Annotated[int, _scaled_at(RATE_SCALE), _text(RATE_SCALE), _decimal_schema]
CurrencyIn = Annotated[str, Field(pattern="^[A-Z]{3}$")]
ProgressState = Literal["none", "partial", "full"]
InvoicingState = Literal["none", "partial", "full", "red_due"]


def decimal_text(scaled: int, scale: int) -> str:
    """1_500_000 at 1e6 → "1.5"; never an exponent."""
    return format(from_scaled(scaled, scale), "f")


def quantity_text(scaled: int) -> str:
    return decimal_text(scaled, QUANTITY_SCALE)


def price_text(scaled: int) -> str:
    return decimal_text(scaled, PRICE_SCALE)


def amount_text(scaled: int) -> str:
    return decimal_text(scaled, AMOUNT_SCALE)


def plain(value: Decimal | int | None) -> str | None:
    """A Decimal read through the ORM as JSON text."""
    return None if value is None else format(value, "f")


class Input(Schema):
    """Base of every request body: an unknown field is an error, not a silence."""

    model_config = ConfigDict(extra="forbid")


class Ref(Schema):
    """A party, warehouse, location, account or tax code as a person reads it."""

    id: str
    code: str
    name: str


class UserRef(Schema):
    id: str
    name: str


class ItemRef(Schema):
    id: str
    code: str
    name: str
    specification: str = ""


class UnitRef(Schema):
    id: str
    name: str


class TaxRef(Schema):
    id: str
    code: str
    rate: str


class Totals(Schema):
    """None = the reader may not see it (cost mask) or the document has no such total."""

    quantity: str | None = None
    net: str | None = None
    tax: str | None = None
    gross: str | None = None


class ProgressOut(Schema):
    """Three separate states derived from the lines; None = does not apply to this document."""

    delivery: ProgressState | None = None
    invoicing: InvoicingState | None = None
    settlement: ProgressState | None = None


class RelatedDocument(Schema):
    """A document before or after this one in the chain; `kind` is the API noun, e.g. purchase_order, goods_receipt."""

    kind: str
    id: str
    number: str
    state: str
    date: dt.date
    amount: str | None = None


class DocumentHeader(Schema):
    """What every document shows in a list row and on top of its page."""

    id: str
    kind: str
    number: str
    state: str
    business_date: dt.date
    party: Ref | None = None
    warehouse: Ref | None = None
    currency: str = ""
    rate: str = "1"
    memo: str = ""
    reference: str = ""
    version: int
    simulated: bool = False
    totals: Totals
    progress: ProgressOut
    created_by: UserRef
    created_at: dt.datetime
    posted_at: dt.datetime | None = None
    reverses_id: str | None = None
    reversed_by_id: str | None = None


class DocumentLine(Schema):
    """One line of the grid. Price is per entered unit; amounts are None where cost is masked."""

    id: str
    line_no: int
    item: ItemRef
    unit: UnitRef
    entered_quantity: str
    quantity: str
    price: str | None = None
    price_includes_tax: bool = False
    discount_rate: str = "0"
    tax_code: TaxRef | None = None
    net: str | None = None
    tax: str | None = None
    gross: str | None = None
    memo: str = ""


class DocumentOut(DocumentHeader):
    """Detail: header, lines, chain, and the verbs this user may take now. Rooms narrow `lines` to their own line."""

    verbs: list[str]
    lines: Sequence[DocumentLine]
    related: list[RelatedDocument]


class AuditRow(Schema):
    id: str
    at: dt.datetime
    user: UserRef
    action: str
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None
    reason: str = ""


class AuditTrail(Schema):
    items: list[AuditRow]


class PreviewMove(Schema):
    item: ItemRef
    from_location: Ref
    to_location: Ref
    quantity: str


class PreviewEntryLine(Schema):
    account: Ref
    debit: str | None
    credit: str | None
    currency: str
    amount: str | None
    party: Ref | None = None
    item: ItemRef | None = None


class PreviewEntry(Schema):
    ledger: Ref
    memo: str
    lines: list[PreviewEntryLine]


class PostingPreview(Schema):
    """Exactly what posting would write to both books."""

    moves: list[PreviewMove]
    entries: list[PreviewEntry]


class ReasonIn(Input):
    """Body of verbs that a person should explain (reject, reverse, cancel, close)."""

    reason: str = Field(default="", max_length=500)


class DatedIn(Input):
    """Body of verbs that write to the books; no date = the document's own (post) or today (reverse)."""

    business_date: dt.date | None = None
    reason: str = Field(default="", max_length=500)
