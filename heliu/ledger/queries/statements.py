"""Balance sheet 资产负债表 and income statement 利润表 of a ledger, in the format of its chart."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from heliu.core import gateway
from heliu.core.document_schemas import amount_text
from heliu.core.errors import InvalidInput, said
from heliu.core.scope import Scope
from heliu.ledger.models import Account, EntryKind, Ledger
from heliu.ledger.queries.accounts import ledger_of
from heliu.ledger.queries.trial_balance import Turnover, turnovers
from heliu.ledger.rules.statements import AccountAmount, StatementLine, balance_sheet, income_statement
from heliu.ledger.statements import formats_of

_FIRST_PERIOD = 100_001
_PARTIES = """
SELECT account_id, party, SUM(amount) FROM (
    SELECT account_id, party_key AS party, amount FROM ledger_subledgerbalance
    WHERE company_id = %s AND ledger_id = %s AND {accounts} AND party_key <> 0
    UNION ALL
    SELECT account_id, party_id, credit - debit FROM ledger_entryline
    WHERE company_id = %s AND ledger_id = %s AND {accounts} AND business_date > %s AND party_id IS NOT NULL
) AS as_of GROUP BY account_id, party HAVING SUM(amount) <> 0
"""
_CLOSING = """
SELECT l.account_id, SUM(l.debit - l.credit) FROM ledger_entry e JOIN ledger_entryline l ON l.entry_id = e.id
WHERE e.company_id = %s AND e.ledger_id = %s AND e.business_date >= %s AND e.business_date <= %s AND e.kind = %s
GROUP BY l.account_id
"""


def read_balance_sheet(scope: Scope, *, period: int, ledger_id: int | None = None) -> dict[str, Any]:
    """As at the end of `period`, beside the end of the year before. `balanced`: assets equal claims in both columns."""
    ledger = ledger_of(scope, ledger_id)
    form, _ = formats_of(ledger.chart.code)
    opening_period = (period // 100 - 1) * 100 + 12
    closing = balance_sheet(form, _balances(scope, ledger, period))
    opening = balance_sheet(form, _balances(scope, ledger, opening_period))
    rows = [_shape(now, closing=now.amount, opening=then.amount) for now, then in zip(closing, opening, strict=True)]
    return {
        "ledger_id": str(ledger.id),
        "currency": ledger.currency,
        "period": period,
        "items": rows,
        "balanced": _agrees(closing) and _agrees(opening),
    }


def read_income_statement(
    scope: Scope, *, period_from: int, period_to: int, ledger_id: int | None = None
) -> dict[str, Any]:
    """Turnover of the months asked for, beside the year to date; entries that transfer profit are left out."""
    ledger = ledger_of(scope, ledger_id)
    _, form = formats_of(ledger.chart.code)
    january = period_to // 100 * 100 + 1
    asked = income_statement(form, _results(scope, ledger, period_from, period_to))
    year = income_statement(form, _results(scope, ledger, january, period_to))
    rows = [_shape(now, amount=now.amount, year=then.amount) for now, then in zip(asked, year, strict=True)]
    return {
        "ledger_id": str(ledger.id),
        "currency": ledger.currency,
        "period_from": period_from,
        "period_to": period_to,
        "items": rows,
    }


def _balances(scope: Scope, ledger: Ledger, period: int) -> list[AccountAmount]:
    _, last_day = _month(period)
    sums = turnovers(scope, ledger.id, _FIRST_PERIOD, period)
    accounts = _accounts(scope, ledger, sums)
    by_party = [i for i, (_, lines) in accounts.items() if lines.get("by") == "party"]
    parties = _parties(scope, ledger, by_party, last_day) if by_party else {}
    return [AccountAmount(code, sums[i].closing, lines, parties.get(i, {})) for i, (code, lines) in accounts.items()]


def _results(scope: Scope, ledger: Ledger, period_from: int, period_to: int) -> list[AccountAmount]:
    sums = turnovers(scope, ledger.id, period_from, period_to)
    first, last = _month(period_from)[0], _month(period_to)[1]
    params = (scope.company_id, ledger.id, first, last, EntryKind.CLOSING.value)
    with gateway.cursor() as cur:
        transferred = {int(i): int(v) for i, v in gateway.fetch(cur, _CLOSING, params)}
    return [
        AccountAmount(code, sums[i].debit - sums[i].credit - transferred.get(i, 0), lines)
        for i, (code, lines) in _accounts(scope, ledger, sums).items()
        if "income" in lines
    ]


def _accounts(scope: Scope, ledger: Ledger, sums: Mapping[int, Turnover]) -> dict[int, tuple[str, dict[str, Any]]]:
    rows = Account.objects.filter(company_id=scope.company_id, chart_id=ledger.chart_id, id__in=list(sums))
    return {i: (code, lines) for i, code, lines in rows.values_list("id", "code", "statement_lines")}


def _parties(scope: Scope, ledger: Ledger, accounts: list[int], day: dt.date) -> dict[int, dict[int, int]]:
    """Balance per party at the end of `day`: what stands now, less what came after."""
    sql = _PARTIES.format(accounts=gateway.in_list("account_id"))
    ids = gateway.list_param(accounts)
    with gateway.cursor() as cur:
        rows = gateway.fetch(cur, sql, (scope.company_id, ledger.id, ids, scope.company_id, ledger.id, ids, day))
    found: dict[int, dict[int, int]] = {}
    for account_id, party, amount in rows:
        found.setdefault(int(account_id), {})[int(party)] = int(amount)
    return found


def _month(period: int) -> tuple[dt.date, dt.date]:
    """First and last day of yyyymm. Raises InvalidInput."""
    year, month = divmod(period, 100)
    if not (1 <= month <= 12 and 1 <= year <= 9998):
        raise InvalidInput(
            field="period",
            reason=said("{value} is no month, write year and month in six digits.", value=period),
            loc=("period",),
        )
    following = dt.date(year + month // 12, month % 12 + 1, 1)
    return dt.date(year, month, 1), following - dt.timedelta(days=1)


def _agrees(lines: list[StatementLine]) -> bool:
    totals = {line.format.key: line.amount for line in lines}
    return totals["total_assets"] == totals["total_claims"]


def _shape(line: StatementLine, **columns: int) -> dict[str, Any]:
    form = line.format
    return {
        "key": form.key,
        "kind": form.kind,
        "name": form.name,
        "name_en": form.name_en,
        "codes": list(line.codes),
        **{name: amount_text(value) for name, value in columns.items()},
    }
