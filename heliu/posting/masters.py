"""Masters as posting reads them; part of the remembered setup."""

from dataclasses import dataclass, field

_MOST_REMEMBERED = 50_000


@dataclass(slots=True)
class Place:
    """A location as the planner sees it."""

    kind: str
    warehouse_id: int
    negative_allowed: bool


@dataclass(slots=True)
class ItemFacts:
    """What the books need of an item."""

    code: str
    name: str
    category_id: int
    costing_method: str


@dataclass(slots=True)
class Masters:
    """Grows with what postings ask for; never changed otherwise."""

    places: dict[int, Place] = field(default_factory=dict)
    items: dict[int, ItemFacts] = field(default_factory=dict)
    party_groups: dict[int, tuple[int, int]] = field(default_factory=dict)
    """party → (customer group, supplier group), 0 = none"""

    @property
    def is_full(self) -> bool:
        return len(self.items) + len(self.party_groups) + len(self.places) > _MOST_REMEMBERED
