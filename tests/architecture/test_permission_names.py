"""Who lacks a permission reads in his own language which one: the screens know every permission by the name it has."""

import json

import pytest

from tests.architecture.source import ROOT
from tests.architecture.test_permissions import declared_permissions

_LOCALES = ROOT / "web" / "src" / "i18n" / "locales"


@pytest.mark.parametrize(("language", "label"), [("zh-CN", "label_zh"), ("en-US", "label_en")])
def test_the_screens_call_every_permission_by_its_name(language: str, label: str) -> None:
    shown = json.loads((_LOCALES / language / "permission.json").read_text(encoding="utf-8"))

    assert shown == {one.code.replace(".", "_"): getattr(one, label) for one in declared_permissions()}
