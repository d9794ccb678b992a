"""Use cases of the parties room."""

from heliu.parties.services.groups import create_group, install_defaults, update_group
from heliu.parties.services.imports import import_parties
from heliu.parties.services.parties import (
    archive_party,
    create_parties,
    create_party,
    restore_party,
    update_parties,
    update_party,
)

__all__ = [
    "archive_party",
    "create_group",
    "create_parties",
    "create_party",
    "import_parties",
    "install_defaults",
    "restore_party",
    "update_group",
    "update_parties",
    "update_party",
]
