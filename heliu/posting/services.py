"""The door to both books."""

from collections.abc import Sequence

from heliu.core.scope import Scope
from heliu.posting.facts import Fact, PostedResult
