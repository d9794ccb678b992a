"""The result of an import or a demo, as people read it and as machines do."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from heliu.integration.histories import TradeHistory
from heliu.integration.online_retail.classes import EFFECTS, LineClass
from heliu.integration.sales_history.checks import Check, money

SECOND = 10**9
MEGABYTE = 2**20
_REPORTED_SHOWN_MAX = 10


@dataclass(frozen=True, slots=True)
class Outcome:
    """lines_read = lines_posted + lines_reported. nanoseconds: from reading the file to the last check."""

    dataset: str
    lines_read: int
    lines_posted: int
    lines_reported: int
    nanoseconds: int
    checks: tuple[Check, ...]

    @property
    def lines_per_second(self) -> int:
        return self.lines_read * SECOND // self.nanoseconds if self.nanoseconds else 0

    @property
    def ok(self) -> bool:
        return self.lines_read == self.lines_posted + self.lines_reported and all(check.ok for check in self.checks)

    def as_json(self) -> dict[str, Any]:
        return {
            "dataset": self.dataset,
            "lines_read": self.lines_read,
            "lines_posted": self.lines_posted,
            "lines_reported": self.lines_reported,
            "seconds": round(self.nanoseconds / SECOND, 2),
            "lines_per_s": self.lines_per_second,
            "peak_rss_mb": peak_rss_mb(),
            "checks": [
                {"name": check.name, "expected": check.expected, "actual": check.actual, "ok": check.ok}
                for check in self.checks
            ],
            "ok": self.ok,
        }

    def as_text(self, history: TradeHistory) -> Iterator[str]:
        """Classes, reported lines, control totals, speed."""
        yield from _class_table(history)
        yield from _reported_lines(history)
        yield ""
        width = max(len(check.name) for check in self.checks)
        yield f"{'check':<{width}}  {'expected':>16}  {'in the books':>16}"
        for check in self.checks:
            mark = "ok" if check.ok else "DIFFERS"
            yield f"{check.name:<{width}}  {check.expected:>16}  {check.actual:>16}  {mark}"
        yield ""
        yield (
            f"{self.lines_read:,} lines: {self.lines_posted:,} posted, {self.lines_reported:,} reported; "
            f"{self.nanoseconds / SECOND:.1f} s, {self.lines_per_second:,} lines/s, peak memory {peak_rss_mb()} MB"
        )


def _class_table(history: TradeHistory) -> Iterator[str]:
    yield ""
    yield f"{'class':<20}{'lines':>10}{'units':>12}{'amount ' + history.currency:>20}"
    for total in history.totals:
        if total.lines:
            label = EFFECTS[total.line_class].label_zh
            yield (
                f"{total.line_class.value:<20}{total.lines:>10,}{total.quantity:>12,}{money(total.amount):>20}  {label}"
            )
    if history.classified.repeats:
        yield f"{'of these exact repeats of another line (kept)':<40}{history.classified.repeats:>10,}"


def _reported_lines(history: TradeHistory) -> Iterator[str]:
    frame = history.classified.frame
    reported = frame.filter(frame["line_class"] == LineClass.REPORTED.value).select("line", "invoice", "reason")
    for line, invoice, reason in reported.head(_REPORTED_SHOWN_MAX).iter_rows():
        yield f"  line {line}, invoice {invoice}: {reason}"
    if reported.height > _REPORTED_SHOWN_MAX:
        yield f"  … and {reported.height - _REPORTED_SHOWN_MAX:,} more"


def peak_rss_mb() -> int:
    """Largest resident memory of this process so far, in units of 2²⁰ bytes, rounded up."""
    if sys.platform == "win32":
        return _peak_rss_windows() // MEGABYTE + 1
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return (peak if sys.platform == "darwin" else peak * 1024) // MEGABYTE + 1


def _peak_rss_windows() -> int:
    import ctypes
    from ctypes import wintypes

    class Counters(ctypes.Structure):
        _fields_ = [
            ("cb", wintypes.DWORD),
            ("page_faults", wintypes.DWORD),
            ("peak", ctypes.c_size_t),
            ("rest", ctypes.c_size_t * 7),
        ]

    counters = Counters(cb=ctypes.sizeof(Counters))
    system = ctypes.windll  # type: ignore[attr-defined,unused-ignore]
    process = system.kernel32.GetCurrentProcess()
    system.psapi.GetProcessMemoryInfo(process, ctypes.byref(counters), counters.cb)
    return int(counters.peak)
