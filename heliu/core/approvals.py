"""What an approval is bound to."""

import hashlib
import json
from typing import Any


def content_hash(content: dict[str, Any]) -> str:
    """Any change of what a document says (party, money, goods) gives another hash; the order of names none."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
