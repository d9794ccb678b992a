"""What the check list before 结账 says about one period."""

from heliu.core import gateway
from heliu.core.scope import Scope
from heliu.ledger.closing import ClosingPeriod, installed
from heliu.ledger.models import Account, AccountBalance, Period, PeriodState
from heliu.ledger.queries.trial_balance import turnovers
from heliu.ledger.rules.periods import Finding, Severity


def findings(scope: Scope, period: ClosingPeriod) -> list[Finding]:
    """The money book's own checks, then those of the rooms above."""
    own = (_earlier_open, _unbalanced, _gaps, _profit_not_transferred)
    return [check(scope, period) for check in (*own, *installed())]


def _earlier_open(scope: Scope, period: ClosingPeriod) -> Finding:
    earlier = Period.objects.filter(
        company_id=scope.company_id, ledger_id=period.ledger_id, code__lt=period.code
    ).exclude(state=PeriodState.CLOSED)
    return Finding(
        check="earlier_periods_closed",
        label_zh="以前期间已结账",
        label_en="Earlier periods are closed",
        severity=Severity.BLOCKING,
        count=earlier.count(),
    )


def _unbalanced(scope: Scope, period: ClosingPeriod) -> Finding:
    sums = turnovers(scope, period.ledger_id, period.code, period.code).values()
    differs = sum(s.opening for s in sums) != 0 or sum(s.debit - s.credit for s in sums) != 0
    return Finding(
        check="trial_balance",
        label_zh="试算平衡",
        label_en="The trial balance balances",
        severity=Severity.BLOCKING,
        count=int(differs),
    )


_GAPS = (
    "SELECT COUNT(*) FROM (SELECT word FROM ledger_entry WHERE company_id = %s AND ledger_id = %s AND period_id = %s "
    "GROUP BY word HAVING COUNT(*) <> MAX(number) OR MIN(number) <> 1) AS gaps"
)


def _gaps(scope: Scope, period: ClosingPeriod) -> Finding:
    with gateway.cursor() as cur:
        rows = gateway.fetch(cur, _GAPS, (scope.company_id, period.ledger_id, period.period_id))
    return Finding(
        check="voucher_numbers",
        label_zh="凭证号连续",
        label_en="Voucher numbers have no gap",
        severity=Severity.BLOCKING,
        count=int(rows[0][0]),
    )


def _profit_not_transferred(scope: Scope, period: ClosingPeriod) -> Finding:
    profit = Account.objects.filter(company_id=scope.company_id, account_class__in=("R", "X"))
    sums = AccountBalance.objects.filter(
        company_id=scope.company_id,
        ledger_id=period.ledger_id,
        period_code__lte=period.code,
        account_id__in=profit.values("id"),
    )
    net: dict[int, int] = {}
    for account_id, debit, credit in sums.values_list("account_id", "debit", "credit"):
        net[account_id] = net.get(account_id, 0) + debit - credit
    return Finding(
        check="profit_transferred",
        label_zh="损益已结转",
        label_en="Profit and loss are transferred",
        severity=Severity.WARNING,
        count=sum(1 for value in net.values() if value),
    )
