"""Pure decisions of the catalog: what an item must hold, check digits, variant keys. No Django, clock or database."""

import itertools
from collections.abc import Iterator, Sequence
from decimal import Decimal

from stdnum import ean

from heliu.catalog.drafts import Axis, AxisValue, ItemDraft
from heliu.catalog.errors import InvalidBarcode, MatrixTooLarge, OutOfOrder, PictureRefused, WrongCheckDigit
from heliu.core.errors import ErpError, InvalidInput, said
from heliu.core.rounding import to_scaled
from heliu.core.scales import PRICE_SCALE, QUANTITY_SCALE

ITEM_KINDS = ("goods", "service")
COSTING_METHODS = ("", "moving_average", "monthly_average", "fifo", "specific", "standard", "lifo")
TEXT_LIMITS = {
    "code": 60, "name": 200, "name_en": 200, "specification": 200, "brand": 80, "tax_class_code": 19, "remark": 2000,
}  # fmt: skip
PRICE_FIELDS = ("purchase_price", "sales_price", "minimum_price")
QUANTITY_FIELDS = ("min_stock", "max_stock", "weight_kg", "volume_m3")
GTIN_LENGTHS = (8, 12, 13, 14)
MATRIX_LIMIT = 500
PICTURE_BYTES_MAX = 2 * 1024 * 1024


def clean_text(value: str) -> str:
    """Without outer blanks and control characters."""
    if value.isprintable():
        return value.strip()
    return "".join(c for c in value if c.isprintable() or c in "\n\t").strip()


def check_barcode(code: str) -> ErpError | None:
    """Eight, twelve, thirteen or fourteen digits are a GTIN and must end in their check digit; others are free."""
    if not 1 <= len(code) <= 60 or not code.isprintable() or " " in code:
        return InvalidBarcode(value=code)
    if code.isascii() and code.isdigit() and len(code) in GTIN_LENGTHS:
        expected = ean.calc_check_digit(code[:-1])
        if code[-1] != expected:
            return WrongCheckDigit(value=code, expected=expected)
    return None


def _check_texts(draft: ItemDraft) -> Iterator[ErpError]:
    if not draft.name:
        yield InvalidInput(loc=("name",), field="name", reason="an item needs a name.")
    for name, limit in TEXT_LIMITS.items():
        if len(getattr(draft, name)) > limit:
            yield InvalidInput(loc=(name,), field=name, reason=said("at most {n} characters.", n=limit))
    if draft.kind not in ITEM_KINDS:
        yield InvalidInput(loc=("kind",), field="kind", reason=said("one of {choices}.", choices=", ".join(ITEM_KINDS)))
    if draft.costing_method not in COSTING_METHODS:
        yield InvalidInput(loc=("costing_method",), field="costing_method", reason="not a costing method.")
    if draft.kind == "service" and (draft.tracks_lots or draft.tracks_serials):
        yield InvalidInput(loc=("kind",), field="kind", reason="a service has neither lots nor serial numbers.")


def _check_number(name: str, value: Decimal | None, scale: int) -> ErpError | None:
    if value is None:
        return None
    if value < 0:
        return InvalidInput(loc=(name,), field=name, reason="must not be negative.")
    try:
        to_scaled(value, scale, field=name)
    except ErpError as error:
        error.loc = (name,)
        return error
    return None


def _check_numbers(draft: ItemDraft) -> Iterator[ErpError]:
    for names, scale in ((PRICE_FIELDS, PRICE_SCALE), (QUANTITY_FIELDS, QUANTITY_SCALE)):
        for name in names:
            fault = _check_number(name, getattr(draft, name), scale)
            if fault:
                yield fault
    if draft.shelf_life_days is not None and not 0 < draft.shelf_life_days <= 36_500:
        yield InvalidInput(loc=("shelf_life_days",), field="shelf_life_days", reason="1 to 36500 days.")
    for lower, upper in (("min_stock", "max_stock"), ("minimum_price", "sales_price")):
        low, high = getattr(draft, lower), getattr(draft, upper)
        if low is not None and high is not None and low > high:
            yield OutOfOrder(loc=(lower,), lower=lower, lower_value=str(low), upper=upper, upper_value=str(high))


