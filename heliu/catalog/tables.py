"""Items as rows of a file: the columns people bring and take, the same for import and export."""

from heliu.catalog.models import PriceLevel
from heliu.core.scope import Scope
from heliu.core.tabular.columns import Column

KINDS = {"商品": "goods", "服务": "service"}
COSTING = {
    "移动加权平均": "moving_average",
    "月末一次加权平均": "monthly_average",
    "先进先出": "fifo",
    "个别计价": "specific",
    "标准成本": "standard",
    "后进先出": "lifo",
}
STATUS = {"启用": "active", "停用": "archived"}
COLUMNS: tuple[Column, ...] = (
    Column(
        "code", "商品编码", "Code", aliases=("编码", "货号", "商品编号", "SKU", "item code", "stock code", "item no")
    ),
    Column("name", "商品名称", "Name", aliases=("名称", "品名", "商品", "item name", "description", "product name")),
    Column("name_en", "英文名称", "English name", aliases=("英文名",)),
    Column("specification", "规格型号", "Specification", aliases=("规格", "型号", "spec", "model")),
    Column("brand", "品牌", "Brand"),
    Column("category", "商品分类", "Category", aliases=("分类", "类别", "类目", "商品类别")),
    Column("kind", "类型", "Kind", "choice", choices=KINDS, aliases=("商品类型",)),
    Column("base_unit", "基本单位", "Base unit", aliases=("单位", "计量单位", "unit", "uom")),
    Column("pack_unit", "包装单位", "Pack unit", aliases=("辅助单位", "大单位")),
    Column("pack_factor", "包装换算", "Pack factor", "integer", aliases=("换算率", "装箱数", "箱规", "pack size")),
    Column("barcodes", "条码", "Barcodes", "texts", aliases=("商品条码", "条形码", "barcode", "ean", "upc", "gtin")),
    Column(
        "purchase_price", "采购价", "Purchase price", "decimal", aliases=("进价", "进货价", "参考进价", "cost price")
    ),
    Column(
        "sales_price", "销售价", "Sales price", "decimal", aliases=("售价", "单价", "参考售价", "price", "unit price")
    ),
    Column("minimum_price", "最低售价", "Minimum price", "decimal", aliases=("最低价", "min price")),
    Column("tax_code", "税码", "Tax code", aliases=("税率", "tax rate", "vat")),
    Column("tax_class_code", "税收分类编码", "Tax class code", aliases=("税收编码",)),
    Column("min_stock", "最低库存", "Minimum stock", "decimal", aliases=("库存下限", "安全库存", "min stock")),
    Column("max_stock", "最高库存", "Maximum stock", "decimal", aliases=("库存上限", "max stock")),
    Column("shelf_life_days", "保质期天数", "Shelf life (days)", "integer", aliases=("保质期", "shelf life")),
    Column(
        "costing_method", "计价方法", "Costing method", "choice", choices=COSTING, aliases=("成本计价", "存货计价方法")
    ),
    Column("weight_kg", "重量(千克)", "Weight (kg)", "decimal", aliases=("重量", "毛重", "weight")),
    Column("volume_m3", "体积(立方米)", "Volume (m3)", "decimal", aliases=("体积", "volume")),
    Column("helper_codes", "助记码", "Helper codes", "texts", aliases=("拼音码", "简码", "mnemonic")),
    Column("remark", "备注", "Remark", aliases=("说明", "note", "notes")),
)
COST_COLUMNS = frozenset({"purchase_price"})
LEVEL_PREFIX = "price:"


def item_columns(scope: Scope) -> tuple[Column, ...]:
    """All columns that the user may see and set, one more for each active price level."""
    levels = PriceLevel.objects.filter(company_id=scope.company_id, status="active").order_by("position", "code")
    return (
        *(column for column in COLUMNS if scope.sees_cost or column.name not in COST_COLUMNS),
        *(
            Column(f"{LEVEL_PREFIX}{code}", name, name_en or code, "decimal", aliases=(code,))
            for code, name, name_en in levels.values_list("code", "name", "name_en")
        ),
    )
