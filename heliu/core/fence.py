"""The second fence between companies on PostgreSQL: row-level security under every query of a request or a job.

The first fence is the Scope, which every query filters by. This one is the database's own: a request of company A that
forgets the filter still sees and writes rows of A only. It is switched on by `heliu row-security on` together with
HELIU_ROW_SECURITY=1, and needs a database user that is no superuser. Programs without a company (verify, migrate, the
worker between jobs) name none and see all rows. On SQLite there is only the first fence.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection, models

POLICY = "heliu_company"
_SETTING = "heliu.company_id"
_OUTSIDE = frozenset({"access", "core.schedule"})  # read before the company is known, or belong to the installation


def is_up() -> bool:
    return bool(settings.ROW_SECURITY) and connection.vendor == "postgresql"


def enter(company_id: int) -> None:
    """From here on this connection sees rows of one company; `leave` must follow before it serves another request."""
    if is_up():
        _set(str(company_id))


def leave() -> None:
    if is_up():
        _set("")


@contextmanager
def inside(company_id: int) -> Iterator[None]:
    """Work in another company for the length of the block; 0 works without the fence."""
    if not is_up():
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s, true)", [_SETTING])
        before = cursor.fetchone()[0] or ""
    _set(str(company_id) if company_id else "")
    try:
        yield
    except BaseException:
        with suppress(DatabaseError):  # a broken transaction is rolled back by its owner, and the setting with it
            _set(before)
        raise
    _set(before)


def _set(value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, false)", [_SETTING, value])


def fenced_tables() -> list[str]:
    """Tables of every business row: those with a company, but not the ones that say who works where."""
    return sorted(
        model._meta.db_table
        for model in apps.get_models()
        if model.__module__.startswith("heliu.") and _is_fenced(model)
    )


def _is_fenced(model: type[models.Model]) -> bool:
    label, name = model._meta.app_label, model._meta.label_lower
    columns = {field.column for field in model._meta.concrete_fields}
    return "company_id" in columns and label not in _OUTSIDE and name not in _OUTSIDE


def raise_fence() -> list[str]:
    """Enable the policy on every fenced table, also where it was missing after an upgrade; returns the tables."""
    rule = f"(SELECT nullif(current_setting('{_SETTING}', true), ''))::bigint"
    for table in fenced_tables():
        _execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
        _execute(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')
        _execute(f'DROP POLICY IF EXISTS {POLICY} ON "{table}"')
        _execute(f'CREATE POLICY {POLICY} ON "{table}" USING (coalesce(company_id = {rule}, true))')
    return fenced_tables()


def lower_fence() -> list[str]:
    for table in fenced_tables():
        _execute(f'DROP POLICY IF EXISTS {POLICY} ON "{table}"')
        _execute(f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY')
        _execute(f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY')
    return fenced_tables()


def _execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def gaps() -> list[str]:
    """What keeps the fence from holding: tables without the policy, a user who passes every policy."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_policies WHERE policyname = %s", [POLICY])
        covered = {table for (table,) in cursor.fetchall()}
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        passes = bool(cursor.fetchone()[0])
    missing = [f"no policy on {table}" for table in fenced_tables() if table not in covered]
    return [*missing, *(["the database user passes every policy (superuser)"] if passes else [])]
