"""Customers and suppliers: one partner, one record; found by name, pinyin, tax id or phone."""

import dataclasses
from decimal import Decimal

import pytest

from heliu.core.errors import DuplicateCode, Forbidden, InvalidFields, NotFound, StaleVersion
from heliu.core.master_lists import PageRequest
from heliu.core.scope import Scope
from heliu.core.tabular.reading import read_table
from heliu.core.tabular.running import ImportOptions
from heliu.core.tabular.writing import csv_chunks, xlsx_bytes
from heliu.parties import exports, queries, services
from heliu.parties.drafts import AddressDraft, BankAccountDraft, ContactDraft, GroupDraft, PartyDraft
from heliu.parties.errors import InvalidTaxId, RoleFixed, UnknownReference
from heliu.parties.models import Party, PartyGroup, PartySearch, PartyTerm
from heliu.parties.queries import PartyFilter
from tests.support.masters import Shop, shop, table

pytestmark = pytest.mark.django_db
CUSTOMERS = PartyFilter(role="customer")
USCC = "91110000600037341L"


@pytest.fixture
def here() -> Shop:
    return shop()


def stored(here: Shop) -> tuple[int, ...]:
    return tuple(m.objects.filter(company=here.company).count() for m in (Party, PartyTerm, PartySearch))


def codes(here: Shop, q: str, role: str = "customer") -> list[str]:
    return [p["code"] for p in queries.suggest_parties(here.scope, q, role=role)]


def test_a_party_keeps_everything_it_was_given(here: Shop) -> None:
    draft = PartyDraft(
        code="K1", name="重庆百货有限公司", short_name="重百", is_customer=True, tax_id_kind="uscc", tax_id=USCC,
        terms_kind="end_of_month", payment_terms_days=30, credit_limit=Decimal("50000.5"), price_level="WHOLESALE",
        addresses=(AddressDraft(street="解放路 1 号", city="重庆", is_default=True),),
        contacts=(ContactDraft(name="李雷", mobile="13800138000"),),
        bank_accounts=(BankAccountDraft(bank_name="工商银行", account_number="622202"),), helper_codes=("cbbh",),
    )  # fmt: skip
    party = services.create_party(here.scope, draft)

    assert queries.drafts_of(here.scope, [party])[party] == draft
    detail = queries.party_detail(here.scope, party, role="customer")
    assert (detail["credit_limit"], detail["contacts"][0]["mobile"]) == ("50000.5", "13800138000")


@pytest.mark.parametrize(
    "q",
    [
        "K1",
        "重庆百货",
        "cqbh",
        "zqbh",
        "chongqingbaihuo",
        "重百",
        "zb",
        USCC,
        "911100006",
        "13800138000",
        "李雷",
        "cbbh",
    ],
)
def test_a_party_is_found_by_whatever_is_remembered(here: Shop, q: str) -> None:
    here.customer(
        "K1", "重庆百货", short_name="重百", tax_id=USCC, contacts=(ContactDraft(name="李雷", mobile="13800138000"),),
        helper_codes=("cbbh",),
    )  # fmt: skip

    assert codes(here, q) == ["K1"]


def test_a_partner_who_buys_and_sells_is_one_record_in_both_lists(here: Shop) -> None:
    party = here.customer("K1", is_supplier=True)

    for role in ("customer", "supplier"):
        page = queries.list_parties(here.scope, PageRequest(), PartyFilter(role=role))
        assert [p["id"] for p in page["items"]] == [str(party)]


def test_a_customer_is_not_offered_as_supplier(here: Shop) -> None:
    party = here.customer("K1", "重庆百货")

    assert codes(here, "重庆", role="supplier") == []
    with pytest.raises(NotFound):
        queries.party_detail(here.scope, party, role="supplier")


def test_codes_are_numbered_apart_for_customers_and_suppliers(here: Shop) -> None:
    here.customer(), here.customer(name="乙"), here.supplier()

    assert list(Party.objects.order_by("id").values_list("code", flat=True)) == ["KH000001", "KH000002", "GYS000001"]


def test_numbers_step_over_codes_that_people_gave_by_hand(here: Shop) -> None:
    here.customer("KH000001")

    assert Party.objects.get(id=here.customer()).code == "KH000002"


def test_a_wrong_check_character_in_the_tax_id_is_refused(here: Shop) -> None:
    with pytest.raises(InvalidTaxId):
        here.customer("K1", tax_id="91110000600037341X")

    assert stored(here) == (0, 0, 0)


def test_a_tax_id_is_stored_without_blanks(here: Shop) -> None:
    party = here.customer("K1", tax_id=" 9111 0000 6000 3734 1l ")

    row = Party.objects.get(id=party)
    assert (row.tax_id_kind, row.tax_id) == ("uscc", USCC)


def test_a_code_exists_once_among_customers_and_suppliers_together(here: Shop) -> None:
    here.customer("P1")
    before = stored(here)

    with pytest.raises(DuplicateCode, match="Party P1"):
        here.supplier("P1")

    assert stored(here) == before


def test_of_a_batch_every_fault_is_named_and_nothing_is_kept(here: Shop) -> None:
    good = PartyDraft(code="K1", name="甲", is_customer=True)
    drafts = [good, dataclasses.replace(good), dataclasses.replace(good, code="K3", currency="RMB")]

    with pytest.raises(InvalidFields) as caught:
        services.create_parties(here.scope, drafts)

    assert {f.loc for f in caught.value.faults} == {(1, "code"), (2, "currency")}
    assert stored(here) == (0, 0, 0)


