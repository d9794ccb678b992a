"""What is left on revenue and expense accounts at the end of a month, and what was transferred already."""

from typing import Any

from heliu.core.document_schemas import amount_text
from heliu.core.errors import NotFound
from heliu.core.scope import Scope
from heliu.finance.rules.profit import ResultAccount, profit_of
from heliu.ledger.models import Account, AccountClass, Entry, EntryKind, Ledger, Period, PeriodState
from heliu.ledger.queries.accounts import ledger_of
from heliu.ledger.queries.trial_balance import turnovers
from heliu.posting.facts import AccountKey
from heliu.posting.models import AccountRule

Shape = dict[str, Any]
ORIGIN_KIND = "profit_transfer"
_DECEMBER = 12


def result_accounts(scope: Scope, ledger: Ledger, period_code: int) -> list[ResultAccount]:
    """Revenue and expense accounts with a balance at the end of the month, in code order."""
    sums = turnovers(scope, ledger.id, period_code, period_code)
    rows = Account.objects.filter(
        company_id=scope.company_id,
        chart_id=ledger.chart_id,
        account_class__in=(AccountClass.REVENUE, AccountClass.EXPENSE),
    ).order_by("code")
    columns = ("id", "code", "name", "name_en", "account_class", "statement_lines")
    return [
        ResultAccount(
            id=r[0],
            code=r[1],
            name=r[2],
            name_en=r[3],
            is_revenue=r[4] == AccountClass.REVENUE,
            prior_year="income" not in r[5],
            balance=sums[r[0]].closing,
        )
        for r in rows.values_list(*columns)
        if r[0] in sums and sums[r[0]].closing
    ]


def _profit_account_balance(scope: Scope, ledger: Ledger, period_code: int) -> int:
    """本年利润 at the end of the month, debit-positive."""
    rules = AccountRule.objects.filter(company_id=scope.company_id, ledger_id=ledger.id, key=AccountKey.PROFIT.value)
    accounts = set(rules.values_list("account_id", flat=True))
    sums = turnovers(scope, ledger.id, period_code, period_code)
    return sum(sums[account].closing for account in accounts if account in sums)


def left_of_year(scope: Scope, period: Period, accounts: list[ResultAccount]) -> int:
    """What 本年利润 will hold once the month is transferred, debit-positive; carried on in December only, else 0."""
    if period.code % 100 != _DECEMBER:
        return 0
    this_year = [account for account in accounts if not account.prior_year]
    return _profit_account_balance(scope, period.ledger, period.code) - profit_of(this_year)


def period_of(scope: Scope, period_id: int) -> Period:
    """Raises NotFound."""
    rows = Period.objects.filter(company_id=scope.company_id, id=period_id)
    period = rows.select_related("ledger").first()
    if period is None:
        raise NotFound(noun="Period", id=str(period_id))
    return period


def transfer(scope: Scope, period_id: int) -> Shape:
    """What transferring the month would empty now, and the vouchers of earlier transfers. Raises NotFound."""
    period = period_of(scope, period_id)
    accounts = result_accounts(scope, period.ledger, period.code)
    carried = left_of_year(scope, period, accounts)
    return {
        **_header(period),
        "profit": amount_text(profit_of(accounts)),
        "carried": amount_text(-carried),
        "verbs": ["post"] if (accounts or carried) and _can_post(scope, period) else [],
        "lines": [_line(account) for account in accounts],
        "totals": {
            "revenue": amount_text(-sum(a.balance for a in accounts if a.is_revenue)),
            "expense": amount_text(sum(a.balance for a in accounts if not a.is_revenue)),
        },
        "vouchers": _vouchers(scope, period.id),
    }


def transfers(scope: Scope, *, ledger_id: int | None, year: int | None) -> Shape:
    """The months of a year (by default the one of the first open month), each with what is left to transfer."""
    ledger = ledger_of(scope, ledger_id)
    periods = Period.objects.filter(company_id=scope.company_id, ledger_id=ledger.id).order_by("code")
    first_open = periods.exclude(state=PeriodState.CLOSED).first() or periods.last()
    year = year or (first_open.code // 100 if first_open else 0)
    found = periods.filter(code__gte=year * 100 + 1, code__lte=year * 100 + 12).select_related("ledger")
    entries = Entry.objects.filter(
        company_id=scope.company_id, origin_id__in=[p.id for p in found], kind=EntryKind.CLOSING
    )
    transferred = set(entries.values_list("origin_id", flat=True))
    items = [_month(scope, period, is_transferred=period.id in transferred) for period in found]
    return {"items": items, "total": len(items), "year": year}


def _month(scope: Scope, period: Period, *, is_transferred: bool) -> Shape:
    accounts = result_accounts(scope, period.ledger, period.code)
    return {
        **_header(period),
        "profit": amount_text(profit_of(accounts)),
        "is_open": bool(accounts or left_of_year(scope, period, accounts)),
        "transferred": is_transferred,
    }


def transfers_made(scope: Scope, period_id: int) -> int:
    """Vouchers of earlier transfers of the month."""
    return len(_vouchers(scope, period_id))


def _can_post(scope: Scope, period: Period) -> bool:
    return scope.can("finance.profit_transfer.post") and period.state != PeriodState.CLOSED


def _header(period: Period) -> Shape:
    return {
        "id": str(period.id),
        "period": period.code,
        "ends_on": period.ends_on,
        "state": period.state,
        "ledger": {"id": str(period.ledger.id), "code": period.ledger.code, "name": period.ledger.name},
        "currency": period.ledger.currency,
    }


def _line(account: ResultAccount) -> Shape:
    return {
        "account": {"id": str(account.id), "code": account.code, "name": account.name},
        "name_en": account.name_en,
        "is_revenue": account.is_revenue,
        "balance": amount_text(-account.balance if account.is_revenue else account.balance),
    }


def _vouchers(scope: Scope, period_id: int) -> list[Shape]:
    rows = Entry.objects.filter(company_id=scope.company_id, origin_id=period_id, kind=EntryKind.CLOSING)
    return [
        {
            "kind": "voucher",
            "id": str(row["id"]),
            "number": f"{row['word']}-{row['number']}",
            "state": "posted",
            "date": row["business_date"],
            "amount": None,
        }
        for row in rows.order_by("id").values("id", "word", "number", "business_date")
    ]
