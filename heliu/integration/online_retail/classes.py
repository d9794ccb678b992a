"""The classes in which a line of a sales history can end, and what each of them does to the two books.

A line ends in exactly one class. Every class except REPORTED is posted. The literal code table below names the lines
that are no goods; every code that it does not name is an article.
"""

from dataclasses import dataclass
from enum import StrEnum


class LineClass(StrEnum):
    SALE = "sale"
    ZERO_PRICE_SALE = "zero_price_sale"
    SALE_RETURN_LINKED = "sale_return_linked"
    RETURN_UNLINKED = "return_unlinked"
    SERVICE_INCOME = "service_income"
    SERVICE_REFUND = "service_refund"
    DISCOUNT = "discount"
    VOUCHER_SALE = "voucher_sale"
    VOUCHER_REFUND = "voucher_refund"
    SAMPLE = "sample"
    EXPENSE = "expense"
    EXPENSE_REVERSAL = "expense_reversal"
    BAD_DEBT = "bad_debt"
    STOCK_WRITE_OFF = "stock_write_off"
    STOCK_FOUND = "stock_found"
    REPORTED = "reported"


class DocumentKind(StrEnum):
    """What a historic invoice becomes: a sale, a credit note, an expense or adjustment entry, a stock correction."""

    SALE = "sale"
    CREDIT = "credit"
    EXPENSE = "expense"
    BAD_DEBT = "bad_debt"
    STOCK = "stock"
    REPORTED = "reported"


class CodeRole(StrEnum):
    """What a stock code stands for."""

    ARTICLE = "article"
    SERVICE = "service"
    DISCOUNT = "discount"
    SAMPLE = "sample"
    EXPENSE = "expense"
    BAD_DEBT = "bad_debt"
    VOUCHER = "voucher"


class ReportReason(StrEnum):
    """Why a line is reported instead of posted: it moves neither goods nor money, or contradicts itself."""

    ZERO_QUANTITY = "zero_quantity"
    NO_AMOUNT = "service_line_without_amount"
    NEGATIVE_PRICE = "negative_price_outside_bad_debt"
    CREDIT_WITH_POSITIVE_QUANTITY = "credit_note_with_positive_quantity"
    TEST_LINE = "test_line"
    NOT_SHIPPED = "order_never_shipped"


@dataclass(frozen=True, slots=True)
class ClassEffect:
    """`kind` of document the line goes to; `goods` +1 into the warehouse, -1 out of it, 0 none; `revenue` counted."""

    label_zh: str
    kind: DocumentKind
    goods: int
    revenue: bool


EFFECTS: dict[LineClass, ClassEffect] = {
    LineClass.SALE: ClassEffect("商品销售", DocumentKind.SALE, -1, True),
    LineClass.ZERO_PRICE_SALE: ClassEffect("零价赠送出库", DocumentKind.SALE, -1, True),
    LineClass.SALE_RETURN_LINKED: ClassEffect("销售退货(已关联原单)", DocumentKind.CREDIT, 1, True),
    LineClass.RETURN_UNLINKED: ClassEffect("销售退货(无原单)", DocumentKind.CREDIT, 1, True),
    LineClass.SERVICE_INCOME: ClassEffect("服务收入", DocumentKind.SALE, 0, True),
    LineClass.SERVICE_REFUND: ClassEffect("服务退款", DocumentKind.CREDIT, 0, True),
    LineClass.DISCOUNT: ClassEffect("销售折扣", DocumentKind.CREDIT, 0, True),
    LineClass.VOUCHER_SALE: ClassEffect("礼券销售", DocumentKind.SALE, 0, False),
    LineClass.VOUCHER_REFUND: ClassEffect("礼券退款", DocumentKind.CREDIT, 0, False),
    LineClass.SAMPLE: ClassEffect("样品费用", DocumentKind.EXPENSE, 0, False),
    LineClass.EXPENSE: ClassEffect("平台与银行费用", DocumentKind.EXPENSE, 0, False),
    LineClass.EXPENSE_REVERSAL: ClassEffect("费用冲回", DocumentKind.EXPENSE, 0, False),
    LineClass.BAD_DEBT: ClassEffect("坏账调整", DocumentKind.BAD_DEBT, 0, False),
    LineClass.STOCK_WRITE_OFF: ClassEffect("库存报损", DocumentKind.STOCK, -1, False),
    LineClass.STOCK_FOUND: ClassEffect("库存报溢", DocumentKind.STOCK, 1, False),
    LineClass.REPORTED: ClassEffect("仅报告", DocumentKind.REPORTED, 0, False),
}

# Codes are compared in upper case: the source writes both 85123A and 85123a, M and m.
CODE_ROLES: dict[str, CodeRole] = {
    "POST": CodeRole.SERVICE,
    "DOT": CodeRole.SERVICE,
    "C2": CodeRole.SERVICE,
    "C3": CodeRole.SERVICE,
    "M": CodeRole.SERVICE,
    "FREIGHT": CodeRole.SERVICE,
    "ADJUST": CodeRole.SERVICE,
    "ADJUST2": CodeRole.SERVICE,
    "D": CodeRole.DISCOUNT,
    "S": CodeRole.SAMPLE,
    "BANK CHARGES": CodeRole.EXPENSE,
    "AMAZONFEE": CodeRole.EXPENSE,
    "CRUK": CodeRole.EXPENSE,
    "B": CodeRole.BAD_DEBT,
}
VOUCHER_PREFIX = "GIFT_"
TEST_PREFIX = "TEST0"
CREDIT_PREFIX = "C"
