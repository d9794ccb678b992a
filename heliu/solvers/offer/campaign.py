"""Who is written to, with what, at which discount; who is held out to measure it; who must be left alone."""

import hashlib
from dataclasses import dataclass

import numpy as np

from heliu.solvers.answers import Alternative, Answer, Measure, Reason, Stopwatch
from heliu.solvers.offer.budget import allowed_levels, spend_budget
from heliu.solvers.offer.next_best import NextBestOffers
from heliu.solvers.problems import InvalidProblem, require, require_number
from heliu.solvers.segment.purchases import Flags, Floats, Ints, require_whole_numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Permissions:
    """Per customer: consent to be written to, and contacts in the current window; nobody at or above `cap` contacts
    gets an offer. Who has no consent never gets one."""

    consent: Flags
    contacts: Ints
    cap: int

    @property
    def allowed(self) -> Flags:
        return self.consent & (self.contacts < self.cap)


@dataclass(frozen=True, slots=True, kw_only=True)
class Economics:
    """Per item: price and margin of one purchase of it in minor units, before discount (usual quantity included)."""

    price: Ints
    margin: Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What an offer does to the log-odds of a purchase: `reminder` by itself, `per_percent` for each percent of
    discount. Begin with a cautious guess; replace it by what the control groups of earlier campaigns showed."""

    reminder: float
    per_percent: float

    def __post_init__(self) -> None:
        require_number("response.reminder", self.reminder)
        require_number("response.per_percent", self.per_percent, at_least=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignSettings:
    """budget: expected discounts in minor units; ladder: percents to choose from, 0 is a reminder without discount;
    per_customer: offers at most; control_share: of the chosen customers, held out; seed: of the draw, one per
    campaign; explained: offers with reasons, by expected gain."""

    budget: int
    ladder: tuple[int, ...] = (0, 5, 10, 15)
    per_customer: int = 3
    control_share: float = 0.1
    seed: int = 1
    explained: int = 50

    def __post_init__(self) -> None:
        require_number("budget", self.budget, at_least=0)
        require(
            len(set(self.ladder)) == len(self.ladder) > 0, "ladder", "is empty or repeats", "Give each percent once"
        )
        for percent in self.ladder:
            require_number("ladder", percent, at_least=0, at_most=100)
        require_number("per_customer", self.per_customer, at_least=1)
        require_number("control_share", self.control_share, at_least=0.05, at_most=0.5)
        require_number("explained", self.explained, at_least=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """One row per offer that goes out, by customer and rank: indices, discount in percent, expected gain and cost in
    minor units. control: customers who would have got offers and are held out; compare treated and control, not
    treated and everybody. planned_cost: of treated and control, never above the budget."""

    customers: tuple[str, ...]
    items: tuple[str, ...]
    customer: Ints
    item: Ints
    percent: Ints
    gain: Floats
    cost: Floats
    treated: Flags
    control: Flags
    planned_cost: float


def control_group(customers: tuple[str, ...], *, share: float, seed: int) -> Flags:
    """Drawn by a hash of seed and id: the same customer and seed always fall the same way, whoever else is in the
    list and whatever the order."""
    limit = int(share * 2**64)
    drawn = (hashlib.blake2b(f"{seed}:{one}".encode(), digest_size=8).digest() for one in customers)
    return np.array([int.from_bytes(digest, "big") < limit for digest in drawn], dtype=np.bool_)


def plan_campaign(
    offers: NextBestOffers,
    economics: Economics,
    permissions: Permissions,
    response: Response,
    settings: CampaignSettings,
) -> Answer[Campaign]:
    """Spend the budget on the allowed customers, then hold out the control group among those who were chosen: both
    arms are alike, and what the control group would have cost stays unspent.

    Gain of an offer: p₁·(margin − discount) − p₀·margin, with p₀ the probability without and p₁ the one with the
    offer; cost: p₁·discount. Objective, maximised: expected gain of the plan before hold-out; bound as of
    `spend_budget`. Raises InvalidProblem for arrays of the wrong length, negative prices, or margins above prices.
    """
    watch = Stopwatch()
    _refuse(offers, economics, permissions)
    gain, cost = offer_economics(offers, economics, response, settings.ladder)
    plan = spend_budget(
        allowed_levels(gain, permissions.allowed),
        cost,
        budget=settings.budget,
        per_customer=settings.per_customer,
        names=offers.sales.customers,
    )
    level = plan.result.level
    chosen = (level >= 0).any(axis=1)
    control = chosen & control_group(offers.sales.customers, share=settings.control_share, seed=settings.seed)
    customer, rank = np.nonzero((level >= 0) & ~control[:, None])
    at = (customer, rank, level[customer, rank])
    campaign = Campaign(
        customers=offers.sales.customers,
        items=offers.sales.items,
        customer=customer.astype(np.int64),
        item=offers.lists[customer, rank],
        percent=np.array(settings.ladder, dtype=np.int64)[at[2]],
        gain=gain[at],
        cost=cost[at],
        treated=chosen & ~control,
        control=control,
        planned_cost=plan.result.cost,
    )
    reasons = _offer_reasons(offers, settings, gain - plan.result.price * cost, level, campaign)
    return Answer(
        status=plan.status,
        result=campaign,
        objective=plan.objective,
        bound=plan.bound,
        wall_s=watch.seconds,
        explain=(_who(permissions, campaign), *plan.explain, *reasons),
    )


def offer_economics(
    offers: NextBestOffers, economics: Economics, response: Response, ladder: tuple[int, ...]
) -> tuple[Floats, Floats]:
    """Expected gain and cost of each customer, listed item and step of the ladder; −inf gain where there is no item."""
    lists = offers.lists
    base = np.clip(offers.probability[:, : lists.shape[1]], 1e-12, 1 - 1e-12)
    percents = np.array(ladder, dtype=np.float64)
    odds = (base / (1 - base))[:, :, None] * np.exp(response.reminder + response.per_percent * percents)
    with_offer = odds / (1 + odds)
    price = economics.price[lists].astype(np.float64)[:, :, None]
    margin = economics.margin[lists].astype(np.float64)[:, :, None]
    discount = price * percents / 100
    gain = with_offer * (margin - discount) - base[:, :, None] * margin
    there = (lists >= 0)[:, :, None]
    return np.where(there, gain, -np.inf), np.where(there, with_offer * discount, 0.0)


def _refuse(offers: NextBestOffers, economics: Economics, permissions: Permissions) -> None:
    customers, items = len(offers.sales.customers), len(offers.sales.items)
    require_whole_numbers("economics.price", economics.price, items)
    require_whole_numbers("economics.margin", economics.margin, items)
    for name, wrong, problem in (
        ("price", economics.price < 0, "is negative"),
        ("margin", economics.margin > economics.price, "is above the price"),
    ):
        if wrong.any():
            item = offers.sales.items[int(np.argmax(wrong))]
            raise InvalidProblem(f"economics.{name} of item {item}", problem, "Give minor units of one purchase")
    require(
        permissions.consent.shape == (customers,) and permissions.consent.dtype == np.bool_,
        "permissions.consent",
        "is not one flag per customer",
        "Give a flag for every customer; who was never asked has not consented",
    )
    require_whole_numbers("permissions.contacts", permissions.contacts, customers)
    require_number("permissions.cap", permissions.cap, at_least=1)


def _who(permissions: Permissions, campaign: Campaign) -> Reason:
    return Reason(
        code="customers_written_to",
        measures=(
            Measure("treated", int(campaign.treated.sum()), "customer"),
            Measure("control", int(campaign.control.sum()), "customer"),
            Measure("without_consent", int((~permissions.consent).sum()), "customer"),
            Measure("at_contact_cap", int((permissions.consent & ~permissions.allowed).sum()), "customer"),
            Measure("held_back_cost", max(campaign.planned_cost - float(campaign.cost.sum()), 0.0), "minor unit"),
        ),
    )


def _offer_reasons(
    offers: NextBestOffers,
    settings: CampaignSettings,
    worth: Floats,
    level: Ints,
    campaign: Campaign,
) -> tuple[Reason, ...]:
    first = np.lexsort((campaign.item, campaign.customer, -campaign.gain))[: settings.explained]
    reasons = []
    for place in first:
        row, item = int(campaign.customer[place]), int(campaign.item[place])
        rank = int(np.flatnonzero(offers.lists[row] == item)[0])
        names = tuple(offers.sales.items[one] for one in offers.lists[row])
        reasons.append(
            Reason(
                code="offer",
                subject=offers.sales.customers[row],
                measures=(
                    Measure("item", offers.sales.items[item]),
                    Measure("discount", int(campaign.percent[place]), "%"),
                    Measure("probability_without", float(offers.probability[row, rank]), "probability"),
                    Measure("gain", float(campaign.gain[place]), "minor unit"),
                    Measure("cost", float(campaign.cost[place]), "minor unit"),
                ),
                alternative=_other_choice(names, settings.ladder, worth[row], level[row], rank),
            )
        )
    return tuple(reasons)


def _other_choice(
    names: tuple[str, ...], ladder: tuple[int, ...], worth: Floats, level: Ints, rank: int
) -> Alternative | None:
    """The best choice that was not made for this customer, by gain less cost at the price of budget: another discount
    on the item, or another item. None where nothing else is worth an offer."""
    others = worth.copy()
    others[np.flatnonzero(level >= 0)[np.flatnonzero(level >= 0) != rank]] = -np.inf
    others[rank, level[rank]] = -np.inf
    item, step = np.unravel_index(int(np.argmax(others)), others.shape)
    best = float(others[item, step])
    if best <= 0:
        return None
    less = float(worth[rank, level[rank]]) - best
    return Alternative(
        choice=names[int(item)],
        objective_difference=less if less >= 0 else None,
        measures=(Measure("discount", ladder[int(step)], "%"), Measure("worth", best, "minor unit")),
    )
