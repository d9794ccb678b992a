"""Facts of invoices: purchase invoice against provisional receipts, sales invoice with the cost of what was shipped."""

from heliu.core.currency import exponent
from heliu.posting.config import LedgerConfig
from heliu.posting.entries import CREDIT, DEBIT
from heliu.posting.errors import OpenItemMissing
from heliu.posting.facts import (
    AccountKey,
    PurchaseInvoiceLine,
    PurchaseInvoicePosted,
    SalesInvoiceLine,
    SalesInvoicePosted,
)
from heliu.posting.planning.run import FactRun, part_of, require_currency


def plan_purchase_invoice(run: FactRun, fact: PurchaseInvoicePosted) -> None:
    head = run.head
    for ledger in run.plan.config.ledgers:
        builder = run.builders[ledger.id]
        payable = payable_txn = 0
        for line in fact.lines:
            net = run.functional_part(ledger, line.net, taken=line.credited_net)
            tax = run.functional_part(ledger, line.tax, taken=line.credited_tax)
            if line.receipt_line_id:
                _clear_receipt(run, ledger, line, net, rate_to_exchange=fact.rate_to_exchange)
            else:
                builder.add(
                    _expense_account(run, ledger, line),
                    DEBIT,
                    net,
                    currency=head.currency,
                    amount_txn=line.net,
                    rate=head.rate,
                )
            if tax:
                account = run.account(ledger, AccountKey.INPUT_VAT, tax=line.tax_code_id)
                builder.add(
                    account,
                    DEBIT,
                    tax,
                    currency=head.currency,
                    amount_txn=line.tax,
                    rate=head.rate,
                    tax_code_id=line.tax_code_id,
                )
            payable += net + tax
            payable_txn += line.net + line.tax
        account = run.account(ledger, AccountKey.AP)
        builder.add(
            account,
            CREDIT,
            payable,
            currency=head.currency,
            amount_txn=payable_txn,
            rate=head.rate,
            party_id=head.party_id,
        )
        run.open(
            ledger,
            "AP",
            account_id=account,
            origin_key=head.origin_id,
            amount=-payable,
            amount_txn=-payable_txn,
            currency=head.currency,
            due_date=fact.due_date,
        )


def _expense_account(run: FactRun, ledger: LedgerConfig, line: PurchaseInvoiceLine) -> int:
    if line.account_id:
        return ledger.counterpart(run.plan.config.primary, line.account_id)
    return run.account(ledger, line.account_key, item_id=line.item_id)


def _clear_receipt(
    run: FactRun, ledger: LedgerConfig, line: PurchaseInvoiceLine, net: int, *, rate_to_exchange: bool
) -> None:
    """GR/IR leaves at the value it came with; what the invoice differs goes to stock still on hand and to cost.

    A line without quantity changes the price alone.
    """
    item = run.find_open(ledger, "GRIR", line.receipt_line_id)
    if item is None:
        raise OpenItemMissing(kind="GRIR", origin=str(line.receipt_line_id))
    require_currency(item, run.head.currency)
    if not line.quantity:
        _price_difference(run, ledger, line, item.item_id, net, line.net)
        return
    amount, amount_txn = run.settle_quantity(item, line.quantity)
    cleared = -amount
    builder = run.builders[ledger.id]
    builder.add(item.account_id, DEBIT, cleared, currency=item.currency, amount_txn=-amount_txn, party_id=item.party_id)
    difference, difference_txn = net - cleared, line.net + amount_txn
    if rate_to_exchange:
        by_price = run.functional(ledger, difference_txn)
        builder.signed(run.account(ledger, AccountKey.FX), difference - by_price)
        difference = by_price
    if difference or difference_txn:
        _price_difference(run, ledger, line, item.item_id, difference, difference_txn)


def _price_difference(
    run: FactRun,
    ledger: LedgerConfig,
    line: PurchaseInvoiceLine,
    item_id: int,
    difference: int,
    difference_txn: int,
) -> None:
    """Stock coverage rule: the share of the received quantity still on hand takes its share, the rest is cost.

    The share is that of the whole receipt, less what went back: an invoice in parts ends like one over everything.
    difference_txn is the part in transaction currency; a mere change of rate has none.
    """
    original = run.plan.state.originals.get(line.receipt_line_id)
    receipt_move, quantity, covered = 0, 1, 0
    if original is not None and original.quantity_left and line.quantity >= 0:
        receipt_move, quantity = original.move_id, original.quantity_left
        covered = run.bucket(ledger, item_id).coverage(quantity, receipt_move_id=receipt_move)
    share = part_of(difference, covered, quantity, ledger.exponent)
    kept = _add_to_stock(run, ledger, line, item_id=item_id, receipt_move_id=receipt_move, amount=share)
    foreign, kept_txn = run.head.currency != ledger.currency, kept
    if foreign:
        kept_txn = part_of(difference_txn, covered, quantity, exponent(run.head.currency))
        if kept != share:
            kept_txn = part_of(kept_txn, kept, share, exponent(run.head.currency))
    if kept or kept_txn:
        inventory = run.account(ledger, AccountKey.INVENTORY, item_id=item_id)
        _signed(run, ledger, inventory, kept, kept_txn, item_id=item_id)
    rest, rest_txn = difference - kept, (difference_txn if foreign else difference) - kept_txn
    if rest or rest_txn:
        _signed(run, ledger, run.account(ledger, AccountKey.COGS, item_id=item_id), rest, rest_txn)


