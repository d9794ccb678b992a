"""What the money book tells upward."""

from dataclasses import dataclass

from heliu.core.scope import Scope


@dataclass(frozen=True, slots=True)
class AccountSplit:
    """A leaf account got its first sub-account: whoever names the parent for posting names the child from now on."""

    scope: Scope
    parent_id: int
    child_id: int
