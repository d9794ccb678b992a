"""The worker: runs queued jobs, fires schedules, delivers the outbox. As threads beside the web server or as a process.

On SQLite it must live in the web process, because the write lock that makes writers queue fairly is the process's own.
"""

import contextlib
import datetime as dt
import logging
import os
import signal
import threading
from collections.abc import Callable

from django.db import close_old_connections, connections
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from heliu.core import clock, jobs, outbox, scheduler

log = logging.getLogger("heliu.worker")
_POLL_SECONDS = 1.0
_LOST_CHECK_SECONDS = 30


class Background:
    """Two daemon threads: one runs jobs, one minds the clock (schedules, outbox, lost jobs)."""

    def __init__(self, *, sole: bool) -> None:
        """`sole`: no other worker exists, so jobs marked as running are orphans and start again at once."""
        self._sole = sole
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []
        self._parent = os.getppid()
        self._last_failure = ""

    def start(self) -> None:
        jobs.load()
        for name, step in (("jobs", self._run_jobs), ("clock", self._mind_clock)):
            thread = threading.Thread(target=self._loop, args=(step,), name=f"heliu-{name}", daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self, *, patience_seconds: float = 10.0) -> None:
        """Ask both threads to end and wait a little; a job cut off here is started again by the next worker."""
        self._stop.set()
        for thread in self._threads:
            thread.join(patience_seconds)

    def wait(self) -> None:
        self._stop.wait()

    def end(self) -> None:
        self._stop.set()

    def _loop(self, step: Callable[[], None]) -> None:
        if self._sole and step == self._mind_clock:
            self._guarded(lambda: self._start_again(clock.now() + jobs.LOST_AFTER + dt.timedelta(days=1)))
        self._guarded(scheduler.install if step == self._mind_clock else lambda: None)
        while not self._stop.is_set():
            self._guarded(step)
            self._stop.wait(_POLL_SECONDS)
        connections.close_all()

    def _guarded(self, step: Callable[[], object]) -> None:
        """A failing round is logged and the next one tried: the worker outlives a database that went away."""
        close_old_connections()
        try:
            step()
        except Exception as error:
            if repr(error) != self._last_failure:  # told once, not every second
                log.exception("a worker round failed; it is tried again every second")
            self._last_failure = repr(error)
            with contextlib.suppress(Exception):
                connections.close_all()

    def _run_jobs(self) -> None:
        while not self._stop.is_set() and DBTaskResult.objects.ready().exists():
            worker = Worker(
                queue_names=["*"],
                interval=0.2,  # float: seconds
                batch=True,
                backend_name="default",
                startup_delay=False,
                max_tasks=1,
                worker_id=f"heliu-{os.getpid()}",
                excluded_queue_names=[],
            )
            worker.run()

    def _mind_clock(self) -> None:
        if os.getppid() != self._parent:  # the supervisor is gone: do not live on unseen
            os.kill(os.getpid(), signal.SIGTERM)
            self._stop.set()
            return
        now = clock.now()
        scheduler.tick(now)
        outbox.pump(now)
        if now.second % _LOST_CHECK_SECONDS == 0:
            self._start_again(now)

    def _start_again(self, now: dt.datetime) -> None:
        count = jobs.requeue_lost(now)
        if count:
            log.warning("%s jobs of a dead worker start again", count)