def _add_to_stock(
    run: FactRun, ledger: LedgerConfig, line: PurchaseInvoiceLine, *, item_id: int, receipt_move_id: int, amount: int
) -> int:
    """What the goods on hand take up of their share, once per book: no goods are worth less than nothing."""
    key = (ledger.book_id, line.line_id)
    if not amount or key in run.taken_up:
        return run.taken_up.get(key, 0)
    bucket = run.bucket(ledger, item_id)
    kept = amount - bucket.correct_value(amount, layer_move_id=receipt_move_id)
    run.taken_up[key] = kept
    if kept:
        bucket.touch(bucket.last_move_id, run.head.business_date)
        run.value(
            ledger=ledger,
            item_id=item_id,
            move_id=receipt_move_id,
            quantity=0,
            amount=kept,
            contra_key=AccountKey.AP,
            kind="price",
        )
    return kept


def _signed(
    run: FactRun, ledger: LedgerConfig, account_id: int, amount: int, amount_txn: int, *, item_id: int = 0
) -> None:
    """A difference on its natural side, in transaction currency as well."""
    side = DEBIT if (amount or amount_txn) > 0 else CREDIT
    sign = 1 if side == DEBIT else -1
    run.builders[ledger.id].add(
        account_id,
        side,
        sign * amount,
        currency=run.head.currency,
        amount_txn=sign * amount_txn,
        item_id=item_id,
    )


def plan_sales_invoice(run: FactRun, fact: SalesInvoicePosted) -> None:
    head = run.head
    for ledger in run.plan.config.ledgers:
        builder = run.builders[ledger.id]
        receivable = receivable_txn = 0
        for line in fact.lines:
            net = run.functional_part(ledger, line.net, taken=line.credited_net)
            tax = run.functional_part(ledger, line.tax, taken=line.credited_tax)
            builder.add(
                _revenue_account(run, ledger, line),
                CREDIT,
                net,
                currency=head.currency,
                amount_txn=line.net,
                rate=head.rate,
                tax_code_id=line.tax_code_id,
            )
            if tax:
                account = run.account(ledger, AccountKey.OUTPUT_VAT, tax=line.tax_code_id)
                builder.add(
                    account,
                    CREDIT,
                    tax,
                    currency=head.currency,
                    amount_txn=line.tax,
                    rate=head.rate,
                    tax_code_id=line.tax_code_id,
                )
            if line.shipment_line_id:
                _release_cost(run, ledger, line)
            receivable += net + tax
            receivable_txn += line.net + line.tax
        account = run.account(ledger, AccountKey.AR)
        builder.add(
            account,
            DEBIT,
            receivable,
            currency=head.currency,
            amount_txn=receivable_txn,
            rate=head.rate,
            party_id=head.party_id,
        )
        run.open(
            ledger,
            "AR",
            account_id=account,
            origin_key=head.origin_id,
            amount=receivable,
            amount_txn=receivable_txn,
            currency=head.currency,
            due_date=fact.due_date,
        )


def _revenue_account(run: FactRun, ledger: LedgerConfig, line: SalesInvoiceLine) -> int:
    if line.account_id:
        return ledger.counterpart(run.plan.config.primary, line.account_id)
    return run.account(ledger, line.revenue_key, item_id=line.item_id, tax=line.tax_code_id)


def _release_cost(run: FactRun, ledger: LedgerConfig, line: SalesInvoiceLine) -> None:
    item = run.find_open(ledger, "SHIP", line.shipment_line_id)
    if item is None:
        raise OpenItemMissing(kind="SHIP", origin=str(line.shipment_line_id))
    value, _ = run.settle_quantity(item, line.quantity)
    builder = run.builders[ledger.id]
    builder.add(run.account(ledger, AccountKey.COGS, item_id=item.item_id), DEBIT, value)
    builder.add(item.account_id, CREDIT, value, party_id=item.party_id)
