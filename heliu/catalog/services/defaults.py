"""What every new company starts with: units, tax codes of its countries, price levels."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from heliu.access.models import Company
from heliu.catalog.drafts import PriceLevelDraft, TaxCodeDraft, UnitDraft
from heliu.catalog.models import PriceLevel, TaxCode, Unit
from heliu.catalog.services.masters import create_price_level, create_tax_code, create_unit
from heliu.core.scope import Scope
from heliu.core.transactions import business_transaction

# (code, 中文, English, decimals, UN/ECE Recommendation 20)
_UNITS = (
    ("PCS", "件", "piece", 0, "H87"),
    ("EA", "个", "each", 0, "EA"),
    ("BOX", "盒", "box", 0, "XBX"),
    ("CTN", "箱", "carton", 0, "XCT"),
    ("BAG", "袋", "bag", 0, "XBG"),
    ("BTL", "瓶", "bottle", 0, "XBO"),
    ("PK", "包", "pack", 0, "XPK"),
    ("SET", "套", "set", 0, "SET"),
    ("PR", "双", "pair", 0, "PR"),
    ("DZ", "打", "dozen", 0, "DZN"),
    ("ROLL", "卷", "roll", 0, "XRO"),
    ("KG", "千克", "kilogram", 3, "KGM"),
    ("G", "克", "gram", 3, "GRM"),
    ("T", "吨", "tonne", 3, "TNE"),
    ("M", "米", "metre", 3, "MTR"),
    ("M2", "平方米", "square metre", 3, "MTK"),
    ("M3", "立方米", "cubic metre", 3, "MTQ"),
    ("L", "升", "litre", 3, "LTR"),
    ("HUR", "小时", "hour", 2, "HUR"),
    ("SVC", "次", "service", 0, "E48"),
)
_SINCE_2019 = date(2019, 4, 1)
_SINCE_2016 = date(2016, 5, 1)
# (code, 中文, English, country, rate, kind, valid from, valid to)
_TAX_CODES = (
    ("VAT13", "增值税 13%", "VAT 13 %", "CN", "0.13", "standard", _SINCE_2019, None),
    ("VAT9", "增值税 9%", "VAT 9 %", "CN", "0.09", "reduced", _SINCE_2019, None),
    ("VAT6", "增值税 6%", "VAT 6 %", "CN", "0.06", "reduced", _SINCE_2016, None),
    ("VAT3", "简易计税 3%", "Simplified 3 %", "CN", "0.03", "simplified", _SINCE_2016, None),
    ("VAT1", "小规模减按 1%", "Small taxpayer 1 %", "CN", "0.01", "simplified", date(2023, 1, 1), date(2027, 12, 31)),
    ("VAT0", "零税率（出口）", "Zero rate (export)", "CN", "0", "zero", _SINCE_2016, None),
    ("EXEMPT", "免税", "Exempt", "CN", "0", "exempt", _SINCE_2016, None),
    ("NOTAX", "不征税", "Out of scope", "CN", "0", "out_of_scope", _SINCE_2016, None),
    ("GB20", "英国增值税 20%", "UK VAT 20 %", "GB", "0.2", "standard", date(2011, 1, 4), None),
    ("GB5", "英国增值税 5%", "UK VAT 5 %", "GB", "0.05", "reduced", date(1997, 9, 1), None),
    ("GB0", "英国零税率", "UK zero rate", "GB", "0", "zero", date(1973, 4, 1), None),
    ("GBEXEMPT", "英国免税", "UK exempt", "GB", "0", "exempt", date(1973, 4, 1), None),
)
_PRICE_LEVELS = (
    ("RETAIL", "零售价", "Retail", True),
    ("WHOLESALE", "批发价", "Wholesale", False),
    ("MEMBER", "会员价", "Member", True),
)


@business_transaction
def install_defaults(scope: Scope, *, countries: Sequence[str] = ()) -> None:
    """Add what is missing by code; run again it changes nothing.

    countries: whose tax codes to bring; empty = the company's own (China where none are known).
    """
    company = Company.objects.get(id=scope.company_id)
    known = {row[3] for row in _TAX_CODES}
    wanted = set(countries) or ({company.country} & known) or {"CN"}
    present = set(Unit.objects.filter(company_id=scope.company_id).values_list("code", flat=True))
    for code, name, name_en, decimals, rec20 in _UNITS:
        if code not in present:
            create_unit(scope, UnitDraft(code=code, name=name, name_en=name_en, decimals=decimals, rec20_code=rec20))
    _install_tax_codes(scope, wanted)
    present = set(PriceLevel.objects.filter(company_id=scope.company_id).values_list("code", flat=True))
    for position, (code, name, name_en, tax_included) in enumerate(_PRICE_LEVELS, start=1):
        if code not in present:
            create_price_level(
                scope,
                PriceLevelDraft(
                    code=code,
                    name=name,
                    name_en=name_en,
                    currency=company.currency,
                    tax_included=tax_included,
                    position=position,
                ),
            )


def _install_tax_codes(scope: Scope, countries: set[str]) -> None:
    present = set(TaxCode.objects.filter(company_id=scope.company_id).values_list("code", flat=True))
    for code, name, name_en, country, rate, kind, valid_from, valid_to in _TAX_CODES:
        if country not in countries or code in present:
            continue
        draft = TaxCodeDraft(
            code=code,
            name=name,
            name_en=name_en,
            country=country,
            rate=Decimal(rate),
            kind=kind,
            valid_from=valid_from,
            valid_to=valid_to,
        )
        create_tax_code(scope, draft)
