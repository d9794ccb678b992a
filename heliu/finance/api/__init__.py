"""Routes of finance: /api/v1/finance/…"""

from heliu.core.http import Router
from heliu.finance import kinds
from heliu.finance.api import balances, entries, invoices, money, openings, profit, settlements, vouchers

router = Router(tags=["finance"])
router.add_router("/purchase-invoices", invoices.routes(kinds.PURCHASE_INVOICE))
router.add_router("/sales-invoices", invoices.routes(kinds.SALES_INVOICE))
router.add_router("/payments", money.routes(kinds.PAYMENT))
router.add_router("/money-receipts", money.routes(kinds.MONEY_RECEIPT))
router.add_router("/settlements", settlements.router)
router.add_router("/other-incomes", entries.routes(kinds.OTHER_INCOME))
router.add_router("/other-expenses", entries.routes(kinds.OTHER_EXPENSE))
router.add_router("/opening-balances", openings.router)
router.add_router("/manual-vouchers", vouchers.router)
router.add_router("/profit-transfers", profit.router)
router.add_router("", balances.router)
