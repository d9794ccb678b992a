"""Facts of money: received, paid, settled against each other, manual and opening entries."""

from collections.abc import Sequence

from heliu.core.rounding import convert_amount, from_scaled
from heliu.core.scales import AMOUNT_SCALE, RATE_SCALE
from heliu.posting.config import LedgerConfig
from heliu.posting.entries import CREDIT, DEBIT
from heliu.posting.errors import (
    AllocationExceedsMoney,
    ControlAccountRefused,
    EntryNotBalanced,
    OpenItemExceeded,
    OpenItemMissing,
)
from heliu.posting.facts import (
    AccountKey,
    Allocation,
    ManualEntryPosted,
    MoneyLine,
    MoneyPaid,
    MoneyReceived,
    OpeningItemsPosted,
    OpenItemsSettled,
)
from heliu.posting.loading import PARTY_KINDS
from heliu.posting.planning.run import FactRun, require_currency
from heliu.posting.state import Open

_OPENING_KEYS = {"AR": AccountKey.AR, "AP": AccountKey.AP, "ADVR": AccountKey.ADVANCE, "ADVP": AccountKey.PREPAID}


def plan_received_money(run: FactRun, fact: MoneyReceived) -> None:
    for ledger in run.plan.config.ledgers:
        _money(
            run,
            ledger,
            amount=fact.amount,
            allocations=fact.allocations,
            cash_account_id=fact.cash_account_id,
            bank_fee=fact.bank_fee,
            inflow=True,
        )


def plan_paid_money(run: FactRun, fact: MoneyPaid) -> None:
    for ledger in run.plan.config.ledgers:
        _money(
            run,
            ledger,
            amount=fact.amount,
            allocations=fact.allocations,
            cash_account_id=fact.cash_account_id,
            bank_fee=fact.bank_fee,
            inflow=False,
        )


def _money(
    run: FactRun,
    ledger: LedgerConfig,
    *,
    amount: int,
    allocations: Sequence[Allocation],
    cash_account_id: int,
    bank_fee: int,
    inflow: bool,
) -> None:
    """Cash on one side, open items on the other; discount and exchange difference between, the rest is a prepayment.

    `sign` turns everything into the view of the flow: +1 when money comes in (receivables shrink), -1 when it goes out.
    """
    head, builder = run.head, run.builders[ledger.id]
    sign, kind = (1, "AR") if inflow else (-1, "AP")
    side, contra = (DEBIT, CREDIT) if inflow else (CREDIT, DEBIT)
    cash = _cash_lines(run, ledger, account_id=cash_account_id, amount=amount, bank_fee=bank_fee, sign=sign, side=side)
    settled = settled_txn = 0
    for allocation in allocations:
        item = _party_item(run, ledger, (kind,), allocation)
        part, part_txn = _settle_part(run, item, allocation.amount_txn)
        builder.add(
            item.account_id,
            contra,
            sign * part,
            currency=item.currency,
            amount_txn=sign * part_txn,
            party_id=item.party_id,
        )
        settled += sign * part
        settled_txn += sign * part_txn
    discount_txn = sum(allocation.discount_txn for allocation in allocations)
    discount = run.functional(ledger, discount_txn)
    if discount_txn:
        account = run.account(ledger, AccountKey.CASH_DISCOUNT)
        builder.add(account, side, discount, currency=head.currency, amount_txn=discount_txn, rate=head.rate)
    rest_txn = amount + discount_txn - settled_txn
    if rest_txn * amount < 0 or (amount == 0 and rest_txn < 0):
        raise AllocationExceedsMoney(
            number=head.number, allocated=_text(settled_txn - discount_txn), amount=_text(amount)
        )
    rest = _keep_prepayment(run, ledger, rest_txn, inflow=inflow) if rest_txn else 0
    difference = cash + discount - settled - rest
    if difference:
        builder.signed(run.account(ledger, AccountKey.FX), -sign * difference)


