"""Django's sessions in the database, read by one prepared statement: every request of a browser does it."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session

from heliu.core import clock, gateway

_LOAD_SQL = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(DatabaseStore):
    def load(self) -> dict[str, Any]:
        with gateway.cursor() as cur:
            rows = gateway.fetch(cur, _LOAD_SQL, (self.session_key, clock.now()))
        if not rows:
            self._session_key = None
            return {}
        return dict(self.decode(rows[0][0]))

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session
