"""PEP 517 backend: setuptools, plus the web client built into the package before a wheel or an sdist is made.

So `pip install .` works with nothing but Python: Node is a build requirement, and only when a build is due.
"""

from collections.abc import Mapping
from typing import Any

from setuptools import build_meta
from setuptools.build_meta import (  # noqa: F401  (the hooks that need nothing of ours)
    build_editable,
    get_requires_for_build_editable,
    prepare_metadata_for_build_editable,
    prepare_metadata_for_build_wheel,
)

from tools import node, spa

Settings = Mapping[str, Any] | None


def _node_if_due() -> list[str]:
    return [] if spa.is_current() else [node.PINNED]


def get_requires_for_build_wheel(config_settings: Settings = None) -> list[str]:
    return [*build_meta.get_requires_for_build_wheel(config_settings), *_node_if_due()]


def get_requires_for_build_sdist(config_settings: Settings = None) -> list[str]:
    return [*build_meta.get_requires_for_build_sdist(config_settings), *_node_if_due()]


def build_wheel(wheel_directory: str, config_settings: Settings = None, metadata_directory: str | None = None) -> str:
    spa.build()
    return build_meta.build_wheel(wheel_directory, config_settings, metadata_directory)


def build_sdist(sdist_directory: str, config_settings: Settings = None) -> str:
    spa.build()
    return build_meta.build_sdist(sdist_directory, config_settings)