def _check_packs(draft: ItemDraft) -> Iterator[ErpError]:
    seen = {draft.base_unit_id}
    for i, pack in enumerate(draft.packs):
        loc = ("packs", i, "unit_id")
        if pack.unit_id in seen:
            yield InvalidInput(loc=loc, field="packs", reason="each unit once, the base unit not at all.")
        seen.add(pack.unit_id)
        if not (0 < pack.numerator <= 10**12 and 0 < pack.denominator <= 10**12):
            yield InvalidInput(loc=("packs", i, "numerator"), field="packs", reason="a factor is a positive fraction.")
    for role in ("is_purchase_default", "is_sales_default"):
        if sum(getattr(p, role) for p in draft.packs) > 1:
            yield InvalidInput(loc=("packs",), field="packs", reason="one default unit only.")
    for i, price in enumerate(draft.prices):
        if price.unit_id is not None and price.unit_id not in seen:
            yield InvalidInput(loc=("prices", i, "unit_id"), field="prices", reason="not a unit of this item.")
        fault = _check_number("price", price.price, PRICE_SCALE)
        if fault:
            fault.loc = ("prices", i, "price")
            yield fault
    for i, barcode in enumerate(draft.barcodes):
        if barcode.unit_id is not None and barcode.unit_id not in seen:
            yield InvalidInput(loc=("barcodes", i, "unit_id"), field="barcodes", reason="not a unit of this item.")
        fault = check_barcode(barcode.code)
        if fault:
            fault.loc = ("barcodes", i, "code")
            yield fault


def check_item(draft: ItemDraft) -> list[ErpError]:
    """All faults of one draft that can be seen without looking at other records; `loc` names the field."""
    faults = [*_check_texts(draft), *_check_numbers(draft)]
    if draft.packs or draft.barcodes or draft.prices:
        faults += _check_packs(draft)
    return faults


def variant_key(values: Sequence[tuple[str, str]]) -> str:
    """Canonical text of a combination, the same in whatever order the axes are given."""
    return ";".join(f"{axis}={value}" for axis, value in sorted(values))


def matrix(axes: Sequence[Axis]) -> list[tuple[tuple[str, AxisValue], ...]]:
    """All combinations, the first axis slowest: (红, S), (红, M), (蓝, S) … Raises MatrixTooLarge."""
    count = 1
    for axis in axes:
        if not axis.name or not axis.values:
            raise InvalidInput(loc=("axes",), field="axes", reason="each axis needs a name and at least one value.")
        codes, names = {v.code for v in axis.values}, {v.name for v in axis.values}
        if min(len(codes), len(names)) < len(axis.values):
            raise InvalidInput(loc=("axes",), field="axes", reason=said("the values of {axis} repeat.", axis=axis.name))
        count *= len(axis.values)
    if not axes or len({a.name for a in axes}) < len(axes):
        raise InvalidInput(loc=("axes",), field="axes", reason="at least one axis, each name once.")
    if count > MATRIX_LIMIT:
        raise MatrixTooLarge(count=count, limit=MATRIX_LIMIT)
    return [
        tuple(zip([a.name for a in axes], combination, strict=True))
        for combination in itertools.product(*(a.values for a in axes))
    ]


_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)


def picture_type(content: bytes) -> str:
    """Media type by the content itself, whatever the file calls itself. Raises PictureRefused."""
    if len(content) > PICTURE_BYTES_MAX:
        raise PictureRefused(reason=said("at most {n} MB; save it smaller.", n=PICTURE_BYTES_MAX // 1024 // 1024))
    for signature, media_type in _SIGNATURES:
        if content.startswith(signature):
            return media_type
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    raise PictureRefused(reason="only PNG, JPEG, GIF and WebP pictures are kept.")