def _cash_lines(
    run: FactRun, ledger: LedgerConfig, *, account_id: int, amount: int, bank_fee: int, sign: int, side: str
) -> int:
    """The cash account, net of the bank's fee, and the fee; returns the amount in ledger currency before the fee."""
    head, builder = run.head, run.builders[ledger.id]
    cash, fee = run.functional(ledger, amount), run.functional(ledger, bank_fee)
    builder.add(
        _cash_account(run, ledger, account_id),
        side,
        cash - sign * fee,
        currency=head.currency,
        amount_txn=amount - sign * bank_fee,
        rate=head.rate,
    )
    if fee:
        account = run.account(ledger, AccountKey.BANK_FEE)
        builder.add(account, DEBIT, fee, currency=head.currency, amount_txn=bank_fee, rate=head.rate)
    return cash


def _keep_prepayment(run: FactRun, ledger: LedgerConfig, rest_txn: int, *, inflow: bool) -> int:
    """Money without an invoice stays open as a prepayment of the party; returns it in ledger currency."""
    head = run.head
    sign, kind, key = (1, "ADVR", AccountKey.ADVANCE) if inflow else (-1, "ADVP", AccountKey.PREPAID)
    rest = run.functional(ledger, rest_txn)
    account = run.account(ledger, key)
    run.builders[ledger.id].add(
        account,
        CREDIT if inflow else DEBIT,
        rest,
        currency=head.currency,
        amount_txn=rest_txn,
        rate=head.rate,
        party_id=head.party_id,
    )
    run.open(
        ledger,
        kind,
        account_id=account,
        origin_key=head.origin_id,
        amount=-sign * rest,
        amount_txn=-sign * rest_txn,
        currency=head.currency,
    )
    return rest


def _cash_account(run: FactRun, ledger: LedgerConfig, account_id: int) -> int:
    if account_id:
        return ledger.counterpart(run.plan.config.primary, account_id)
    return run.account(ledger, AccountKey.CASH)


def _party_item(run: FactRun, ledger: LedgerConfig, kinds: Sequence[str], allocation: Allocation) -> Open:
    """Raises OpenItemMissing, CurrencyDiffers."""
    key = allocation.origin_line_id or allocation.origin_id
    for kind in kinds:
        item = run.find_open(ledger, kind, key)
        if item is not None:
            require_currency(item, run.head.currency)
            return item
    raise OpenItemMissing(kind="/".join(kinds), origin=str(key))


def _settle_part(run: FactRun, item: Open, amount_txn: int) -> tuple[int, int]:
    """Settle `amount_txn` > 0 of the item whichever its sign; returns the item's own signed parts."""
    if amount_txn <= 0 or amount_txn > abs(item.open_txn):
        raise OpenItemExceeded(
            kind=item.kind, number=item.origin_number, asked=_text(amount_txn), open=_text(abs(item.open_txn))
        )
    part_txn = amount_txn if item.open_txn > 0 else -amount_txn
    part = part_txn if item.open_amount == item.open_txn else run.share_of_open(item, part_txn, item.open_txn)[0]
    run.settle(item, amount=part, amount_txn=part_txn)
    return part, part_txn


def plan_settled(run: FactRun, fact: OpenItemsSettled) -> None:
    """Debit items are credited, credit items debited; what the two differ in ledger currency is exchange difference."""
    if sum(a.amount_txn for a in fact.debits) != sum(a.amount_txn for a in fact.credits):
        raise EntryNotBalanced(
            debit=_text(sum(a.amount_txn for a in fact.debits)), credit=_text(sum(a.amount_txn for a in fact.credits))
        )
    for ledger in run.plan.config.ledgers:
        builder = run.builders[ledger.id]
        total = 0
        for allocations, wanted_sign in ((fact.debits, 1), (fact.credits, -1)):
            for allocation in allocations:
                item = _party_item(run, ledger, PARTY_KINDS, allocation)
                if item.open_txn * wanted_sign <= 0:
                    raise OpenItemMissing(kind="debit" if wanted_sign > 0 else "credit", origin=item.origin_number)
                part, part_txn = _settle_part(run, item, allocation.amount_txn)
                side = CREDIT if part > 0 else DEBIT
                builder.add(
                    item.account_id,
                    side,
                    abs(part),
                    currency=item.currency,
                    amount_txn=abs(part_txn),
                    party_id=item.party_id,
                )
                total += part
        if total:
            builder.signed(run.account(ledger, AccountKey.FX), total)


