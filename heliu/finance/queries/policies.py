"""How the company wants its documents booked, where law and standards leave a choice."""

from heliu.finance.models import MatchTolerance


def books_rates_to_exchange(company_id: int) -> bool:
    """Whether what the rate moved between receipt and purchase invoice is exchange and not a price difference."""
    return MatchTolerance.objects.filter(company_id=company_id, rate_to_exchange=True).exists()
