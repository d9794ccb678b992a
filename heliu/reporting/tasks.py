"""The proof of the books as a job, so that its page shows progress and keeps the last result."""

from typing import Any

from heliu.core.jobs import JobRun, job
from heliu.posting.verification import CHECKS

VERIFY = "reporting.verify_books"


@job(VERIFY)
def verify_books(run: JobRun) -> dict[str, Any]:
    """Run every check of the company; the result lists each with rows, violations and evidence."""
    checks: list[dict[str, Any]] = []
    for done, check in enumerate(CHECKS):
        run.progress(done, len(CHECKS), check.__doc__ or "")
        found = check(run.scope.company_id)
        checks.append(
            {
                "id": found.id,
                "name": found.name,
                "rows": found.rows,
                "violations": found.count,
                "evidence": list(found.violations),
            }
        )
    run.progress(len(CHECKS), len(CHECKS))
    return {"ok": not any(c["violations"] for c in checks), "checks": checks}
