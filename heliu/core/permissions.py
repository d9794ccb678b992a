"""What a permission is; each room lists its own in permissions.py, access grants them to roles."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Permission:
    """code is `<room>.<noun>.<verb>`; labels are shown in the role editor."""

    code: str
    label_zh: str
    label_en: str