def test_a_role_once_given_stays(here: Shop) -> None:
    party = here.customer("K1", is_supplier=True)
    only_customer = PartyDraft(code="K1", name="重庆百货", is_customer=True)

    with pytest.raises(RoleFixed):
        services.update_party(here.scope, party, only_customer, version=1)

    assert Party.objects.get(id=party).is_supplier


def test_who_saves_what_somebody_else_has_changed_is_told(here: Shop) -> None:
    party = here.customer("K1")
    draft = queries.drafts_of(here.scope, [party])[party]
    assert services.update_party(here.scope, party, dataclasses.replace(draft, name="新名"), version=1) == 2

    with pytest.raises(StaleVersion):
        services.update_party(here.scope, party, draft, version=1)

    assert Party.objects.get(id=party).name == "新名"
    assert (codes(here, "新名"), codes(here, "重庆")) == (["K1"], [])


def test_writing_a_partner_who_is_both_needs_both_rights(here: Shop) -> None:
    seller = Scope(company_id=here.company.pk, user_id=7, permissions=frozenset({"parties.customer.create"}))
    services.create_party(seller, PartyDraft(name="甲", is_customer=True))

    with pytest.raises(Forbidden, match=r"parties\.supplier\.create"):
        services.create_party(seller, PartyDraft(name="乙", is_customer=True, is_supplier=True))

    assert Party.objects.filter(company=here.company).count() == 1


def test_a_group_belongs_to_one_role(here: Shop) -> None:
    services.install_defaults(here.scope)
    suppliers = PartyGroup.objects.get(company=here.company, kind="supplier").pk

    with pytest.raises(UnknownReference):
        here.customer("K1", customer_group_id=suppliers)


def test_groups_are_counted_and_installed_once(here: Shop) -> None:
    services.install_defaults(here.scope)
    services.install_defaults(here.scope)
    group = PartyGroup.objects.get(company=here.company, kind="customer", code="RETAIL").pk
    here.customer("K1", customer_group_id=group)

    counts = {(g["kind"], g["code"]): g["party_count"] for g in queries.list_groups(here.scope)["items"]}
    assert counts[("customer", "RETAIL")] == 1
    assert len(counts) == 4
    with pytest.raises(DuplicateCode):
        services.create_group(here.scope, GroupDraft(kind="customer", code="RETAIL", name="又一个"))


def test_an_archived_party_is_not_suggested(here: Shop) -> None:
    party = here.customer("K1")
    services.archive_party(here.scope, party, version=1)

    assert codes(here, "K1") == []


FILE = """客户编号,单位名称,客户分类,结算方式,账期,额度,纳税人识别号,联系人,手机号,地址,开户银行,账号
K1,重庆百货,百货,月结,30,50000,91110000600037341L,李雷,13800138000,解放路 1 号,工商银行,622202
K2,义乌小商品,百货,现结,,,,,,,,
"""


def bring(here: Shop, text: str, **options: object) -> dict[str, object]:
    report = services.import_parties(here.scope, table(text), ImportOptions(**options), role="customer")  # type: ignore[arg-type]
    return report.as_json()


def test_a_file_with_chinese_titles_becomes_customers(here: Shop) -> None:
    report = bring(here, FILE, create_missing=True)

    assert (report["ok"], report["created"]) == (True, 2)
    party = Party.objects.get(company=here.company, code="K1")
    draft = queries.drafts_of(here.scope, [party.pk])[party.pk]
    assert (draft.terms_kind, draft.payment_terms_days, draft.credit_limit) == ("end_of_month", 30, Decimal(50000))
    assert (draft.contacts[0].mobile, draft.addresses[0].street) == ("13800138000", "解放路 1 号")
    assert draft.bank_accounts[0].account_number == "622202"
    assert party.customer_group is not None
    assert party.customer_group.name == "百货"


def test_the_same_file_twice_changes_nothing_and_a_dry_run_never_does(here: Shop) -> None:
    assert bring(here, FILE, create_missing=True, dry_run=True)["created"] == 2
    assert stored(here) == (0, 0, 0)
    bring(here, FILE, create_missing=True)

    assert bring(here, FILE, create_missing=True)["unchanged"] == 2


def test_one_bad_row_and_nothing_is_done(here: Shop) -> None:
    report = bring(here, FILE.replace("91110000600037341L", "91110000600037341X"), create_missing=True)

    assert [(f["row"], f["column"], f["code"]) for f in report["faults"]] == [(2, "纳税人识别号", "invalid_tax_id")]  # type: ignore[attr-defined]
    assert stored(here) == (0, 0, 0)
    assert not PartyGroup.objects.filter(company=here.company, name="百货").exists()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_was_exported_can_be_imported_unchanged(here: Shop, kind: str) -> None:
    bring(here, FILE, create_missing=True)
    titles, rows = exports.party_file(here.scope, CUSTOMERS)
    content = xlsx_bytes("customers", titles, rows) if kind == "xlsx" else b"".join(csv_chunks(titles, rows))

    report = services.import_parties(here.scope, read_table("f", content), ImportOptions(), role="customer")

    assert (report.ok, report.unchanged, report.faults) == (True, 2, [])
