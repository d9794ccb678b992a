"""What the desks have to say before a month of the money book is closed."""

from decimal import Decimal

from django.apps import apps
from django.db import models

from heliu.core.documents import Document
from heliu.core.lifecycle import DocumentState
from heliu.core.scope import Scope
from heliu.ledger.closing import ClosingPeriod
from heliu.ledger.models import AccountBalance, OpenItem, OpenItemKind
from heliu.ledger.rules.periods import Finding, Severity
from heliu.posting.facts import AccountKey
from heliu.posting.models import AccountRule
from heliu.stock.models import StockBalance

_POSTING_ROOMS = ("warehouse", "finance")
_UNFINISHED = (DocumentState.DRAFT, DocumentState.SUBMITTED, DocumentState.APPROVED)


def _posting_documents() -> list[type[models.Model]]:
    """Every document type whose posting writes the books."""
    rooms = (apps.get_app_config(room) for room in _POSTING_ROOMS)
    return [model for room in rooms for model in room.get_models() if issubclass(model, Document)]


def unposted_documents(scope: Scope, period: ClosingPeriod) -> Finding:
    """Drafts of the month would have to be posted into it later, when it is closed."""
    count = sum(
        model._base_manager.filter(
            company_id=scope.company_id,
            business_date__gte=period.starts_on,
            business_date__lte=period.ends_on,
            posted_at=None,
            state__in=_UNFINISHED,
        ).count()
        for model in _posting_documents()
    )
    return Finding("documents_posted", "单据均已过账", "All documents are posted", Severity.WARNING, count)


def negative_stock(scope: Scope, period: ClosingPeriod) -> Finding:
    count = StockBalance.objects.filter(company_id=scope.company_id, on_hand__lt=0).count()
    return Finding("no_negative_stock", "无负库存", "No stock is negative", Severity.WARNING, count)


def provisional_receipts(scope: Scope, period: ClosingPeriod) -> Finding:
    """Received and not invoiced: fine to carry over, worth a look."""
    count = (
        OpenItem.objects.filter(
            company_id=scope.company_id,
            ledger_id=period.ledger_id,
            kind=OpenItemKind.PROVISIONAL,
            business_date__lte=period.ends_on,
        )
        .exclude(open_amount=0)
        .count()
    )
    return Finding("receipts_invoiced", "暂估已到票", "Receipts are invoiced", Severity.WARNING, count)


def differences_resolved(scope: Scope, period: ClosingPeriod) -> Finding:
    """待处理财产损溢 is empty: no difference of stock waits, and the account had no balance when the month ended."""
    waiting = OpenItem.objects.filter(
        company_id=scope.company_id,
        ledger_id=period.ledger_id,
        kind=OpenItemKind.DIFFERENCE,
        business_date__lte=period.ends_on,
    ).exclude(open_quantity=0)
    count = waiting.count() or int(bool(_balance(scope, period, AccountKey.SUSPENSE)))
    return Finding("differences_resolved", "待处理财产损溢已处理", "Differences are resolved", Severity.WARNING, count)


def opening_complete(scope: Scope, period: ClosingPeriod) -> Finding:
    """What the opening balances left on their account was not brought along whole, or is not explained yet."""
    left = int(bool(_balance(scope, period, AccountKey.OPENING)))
    return Finding("opening_complete", "期初余额已结平", "Opening balances are complete", Severity.WARNING, left)


def _balance(scope: Scope, period: ClosingPeriod, key: AccountKey) -> Decimal:
    """Of the accounts of a key at the end of the month, debit-positive."""
    rules = AccountRule.objects.filter(company_id=scope.company_id, ledger_id=period.ledger_id, key=key.value)
    sums = AccountBalance.objects.filter(
        company_id=scope.company_id,
        ledger_id=period.ledger_id,
        period_code__lte=period.code,
        account_id__in=set(rules.values_list("account_id", flat=True)),
    ).aggregate(debit=models.Sum("debit", default=0), credit=models.Sum("credit", default=0))
    return Decimal(sums["debit"] - sums["credit"])
