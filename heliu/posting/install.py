"""Both books of a new company in one step, and further ledgers beside the first."""

from dataclasses import dataclass

from heliu.core.errors import InvalidInput, said
from heliu.core.ids import next_id
from heliu.core.scope import Scope
from heliu.core.transactions import business_transaction
from heliu.ledger import services as ledger_services
from heliu.ledger.events import AccountSplit
from heliu.ledger.models import Account, Ledger
from heliu.posting.determination_data import default_accounts
from heliu.posting.models import AccountRule, LedgerValuation, PostedFact
from heliu.stock.models import CostFormula
from heliu.stock.services import install_places, install_valuation_book

_PRIMARY = "MAIN"
_FIRST_WAREHOUSE = "WH01"


@dataclass(frozen=True, slots=True)
class InstalledBooks:
    """warehouse_id is 0 for a parallel ledger."""

    ledger_id: int
    book_id: int
    warehouse_id: int = 0


@business_transaction
def install_books(
    scope: Scope,
    *,
    currency: str,
    framework: str,
    first_year: int,
    cost_formula: str = CostFormula.MOVING_AVERAGE,
    years: int = 1,
    warehouse_name: str = "主仓库",
) -> InstalledBooks:
    """Primary ledger, its valuation book, determination, first warehouse. Raises DuplicateCode, InvalidInput."""
    warehouse_id = install_places(scope, warehouse_code=_FIRST_WAREHOUSE, warehouse_name=warehouse_name)
    ledger_id = ledger_services.install_ledger(
        scope,
        code=_PRIMARY,
        name="主账簿",
        framework=framework,
        currency=currency,
        first_year=first_year,
        is_primary=True,
        years=years,
    )
    book_id = install_valuation_book(
        scope, code=_PRIMARY, name=CostFormula(cost_formula).label, cost_formula=cost_formula, currency=currency
    )
    _connect(scope, ledger_id=ledger_id, book_id=book_id, framework=framework)
    return InstalledBooks(ledger_id, book_id, warehouse_id)


@business_transaction
def add_parallel_ledger(
    scope: Scope,
    *,
    code: str,
    name: str,
    framework: str,
    currency: str,
    first_year: int,
    cost_formula: str = CostFormula.FIFO,
    years: int = 1,
) -> InstalledBooks:
    """A full ledger beside the primary one, in its currency, fed by every fact from now on.

    Its valuation book has the ledger's code. Raises DuplicateCode; InvalidInput once goods have been posted, because
    a valuation book that starts in the middle could not tell what lies in stock; InvalidInput for another currency.
    """
    primary = Ledger.objects.get(company_id=scope.company_id, is_primary=True)
    if currency != primary.currency:
        raise InvalidInput(
            field="currency",
            reason=said("a fact has one rate, to {currency}: keep it here too.", currency=primary.currency),
        )
    if PostedFact.objects.filter(company_id=scope.company_id).exists():
        raise InvalidInput(field="code", reason="a parallel ledger is added before the first posting.")
    ledger_id = ledger_services.install_ledger(
        scope,
        code=code,
        name=name,
        framework=framework,
        currency=currency,
        first_year=first_year,
        is_primary=False,
        years=years,
    )
    book_id = install_valuation_book(scope, code=code, name=name, cost_formula=cost_formula, currency=currency)
    _connect(scope, ledger_id=ledger_id, book_id=book_id, framework=framework)
    return InstalledBooks(ledger_id, book_id)


def _connect(scope: Scope, *, ledger_id: int, book_id: int, framework: str) -> None:
    LedgerValuation.objects.create(company_id=scope.company_id, ledger_id=ledger_id, book_id=book_id)
    chart_id = Ledger.objects.values_list("chart_id", flat=True).get(id=ledger_id)
    accounts = dict(Account.objects.filter(company_id=scope.company_id, chart_id=chart_id).values_list("code", "id"))
    AccountRule.objects.bulk_create(
        AccountRule(id=next_id(), company_id=scope.company_id, ledger_id=ledger_id, key=key, account_id=accounts[code])
        for key, code in default_accounts(framework).items()
    )


@business_transaction
def choose_first_year(scope: Scope, *, first_year: int, years: int = 1) -> None:
    """All ledgers of the company begin in `first_year`; only before the first posting. Raises LedgerInUse."""
    for ledger_id in Ledger.objects.filter(company_id=scope.company_id).values_list("id", flat=True):
        ledger_services.choose_first_year(scope, ledger_id, first_year=first_year, years=years)


def follow_split(event: AccountSplit) -> None:
    """Account determination names the first sub-account instead of its parent, which can take no posting any more."""
    AccountRule.objects.filter(company_id=event.scope.company_id, account_id=event.parent_id).update(
        account_id=event.child_id
    )
