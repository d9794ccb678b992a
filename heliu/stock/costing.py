"""Valuation of one costing bucket (an item in a valuation book): pure, scaled integers, no database, no clock.

The value is the truth, unit cost is derived. Issue value = round_half_even(V·q/Q), and V when q = Q, so an empty bucket
is worth exactly nothing. FIFO consumes layers by (date, move); a layer's own value follows the same rule.
Where a warehouse allows negative stock, what goes out beyond the bucket is valued at the last unit cost and trued up by
the receipt that covers it; the true-up is returned, never hidden in the average.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from heliu.core.rounding import divide_half_up, issue_value, line_amount
from heliu.core.scales import AMOUNT_SCALE, PRICE_SCALE, QUANTITY_SCALE

_COST_FACTOR = QUANTITY_SCALE * PRICE_SCALE // AMOUNT_SCALE


@dataclass(slots=True)
class Layer:
    """What is left of one receipt."""

    move_id: int
    business_date: dt.date
    quantity: int
    amount: int
    is_new: bool = False


@dataclass(slots=True)
class Bucket:
    """Cost state of an item in a book. `layers` is kept only under FIFO, oldest first; spent ones stay listed."""

    fifo: bool
    exponent: int
    quantity: int = 0
    amount: int = 0
    last_unit_cost: int = 0
    last_date: dt.date | None = None
    last_move_id: int = 0
    row_id: int = 0
    layers: list[Layer] = field(default_factory=list)
    first_open: int = 0

    def receive(self, *, move_id: int, business_date: dt.date, quantity: int, amount: int) -> int:
        """Take in goods worth `amount`; returns the true-up (amount that leaves the bucket to COGS, usually 0).

        A bucket below zero is covered first: what was issued at an estimate is corrected to this receipt's price.
        """
        true_up = self.put_back(move_id=move_id, business_date=business_date, quantity=quantity, amount=amount)
        if quantity and amount:
            self.last_unit_cost = divide_half_up(amount * _COST_FACTOR, quantity)
        return true_up

    def put_back(self, *, move_id: int, business_date: dt.date, quantity: int, amount: int) -> int:
        """Goods come in again that had left, which is no news of their price; returns the true-up like `receive`."""
        true_up = 0
        kept_quantity, kept_amount = quantity, amount
        if self.quantity < 0:
            covered = min(quantity, -self.quantity)
            covered_amount = issue_value(amount, covered, quantity, self.exponent)
            estimated = issue_value(-self.amount, covered, -self.quantity, self.exponent)
            true_up = covered_amount - estimated
            kept_quantity, kept_amount = quantity - covered, amount - covered_amount
        self.quantity += quantity
        self.amount += amount - true_up
        if self.fifo and kept_quantity > 0:
            self._insert_layer(Layer(move_id, business_date, kept_quantity, kept_amount, is_new=True))
        self.touch(move_id, business_date)
        return true_up

    def withdraw(self, quantity: int, amount: int, *, receipt_move_id: int) -> int:
        """Goods of a receipt leave with the `amount` they came with, or what leaves the rest sound; returns that.

        Under FIFO out of the receipt's own layer first. The rest is sound when nothing is worth exactly nothing and
        goods are never worth less.
        """
        before = self.amount
        self.quantity -= quantity
        if self.fifo:
            value = self._withdraw_layers(quantity, amount, receipt_move_id)
        elif self.quantity == 0:
            value = before
        elif self.quantity > 0 and amount > before:
            value = issue_value(before, quantity, self.quantity + quantity, self.exponent)
        else:
            value = amount
        self.amount -= value
        return value

    def _withdraw_layers(self, quantity: int, amount: int, receipt_move_id: int) -> int:
        value, left = 0, quantity
        own = self.find_layer(receipt_move_id)
        if own is not None and own.quantity:
            taken = min(left, own.quantity)
            value = own.amount if taken == own.quantity else min(amount, own.amount)
            own.quantity -= taken
            own.amount -= value
            left -= taken
        covered = min(left, max(self.quantity + left, 0))
        value += self._consume_layers(covered)
        return value + line_amount(left - covered, self.last_unit_cost, self.exponent)

    def _insert_layer(self, layer: Layer) -> None:
        """In the order of consumption; almost always the newest."""
        key = (layer.business_date, layer.move_id)
        place = len(self.layers)
        while place and (self.layers[place - 1].business_date, self.layers[place - 1].move_id) > key:
            place -= 1
        self.layers.insert(place, layer)
        self.first_open = min(self.first_open, place)

    def issue(self, *, move_id: int, business_date: dt.date, quantity: int) -> int:
        """Take out goods; returns their value (positive)."""
        covered = quantity if quantity <= self.quantity else max(self.quantity, 0)
        value = self._value_of(covered) if covered else 0
        if quantity > covered:
            value += line_amount(quantity - covered, self.last_unit_cost, self.exponent)
        self.quantity -= quantity
        self.amount -= value
        self.touch(move_id, business_date)
        return value

    def current_value(self, quantity: int) -> int:
        """What `quantity` would be worth at today's cost, without taking it; for found goods and previews."""
        if self.quantity > 0:
            return divide_half_up(self.amount * quantity, self.quantity * self._step()) * self._step()
        return line_amount(quantity, self.last_unit_cost, self.exponent)

    def add_value(self, amount: int, *, layer_move_id: int = 0) -> None:
        """Change the value without quantity (price difference); under FIFO it belongs to one layer."""
        self.amount += amount
        if self.fifo:
            layer = self.find_layer(layer_move_id) or next((x for x in self.layers if x.quantity > 0), None)
            if layer is not None:
                layer.amount += amount

    def correct_value(self, amount: int, *, layer_move_id: int) -> int:
        """Like add_value, but what the goods on hand cannot carry is returned (with its sign) and stays outside.

        layer_move_id: 0 = any layer. Nothing on hand carries nothing; no goods are worth less than nothing.
        """
        if self.quantity <= 0:
            return amount
        if not self.fifo:
            left = min(0, self.amount + amount)
            self.amount += amount - left
            return left
        layer = next((x for x in self.layers if x.quantity > 0 and layer_move_id in (0, x.move_id)), None)
        if layer is None:
            return amount
        left = min(0, layer.amount + amount)
        layer.amount += amount - left
        self.amount += amount - left
        return left

    def find_layer(self, move_id: int) -> Layer | None:
        return next((layer for layer in self.layers if layer.move_id == move_id), None)

    def coverage(self, quantity: int, *, receipt_move_id: int) -> int:
        """How much of a received `quantity` is still on hand: the layer under FIFO, the bucket else."""
        if self.fifo:
            layer = self.find_layer(receipt_move_id)
            return min(quantity, layer.quantity) if layer else 0
        return max(0, min(quantity, self.quantity))

    def touch(self, move_id: int, business_date: dt.date) -> None:
        self.last_move_id = move_id
        if self.last_date is None or business_date > self.last_date:
            self.last_date = business_date

    def _value_of(self, quantity: int) -> int:
        if not self.fifo:
            return issue_value(self.amount, quantity, self.quantity, self.exponent)
        return self._consume_layers(quantity)

    def _consume_layers(self, quantity: int) -> int:
        value, left = 0, quantity
        while left and self.first_open < len(self.layers):
            layer = self.layers[self.first_open]
            if layer.quantity == 0:
                self.first_open += 1
                continue
            taken = min(left, layer.quantity)
            part = issue_value(layer.amount, taken, layer.quantity, self.exponent)
            layer.quantity -= taken
            layer.amount -= part
            value += part
            left -= taken
        return value

    def _step(self) -> int:
        return AMOUNT_SCALE // 10**self.exponent


def layers_of(receipts_newest_first: Iterable[Layer], quantity: int, amount: int) -> list[Layer]:
    """FIFO layers of a bucket known only by its quantity and value: the newest receipts that cover the quantity.

    Values come from the receipts; the oldest, partly used layer takes what is left, so the sum is `amount`.
    """
    layers: list[Layer] = []
    left_quantity, left_amount = quantity, amount
    for receipt in receipts_newest_first:
        if left_quantity <= 0:
            break
        taken = min(left_quantity, receipt.quantity)
        part = receipt.amount if taken == receipt.quantity and taken < left_quantity else left_amount
        if taken == left_quantity:
            part = left_amount
        layers.append(Layer(receipt.move_id, receipt.business_date, taken, part))
        left_quantity -= taken
        left_amount -= part
    layers.reverse()
    return layers
