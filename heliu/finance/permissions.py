"""Rights over money documents, receivables and payables."""

from heliu.core.permissions import Permission

_DOCUMENTS = (
    ("purchase_invoice", "采购发票", "purchase invoices"),
    ("sales_invoice", "销售发票", "sales invoices"),
    ("payment", "付款单", "payments"),
    ("money_receipt", "收款单", "money receipts"),
    ("settlement", "核销单", "settlement notes"),
    ("other_income", "收入单", "income entries"),
    ("other_expense", "支出单", "expense entries"),
    ("opening_balance", "期初单", "opening balances"),
    ("manual_voucher", "手工凭证", "manual vouchers"),
)
_VERBS = (
    ("read", "查看", "See"),
    ("create", "制单", "Write"),
    ("post", "过账", "Post"),
    ("reverse", "红冲", "Reverse"),
    ("cancel", "作废", "Void"),
)

PERMISSIONS: tuple[Permission, ...] = (
    *(
        Permission(f"finance.{noun}.{verb}", f"{verb_zh}{noun_zh}", f"{verb_en} {noun_en}")
        for noun, noun_zh, noun_en in _DOCUMENTS
        for verb, verb_zh, verb_en in _VERBS
    ),
    Permission("finance.purchase_invoice.red", "开具采购红字发票", "Issue red purchase invoices"),
    Permission("finance.sales_invoice.red", "开具销售红字发票", "Issue red sales invoices"),
    Permission("finance.manual_voucher.approve", "审核手工凭证", "Audit manual vouchers"),
    Permission("finance.profit_transfer.read", "查看损益结转", "See the transfer of profit and loss"),
    Permission("finance.profit_transfer.post", "结转损益", "Transfer profit and loss"),
    Permission("finance.receivable.read", "查看应收与账龄", "See receivables and their ageing"),
    Permission("finance.payable.read", "查看应付与账龄", "See payables and their ageing"),
    Permission("finance.cash_account.read", "查看资金账户", "See cash and bank accounts"),
    Permission("finance.match_exception.accept", "接受比对差异", "Accept differences beyond the tolerance"),
    Permission("finance.match_tolerance.read", "查看发票比对容差", "See the tolerance of invoice matching"),
    Permission("finance.match_tolerance.update", "设置发票比对容差", "Set the tolerance of invoice matching"),
)
