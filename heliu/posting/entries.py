"""Building one balanced entry: sides, red style, merging of like lines. Pure."""

from heliu.core.errors import InvalidNumber
from heliu.core.rounding import divide_half_up
from heliu.core.scales import AMOUNT_MAX, AMOUNT_SCALE, RATE_SCALE
from heliu.posting.errors import EntryNotBalanced
from heliu.posting.state import LineRow

DEBIT, CREDIT = "D", "C"


class EntryBuilder:
    """Collects amounts by account and dimensions; negative amounts are red and stay on their side in a red ledger."""

    __slots__ = ("_currency", "_lines", "_red")

    def __init__(self, *, currency: str, red: bool) -> None:
        self._currency = currency
        self._red = red
        self._lines: dict[tuple[int, str, str, int, int, int], list[int]] = {}

    def add(
        self,
        account_id: int,
        side: str,
        amount: int,
        *,
        currency: str = "",
        amount_txn: int | None = None,
        rate: int = 0,
        party_id: int = 0,
        item_id: int = 0,
        quantity: int = 0,
        tax_code_id: int = 0,
    ) -> None:
        """Add to a line. amount: signed on its side, ledger currency; amount_txn defaults to it (ledger currency).

        rate 0: the one that the two amounts imply, as for a part of an open item that was booked at its own rate.
        """
        if amount == 0 and not amount_txn:
            return
        key = (account_id, side, currency or self._currency, party_id, item_id, tax_code_id)
        line = self._lines.get(key)
        txn = amount if amount_txn is None else amount_txn
        if line is None:
            self._lines[key] = [amount, txn, quantity, rate]
        else:
            line[0] += amount
            line[1] += txn
            line[2] += quantity
            if line[3] != rate:
                line[3] = 0

    def signed(self, account_id: int, amount: int, *, item_id: int = 0, party_id: int = 0) -> None:
        """A difference: debit when positive, credit when negative, never red."""
        side = DEBIT if amount > 0 else CREDIT
        self.add(account_id, side, abs(amount), item_id=item_id, party_id=party_id)

    def lines(self) -> list[LineRow]:
        """The finished lines, debits first in the order they were added. Raises EntryNotBalanced, InvalidNumber."""
        rows: list[LineRow] = []
        total_debit = total_credit = 0
        for (account, side, currency, party, item, tax), (amount, txn, quantity, rate) in self._lines.items():
            if amount == 0 and txn == 0:
                continue
            if not (-AMOUNT_MAX <= amount <= AMOUNT_MAX and -AMOUNT_MAX <= txn <= AMOUNT_MAX):
                raise InvalidNumber(field="amount", value=_decimal_text(max(abs(amount), abs(txn))), reason="too large")
            is_debit = side == DEBIT
            if not rate:
                rate = RATE_SCALE if amount == txn else _implied_rate(amount, txn)
            signed_txn = txn if is_debit else -txn
            signed_quantity = quantity if is_debit else -quantity
            if amount < 0 and not self._red:
                is_debit, amount = not is_debit, -amount
            debit, credit = (amount, 0) if is_debit else (0, amount)
            total_debit += debit
            total_credit += credit
            rows.append(LineRow(account, debit, credit, currency, signed_txn, rate, party, item, signed_quantity, tax))
        if total_debit != total_credit:
            raise EntryNotBalanced(debit=_decimal_text(total_debit), credit=_decimal_text(total_credit))
        rows.sort(key=_credit_last)
        return rows


def _implied_rate(amount: int, amount_txn: int) -> int:
    if not amount or not amount_txn:
        return RATE_SCALE
    return divide_half_up(abs(amount) * RATE_SCALE, abs(amount_txn))


def _credit_last(row: LineRow) -> bool:
    return row.credit != 0


def _decimal_text(amount: int) -> str:
    return f"{amount // AMOUNT_SCALE}.{abs(amount) % AMOUNT_SCALE:04d}"
