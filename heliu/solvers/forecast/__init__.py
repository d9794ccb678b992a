"""What will be asked for: distributions of demand per item and period, with the model that earned its place.

`forecast(DemandHistory, ForecastOrder) -> Answer[DemandForecast]`. Demand out of stock is unconstrained first, items
are classified, models race on windows before the end of the history, new items borrow from their category. The parts
that others use alone are public too: classification, unconstraining, rates, scores, sums over groups.
"""

from heliu.solvers.forecast.censoring import unconstrain
from heliu.solvers.forecast.hierarchy import bottom_up, top_down
from heliu.solvers.forecast.lead_time import LeadTimeDemand
from heliu.solvers.forecast.problem import LEVELS, DemandHistory, ForecastOrder, Frequency, Tier
from heliu.solvers.forecast.race import Champion
from heliu.solvers.forecast.result import OBSOLETE_FROM, DemandForecast
from heliu.solvers.forecast.segments import Segment, Segments, classify, obsolete_probability
from heliu.solvers.forecast.solve import forecast

__all__ = [
    "LEVELS",
    "OBSOLETE_FROM",
    "Champion",
    "DemandForecast",
    "DemandHistory",
    "ForecastOrder",
    "Frequency",
    "LeadTimeDemand",
    "Segment",
    "Segments",
    "Tier",
    "bottom_up",
    "classify",
    "forecast",
    "obsolete_probability",
    "top_down",
    "unconstrain",
]
