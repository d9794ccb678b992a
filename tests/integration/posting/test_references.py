"""No posted row names a record that is not there, and no record that is named can be removed: on both engines."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction

from heliu.core.ids import next_id
from heliu.ledger.models import Entry, EntryLine, Settlement
from heliu.posting.models import NoEffect, PostedFact
from heliu.stock.models import StockMove, StockValue
from tests.support.trading import trading

pytestmark = pytest.mark.django_db

Model = type[models.Model]
REFERRING: tuple[Model, ...] = (StockMove, StockValue, Entry, EntryLine, Settlement, PostedFact, NoEffect)
NEVER_REMOVED = frozenset({StockMove, Entry, PostedFact})
NOWHERE = 99


def keys_of(model: Model, *, with_company: bool = False) -> list["models.ForeignKey[Any, Any]"]:
    keys = [field for field in model._meta.concrete_fields if isinstance(field, models.ForeignKey)]
    return [key for key in keys if with_company or key.column != "company_id"]


each_table = pytest.mark.parametrize("model", REFERRING, ids=lambda model: model._meta.db_table)


def company_with_every_kind_of_row(code: str = "T1") -> int:
    made = trading(code=code)
    company = made.scope.company_id
    receipt = made.receive("A", "10", "100")
    made.purchase_invoice(receipt, "10", "100", code="A")
    made.ship("A", "4")
    entry = Entry.objects.filter(company_id=company)[0]
    NoEffect.objects.create(company_id=company, ledger_id=entry.ledger_id, fact_id=entry.fact_id)
    return company


def copies(model: Model, company: int, **changes: object) -> list[models.Model]:
    """Rows like the posted ones; of an entry all lines, since they have to balance."""
    found = list(model._default_manager.filter(company_id=company).order_by("id").values())
    rows = [row for row in found if row["entry_id"] == found[0]["entry_id"]] if model is EntryLine else found[:1]
    unused: dict[str, object] = {"number": next_id() % 10**6, "key": f"copy {next_id()}"}
    if model is NoEffect:
        rows[0]["fact_id"] = PostedFact.objects.filter(company_id=company).order_by("id").last().id  # type: ignore[union-attr]
    for row in rows:
        row |= {"id": next_id()} | {column: value for column, value in unused.items() if column in row} | changes
    return [model(**row) for row in rows]


def insert(rows: list[models.Model]) -> None:
    with transaction.atomic():
        type(rows[0])._default_manager.bulk_create(rows)
        connection.check_constraints()


def remove(table: str, identity: int) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE id = %s", [identity])
        connection.check_constraints()


@each_table
def test_a_posted_row_names_only_records_that_exist(model: Model) -> None:
    company = company_with_every_kind_of_row()
    before = model._default_manager.count()

    for key in keys_of(model, with_company=True):
        unknown = copies(model, company, **{key.attname: NOWHERE})
        with pytest.raises(IntegrityError):
            insert(unknown)

    assert model._default_manager.count() == before
    insert(copies(model, company))


@pytest.mark.engine("postgresql")
@each_table
def test_a_posted_row_names_only_records_of_its_company(model: Model) -> None:
    other = company_with_every_kind_of_row("T2")
    company = company_with_every_kind_of_row()

    for key in keys_of(model):
        stranger = key.related_model._default_manager.filter(company_id=other).first()
        identity = stranger.pk if stranger else NOWHERE
        with pytest.raises(IntegrityError, match=r"does not exist in the company|period is closed or not its own"):
            insert(copies(model, company, **{key.attname: identity}))


@each_table
def test_a_record_that_a_posted_row_names_stays(model: Model) -> None:
    company = company_with_every_kind_of_row()

    for key in keys_of(model, with_company=True):
        named = model._default_manager.filter(company_id=company, **{f"{key.name}__isnull": False}).first()
        if named is None:
            continue
        identity = getattr(named, key.attname)
        with pytest.raises(IntegrityError):
            remove(key.related_model._meta.db_table, identity)
        assert key.related_model._default_manager.filter(id=identity).exists()


@pytest.mark.engine("postgresql")
def test_the_server_watches_every_reference_once_per_statement() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        watching = {row[0] for row in cursor.fetchall()}
        cursor.execute("SELECT conrelid::regclass::text FROM pg_constraint WHERE contype = 'f'")
        by_row = {row[0] for row in cursor.fetchall()}
    tables = {model._meta.db_table for model in REFERRING}
    kept = {
        f"{model._meta.db_table}_{key.column}_kept"
        for model in REFERRING
        for key in keys_of(model)
        if key.related_model not in NEVER_REMOVED
    }

    assert not tables & by_row
    assert {f"{table}_refers" for table in tables} | kept <= watching
