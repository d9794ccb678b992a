"""Customers and suppliers as rows of a file: the same columns for import and export."""

from heliu.core.tabular.columns import Column

TERMS = {"现结": "immediate", "账期": "days", "月结": "end_of_month"}


def columns(role: str) -> tuple[Column, ...]:
    """Columns of a customer or supplier file; titles name the role as people do."""
    zh, en = ("客户", "Customer") if role == "customer" else ("供应商", "Supplier")
    customer_only = (
        Column("credit_limit", "信用额度", "Credit limit", "decimal", aliases=("额度",)),
        Column("price_level", "价格等级", "Price level", aliases=("价格级别", "等级")),
    )
    return (
        Column("code", f"{zh}编码", f"{en} code", aliases=("编码", "编号", f"{zh}编号", "code", f"{en} id")),
        Column("name", f"{zh}名称", f"{en} name", aliases=("名称", zh, "公司名称", "单位名称", "name", "company")),
        Column("short_name", "简称", "Short name"),
        Column("name_en", "英文名称", "English name"),
        Column(
            "group", f"{zh}分组", f"{en} group", aliases=("分组", "分类", "类别", f"{zh}分类", f"{zh}类别", "group")
        ),
        Column("terms_kind", "结算方式", "Terms", "choice", choices=TERMS, aliases=("付款条件", "payment terms")),
        Column("payment_terms_days", "账期天数", "Terms (days)", "integer", aliases=("账期", "terms days")),
        *(customer_only if role == "customer" else ()),
        Column("currency", "币种", "Currency", aliases=("币别",)),
        Column("country", "国家", "Country", aliases=("国家代码",)),
        Column(
            "tax_id", "税号", "Tax id", aliases=("统一社会信用代码", "纳税人识别号", "信用代码", "vat number", "uscc")
        ),
        Column("phone", "电话", "Phone", aliases=("联系电话", "telephone", "tel")),
        Column("email", "邮箱", "E-mail", aliases=("电子邮箱", "电子邮件", "mail")),
        Column("contact", "联系人", "Contact", aliases=("联系人姓名", "contact person")),
        Column("mobile", "手机", "Mobile", aliases=("联系人手机", "手机号", "手机号码")),
        Column("region", "省份", "Region", aliases=("省", "state", "province")),
        Column("city", "城市", "City", aliases=("市",)),
        Column("district", "区县", "District", aliases=("区",)),
        Column("street", "详细地址", "Street", aliases=("地址", "收货地址", "address")),
        Column("postal_code", "邮编", "Postal code", aliases=("邮政编码", "zip", "postcode")),
        Column("bank_name", "开户行", "Bank", aliases=("开户银行", "银行")),
        Column("account_number", "银行账号", "Bank account", aliases=("账号", "银行账户", "iban")),
        Column("helper_codes", "助记码", "Helper codes", "texts", aliases=("拼音码", "简码")),
        Column("remark", "备注", "Remark", aliases=("说明", "note", "notes")),
    )


ADDRESS_FIELDS = ("region", "city", "district", "street", "postal_code")
