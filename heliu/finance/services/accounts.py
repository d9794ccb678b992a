"""The accounts a person may name by hand: active leaves of one chart, no control accounts, party where one is kept."""

from collections.abc import Iterable
from dataclasses import dataclass

from heliu.catalog.errors import UnknownReference
from heliu.finance.errors import OpeningByDocument, PartyMissing
from heliu.finance.rules.vouchers import ADVICE, remedy
from heliu.ledger.models import Account, Ledger
from heliu.posting.errors import ControlAccountRefused
from heliu.posting.models import AccountRule


@dataclass(frozen=True, slots=True)
class NamedAccount:
    id: int
    code: str
    is_control: bool
    party_required: bool


class NamedAccounts:
    """Accounts of a ledger's chart that a document names, read once."""

    def __init__(self, ledger: Ledger, account_ids: Iterable[int]) -> None:
        self._ledger = ledger
        rows = Account.objects.filter(
            company_id=ledger.company_id,
            chart_id=ledger.chart_id,
            id__in=set(account_ids),
            is_leaf=True,
            is_active=True,
        )
        self._known = {
            row[0]: NamedAccount(*row) for row in rows.values_list("id", "code", "is_control", "party_required")
        }

    def check(self, account_id: int, *, party_id: int, line: int, opening: bool = False) -> None:
        """Raises UnknownReference, ControlAccountRefused (OpeningByDocument for an opening balance), PartyMissing."""
        loc: tuple[str | int, ...] = ("lines", line, "account_id")
        account = self._known.get(account_id)
        if account is None:
            raise UnknownReference(loc=loc, noun="Account", value=str(account_id))
        if account.is_control and opening:
            way = remedy(self._keys_of(account))
            raise OpeningByDocument(loc=loc, account=account.code, remedy=way, advice=ADVICE[way])
        if account.is_control:
            raise ControlAccountRefused(loc=loc, account=account.code)
        if account.party_required and not party_id:
            raise PartyMissing(loc=("lines", line, "party_id"), account=account.code)

    def _keys_of(self, account: NamedAccount) -> Iterable[str]:
        rules = AccountRule.objects.filter(
            company_id=self._ledger.company_id, ledger_id=self._ledger.id, account_id=account.id
        )
        return rules.order_by("key").values_list("key", flat=True)
