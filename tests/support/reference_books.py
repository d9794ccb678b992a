"""An independent model of both books: everything recomputed from the list of events, in date order, with fractions.

It shares no code with the product. One item at a time; money in whole cents, quantities in whole pieces.
"""

import datetime as dt
from dataclasses import dataclass, field
from fractions import Fraction


@dataclass(slots=True)
class Happening:
    """receive: pieces come for `cents`. issue: pieces go at cost. back: pieces of an earlier issue come back."""

    kind: str
    day: dt.date
    pieces: int
    cents: int = 0
    original: int = -1


@dataclass(slots=True)
class ReferenceItem:
    fifo: bool
    happenings: list[Happening] = field(default_factory=list)

    def add(self, kind: str, day: dt.date, pieces: int, *, cents: int = 0, original: int = -1) -> int:
        self.happenings.append(Happening(kind, day, pieces, cents, original))
        return len(self.happenings) - 1

    def pieces(self) -> int:
        return sum(h.pieces if h.kind in ("receive", "back") else -h.pieces for h in self.happenings)

    def left_of(self, original: int) -> int:
        taken = sum(h.pieces for h in self.happenings if h.kind == "back" and h.original == original)
        return self.happenings[original].pieces - taken

    def enough_at_every_moment(self, day: dt.date, pieces: int) -> bool:
        """Whether `pieces` could leave at the end of `day` without anything later running short."""
        stock = 0
        for happening in sorted(self.happenings, key=lambda h: h.day):
            if happening.day > day and stock < pieces:
                return False
            stock += happening.pieces if happening.kind in ("receive", "back") else -happening.pieces
        return stock >= pieces

    def value(self) -> tuple[int, int, int]:
        """(pieces, cents in stock, cents of cost issued net of returns) after everything in date order."""
        order = sorted(range(len(self.happenings)), key=lambda i: (self.happenings[i].day, i))
        worth: dict[int, int] = {}
        left: dict[int, tuple[int, int]] = {}
        layers: list[list[int]] = []
        cost = 0
        for i in order:
            happening = self.happenings[i]
            if happening.kind == "receive":
                layers.append([happening.pieces, happening.cents])
            elif happening.kind == "back":
                pieces, cents = left[happening.original]
                part = _even(Fraction(cents * happening.pieces, pieces)) if happening.pieces < pieces else cents
                left[happening.original] = (pieces - happening.pieces, cents - part)
                layers.append([happening.pieces, part])
                cost -= part
            else:
                worth[i] = self._take(layers, happening.pieces)
                left[i] = (happening.pieces, worth[i])
                cost += worth[i]
        return sum(x[0] for x in layers), sum(x[1] for x in layers), cost

    def _take(self, layers: list[list[int]], pieces: int) -> int:
        if not self.fifo:
            layers[:] = [[sum(x[0] for x in layers), sum(x[1] for x in layers)]]
        taken = 0
        while pieces:
            layer = layers[0]
            part = min(pieces, layer[0])
            cents = layer[1] if part == layer[0] else _even(Fraction(layer[1] * part, layer[0]))
            layer[0] -= part
            layer[1] -= cents
            pieces -= part
            taken += cents
            if not layer[0]:
                layers.pop(0)
        return taken


def _even(value: Fraction) -> int:
    return round(value)  # Fraction rounds half to even


@dataclass(slots=True)
class ReferenceMoney:
    """Receivables and payables by document in cents; cash."""

    receivable: dict[int, int] = field(default_factory=dict)
    payable: dict[int, int] = field(default_factory=dict)
    cash: int = 0
    advances_received: int = 0
    revenue: int = 0
