"""All permissions of all rooms: each room lists its own in permissions.py, here they meet."""

import functools
import importlib
import importlib.util
from dataclasses import dataclass

from django.apps import apps

from heliu.core.permissions import Permission


@dataclass(frozen=True, slots=True)
class RoomPermissions:
    room: str
    permissions: tuple[Permission, ...]


@functools.cache
def rooms() -> tuple[RoomPermissions, ...]:
    """Rooms in the order of INSTALLED_APPS, those without permissions left out."""
    found = []
    for config in apps.get_app_configs():
        module = f"{config.name}.permissions"
        if config.name.startswith("heliu.") and importlib.util.find_spec(module) is not None:
            listed = getattr(importlib.import_module(module), "PERMISSIONS", ())
            if listed:
                found.append(RoomPermissions(room=config.label, permissions=tuple(listed)))
    return tuple(found)


@functools.cache
def codes() -> frozenset[str]:
    return frozenset(p.code for room in rooms() for p in room.permissions)
