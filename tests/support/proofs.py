"""What tests of the books ask again and again: are both books true, and what did one fact write."""

from heliu.core.ids import next_id
from heliu.posting.facts import FactReversed, PostedResult
from heliu.posting.models import PostedFact
from heliu.posting.verification import verify
from heliu.stock.models import StockMove
from tests.support.trading import DAY, Trading


def violations(company: Trading) -> list[tuple[str, object]]:
    """Every check of the books that does not hold, with its evidence; replay (I10) included."""
    return [(verdict.id, verdict.violations) for verdict in verify(company.scope.company_id) if not verdict.ok]


def key_of(company: Trading, line_or_document: int) -> str:
    """Key of the fact that posted a goods line, or of the document's own fact."""
    company_id = company.scope.company_id
    move = StockMove.objects.filter(company_id=company_id, origin_line_id=line_or_document).order_by("id").first()
    if move is not None:
        return PostedFact.objects.get(id=move.fact_id).key
    return PostedFact.objects.get(company_id=company_id, origin_id=line_or_document).key


def reverse(company: Trading, line_or_document: int, *, day=DAY) -> PostedResult:
    """Red entry of the fact behind a line or a document."""
    head = company.head("reversal", day=day, document=next_id())
    return company.post(FactReversed(head, key_of(company, line_or_document)))[0]