def plan_manual(run: FactRun, fact: ManualEntryPosted) -> None:
    """What rounding leaves between lines in foreign currency goes to ROUNDING.

    Raises ControlAccountRefused, EntryNotBalanced.
    """
    for ledger in run.plan.config.ledgers:
        if not fact.ledger_id or ledger.id == fact.ledger_id:
            total = sum(_manual_line(run, ledger, x, own_chart=bool(fact.ledger_id)) for x in fact.lines)
            if total and sum(x.amount for x in fact.lines) == 0 and not any(x.currency for x in fact.lines):
                run.builders[ledger.id].signed(run.account(ledger, AccountKey.ROUNDING), -total)


def _manual_line(run: FactRun, ledger: LedgerConfig, line: MoneyLine, *, own_chart: bool) -> int:
    """Returns the debit-positive value; own_chart: the line names an account of this ledger's chart, else one of the
    primary ledger's."""
    head = run.head
    if line.account_key is not None:
        account = run.account(ledger, line.account_key)
    elif own_chart:
        account = line.account_id
    else:
        account = ledger.counterpart(run.plan.config.primary, line.account_id)
    if account not in ledger.codes:
        raise ControlAccountRefused(account=str(account))
    if account in ledger.control:
        raise ControlAccountRefused(account=ledger.codes[account])
    sign, value = -1 if line.is_red else 1, _line_value(run, ledger, line)
    run.builders[ledger.id].add(
        account,
        DEBIT if (line.amount > 0) is not line.is_red else CREDIT,
        sign * value,
        currency=line.currency or head.currency,
        amount_txn=sign * abs(line.amount),
        rate=line.rate or head.rate,
        party_id=line.party_id,
    )
    return value if line.amount > 0 else -value


def _line_value(run: FactRun, ledger: LedgerConfig, line: MoneyLine) -> int:
    """The line's amount in ledger currency, without sign."""
    if not line.currency:
        return run.functional(ledger, abs(line.amount))
    if line.currency == ledger.currency and line.rate == RATE_SCALE:
        return abs(line.amount)
    return convert_amount(abs(line.amount), line.rate, ledger.exponent)


def plan_opening_items(run: FactRun, fact: OpeningItemsPosted) -> None:
    head = run.head
    for ledger in run.plan.config.ledgers:
        builder = run.builders[ledger.id]
        total = total_txn = 0
        for line in fact.lines:
            account = run.account(ledger, _OPENING_KEYS[line.kind])
            amount = run.functional(ledger, line.amount_txn)
            builder.add(
                account,
                DEBIT if line.amount_txn > 0 else CREDIT,
                abs(amount),
                currency=head.currency,
                amount_txn=abs(line.amount_txn),
                rate=head.rate,
                party_id=line.party_id,
            )
            run.open(
                ledger,
                line.kind,
                account_id=account,
                origin_key=line.line_id,
                amount=amount,
                amount_txn=line.amount_txn,
                currency=head.currency,
                due_date=line.due_date,
                party_id=line.party_id,
                number=line.number,
            )
            total += amount
            total_txn += line.amount_txn
        builder.add(
            run.account(ledger, AccountKey.OPENING),
            CREDIT if total_txn > 0 else DEBIT,
            total if total_txn > 0 else -total,
            currency=head.currency,
            amount_txn=abs(total_txn),
        )


def _text(amount: int) -> str:
    return str(from_scaled(amount, AMOUNT_SCALE))
