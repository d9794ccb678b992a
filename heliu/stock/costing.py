"""Valuation of one costing bucket (an item in a valuation book): pure, scaled integers, no database, no clock.

The value is the truth, unit cost is derived. Issue value = round_half_even(V·q/Q), and V when q = Q, so an empty bucket
is worth exactly nothing. FIFO consumes layers by (date, move); a layer's own value follows the same rule, and what each
move took of each layer is kept, so that goods find their layer again when the move is undone.
Where a warehouse allows negative stock, what goes out beyond the bucket is valued at the last unit cost and trued up by
the receipt that covers it; the true-up is returned, never hidden in the average.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from heliu.core.rounding import divide_half_up, issue_value, line_amount
from heliu.core.scales import AMOUNT_SCALE, PRICE_MAX, PRICE_SCALE, QUANTITY_SCALE

_COST_FACTOR = QUANTITY_SCALE * PRICE_SCALE // AMOUNT_SCALE


@dataclass(slots=True)
class Layer:
    """What is left of one receipt; is_changed: since it was read or written."""

    move_id: int
    business_date: dt.date
    quantity: int
    amount: int
    is_new: bool = False
    is_changed: bool = False


@dataclass(frozen=True, slots=True)
class LayerUse:
    """Part of a layer that a move took, or gave back (negative quantity and amount)."""

    layer_move_id: int
    layer_date: dt.date
    quantity: int
    amount: int


@dataclass(slots=True)
class Bucket:
    """Cost state of an item in a book. `layers` is kept only under FIFO, oldest first; spent ones stay listed.

    uses: what moves took of layers, by move; of earlier batches only those that were loaded. changed_uses: moves whose
    uses are to be written; stored_uses: moves whose uses are in the database.
    """

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
    uses: dict[int, list[LayerUse]] = field(default_factory=dict)
    changed_uses: set[int] = field(default_factory=set)
    stored_uses: set[int] = field(default_factory=set)

    def receive(self, *, move_id: int, business_date: dt.date, quantity: int, amount: int) -> int:
        """Take in goods worth `amount`; returns the true-up (amount that leaves the bucket to COGS, usually 0).

        A bucket below zero is covered first: what was issued at an estimate is corrected to this receipt's price.
        """
        true_up = self.put_back(move_id=move_id, business_date=business_date, quantity=quantity, amount=amount)
        if quantity and amount:
            self.last_unit_cost = min(divide_half_up(amount * _COST_FACTOR, quantity), PRICE_MAX)
        return true_up

    def put_back(
        self, *, move_id: int, business_date: dt.date, quantity: int, amount: int, undone_move_id: int = 0
    ) -> int:
        """Goods come in again that had left, which is no news of their price; returns the true-up like `receive`.

        undone_move_id: the move they left with; under FIFO they go back to the layers it took them from.
        """
        true_up = 0
        kept_quantity, kept_amount = quantity, amount
        if self.quantity < 0:
            covered = min(quantity, -self.quantity)
            covered_amount = issue_value(amount, covered, quantity, self.exponent)
            estimated = issue_value(-self.amount, covered, -self.quantity, self.exponent)
            true_up = covered_amount - estimated
            kept_quantity, kept_amount = quantity - covered, amount - covered_amount
        elif self.fifo:
            kept_quantity, kept_amount = self._give_back(move_id, undone_move_id, quantity, amount)
        self.quantity += quantity
        self.amount += amount - true_up
        if self.fifo and kept_quantity > 0:
            self._insert_layer(Layer(move_id, business_date, kept_quantity, kept_amount, is_new=True))
        self.touch(move_id, business_date)
        return true_up

    def _give_back(self, move_id: int, undone_move_id: int, quantity: int, amount: int) -> tuple[int, int]:
        """Returns the (quantity, amount) that came from no layer; without a rest the last piece takes every cent."""
        pieces = self.uses.get(undone_move_id, ())
        left_quantity, left_amount = quantity, amount
        for number, piece in enumerate(pieces, start=1):
            is_last = number == len(pieces) and piece.quantity == left_quantity
            part = left_amount if is_last else piece.amount
            self._use(self._layer_of(piece), move_id, -piece.quantity, -part)
            left_quantity -= piece.quantity
            left_amount -= part
        return left_quantity, left_amount

    def _layer_of(self, use: LayerUse) -> Layer:
        """The layer of a use; one that is spent and not in memory is listed again, with nothing in it."""
        layer = self.find_layer(use.layer_move_id)
        if layer is None:
            layer = Layer(use.layer_move_id, use.layer_date, 0, 0)
            self._insert_layer(layer)
        return layer

    def _use(self, layer: Layer, move_id: int, quantity: int, amount: int) -> None:
        """A move takes from a layer, or gives back to it; what it did is kept."""
        layer.quantity -= quantity
        layer.amount -= amount
        layer.is_changed = True
        self.uses.setdefault(move_id, []).append(LayerUse(layer.move_id, layer.business_date, quantity, amount))
        self.changed_uses.add(move_id)
        if quantity < 0:
            self.first_open = 0

    def withdraw(self, quantity: int, amount: int, *, move_id: int, receipt_move_id: int = 0) -> int:
        """Goods leave with a given `amount`, or with what leaves the rest sound; returns that.

        receipt_move_id: the receipt they came with; under FIFO they leave out of its layer first. The rest is sound
        when nothing is worth exactly nothing and goods are never worth less.
        """
        before = self.amount
        self.quantity -= quantity
        if self.fifo:
            value = self._withdraw_layers(quantity, amount, move_id=move_id, receipt_move_id=receipt_move_id)
        elif self.quantity == 0:
            value = before
        elif self.quantity > 0 and amount > before:
            value = issue_value(before, quantity, self.quantity + quantity, self.exponent)
        else:
            value = amount
        self.amount -= value
        return value

    def _withdraw_layers(self, quantity: int, amount: int, *, move_id: int, receipt_move_id: int) -> int:
        value, left = 0, quantity
        own = self.find_layer(receipt_move_id)
        if own is not None and own.quantity:
            taken = min(left, own.quantity)
            value = own.amount if taken == own.quantity else min(amount, own.amount)
            self._use(own, move_id, taken, value)
            left -= taken
        covered = min(left, max(self.quantity + left, 0))
        value += self._consume_layers(move_id, covered)
        return value + line_amount(left - covered, self.last_unit_cost, self.exponent)

    def _insert_layer(self, layer: Layer) -> None:
        """In the order of consumption; almost always the newest."""
        key = (layer.business_date, layer.move_id)
        place = len(self.layers)
        while place and (self.layers[place - 1].business_date, self.layers[place - 1].move_id) > key:
            place -= 1
        self.layers.insert(place, layer)
        self.first_open = min(self.first_open, place)

    def issue(self, *, move_id: int, business_date: dt.date, quantity: int, receipt_move_id: int = 0) -> int:
        """Take out goods; returns their value (positive). receipt_move_id: under FIFO out of that layer first."""
        covered = quantity if quantity <= self.quantity else max(self.quantity, 0)
        value = self._value_of(covered, move_id, receipt_move_id) if covered else 0
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

    def correct_value(self, amount: int, *, layer_move_id: int) -> int:
        """Change the value without quantity (price difference); returns what goods on hand cannot carry, with its sign.

        Under FIFO it belongs to one layer. Nothing on hand carries nothing; no goods are worth less than nothing.
        """
        if self.quantity <= 0:
            return amount
        if not self.fifo:
            left = min(0, self.amount + amount)
            self.amount += amount - left
            return left
        layer = self.find_layer(layer_move_id)
        if layer is None or not layer.quantity:
            return amount
        left = min(0, layer.amount + amount)
        layer.amount += amount - left
        layer.is_changed = True
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

    def _value_of(self, quantity: int, move_id: int, receipt_move_id: int) -> int:
        if not self.fifo:
            return issue_value(self.amount, quantity, self.quantity, self.exponent)
        own = self.find_layer(receipt_move_id) if receipt_move_id else None
        value, taken = 0, 0
        if own is not None and own.quantity:
            taken = min(quantity, own.quantity)
            value = self._consume(own, move_id, taken)
        return value + self._consume_layers(move_id, quantity - taken)

    def _consume(self, layer: Layer, move_id: int, quantity: int) -> int:
        value = issue_value(layer.amount, quantity, layer.quantity, self.exponent)
        self._use(layer, move_id, quantity, value)
        return value

    def _consume_layers(self, move_id: int, quantity: int) -> int:
        value, left = 0, quantity
        while left and self.first_open < len(self.layers):
            layer = self.layers[self.first_open]
            if layer.quantity == 0:
                self.first_open += 1
                continue
            taken = min(left, layer.quantity)
            value += self._consume(layer, move_id, taken)
            left -= taken
        return value

    def rewind(self, moves: Iterable[int], *, prices: Iterable[tuple[int, int]] = ()) -> None:
        """Layers as they were before these later moves, whose uses must be loaded; they are to be used anew.

        prices: (receipt, amount) that later invoices changed of layers. Quantity and amount of the bucket are rewound
        already, and layers are made to hold just these: goods whose uses nobody kept (books from before uses) come back
        as the oldest layer; what was below zero on that day is covered by the newest.
        """
        later = set(moves)
        for move_id in later:
            for use in self.uses.pop(move_id, ()):
                layer = self._layer_of(use)
                layer.quantity += use.quantity
                layer.amount += use.amount
        for move_id, amount in prices:
            if (priced := self.find_layer(move_id)) is not None:
                priced.amount -= amount
        self.changed_uses |= later
        self.layers = [layer for layer in self.layers if layer.move_id not in later]
        self.first_open = 0
        missing = max(self.quantity, 0) - sum(layer.quantity for layer in self.layers)
        if missing > 0 and later:
            rest = self.amount - sum(layer.amount for layer in self.layers)
            self.layers.insert(0, Layer(min(later), dt.date.min, missing, rest, is_new=True))
        elif missing < 0:
            self._cover(-missing)

    def _cover(self, quantity: int) -> None:
        """Newest layers lose what was below zero before them; the rest carries the value of the bucket."""
        left = quantity
        for layer in reversed(self.layers):
            taken = min(left, layer.quantity)
            if taken:
                layer.amount -= issue_value(layer.amount, taken, layer.quantity, self.exponent)
                layer.quantity -= taken
                left -= taken
        open_layer = next((layer for layer in self.layers if layer.quantity > 0), None)
        if open_layer is not None:
            open_layer.amount += self.amount - sum(layer.amount for layer in self.layers)

    def written(self) -> None:
        """Everything about the bucket is in the database now."""
        for layer in self.layers:
            layer.is_new = layer.is_changed = False
        self.stored_uses |= self.changed_uses
        self.changed_uses.clear()

    def _step(self) -> int:
        return AMOUNT_SCALE // 10**self.exponent
