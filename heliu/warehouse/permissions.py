"""Rights over goods documents and stock views."""

from heliu.core.permissions import Permission

_DOCUMENTS = (
    ("goods_receipt", "采购入库单", "goods receipts"),
    ("shipment", "销售出库单", "shipments"),
    ("purchase_return", "采购退货单", "purchase returns"),
    ("sales_return", "销售退货单", "sales returns"),
    ("other_receipt", "其他入库单", "other receipts"),
    ("other_issue", "其他出库单", "other issues"),
    ("transfer", "调拨单", "transfers"),
    ("stocktake", "盘点单", "stocktakes"),
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
        Permission(f"warehouse.{noun}.{verb}", f"{verb_zh}{noun_zh}", f"{verb_en} {noun_en}")
        for noun, noun_zh, noun_en in _DOCUMENTS
        for verb, verb_zh, verb_en in _VERBS
    ),
    Permission("warehouse.transfer.receive", "接收调拨单", "Receive transfers"),
    Permission("warehouse.transfer.send_back", "退回在途商品", "Send goods on the road back"),
    Permission("warehouse.transfer.close", "关闭调拨单（未到货作损失）", "Close transfers (the rest is a loss)"),
    Permission("warehouse.stocktake.count", "盘点录入", "Count in stocktakes"),
    Permission("warehouse.stocktake.approve", "审核盘点单", "Approve stocktakes"),
    Permission("warehouse.stocktake.approve_own", "审核本人盘点的盘点单", "Approve stocktakes counted by oneself"),
    Permission("warehouse.difference.read", "查看待处理损溢", "See differences that wait"),
    Permission("warehouse.difference.resolve", "处理待处理损溢", "Resolve differences that wait"),
    Permission("warehouse.stock.read", "查看库存", "See stock on hand"),
    Permission("warehouse.item_ledger.read", "查看商品明细账", "See the item ledger"),
)
