"""`make docs`: the Markdown of this repository as a static site in `site/`. A dead link stops the build."""

import html
import itertools
import posixpath
import re
import shutil
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

from tools.paths import ROOT

SITE = ROOT / "site"
_FRONT_PAGES = (
    "README.md", "README.en.md", "CONTEXT.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md",
)  # fmt: skip
_STYLE = """
:root { color-scheme: light dark; --line: #8884; --accent: #1668dc; }
body { margin: 0; font: 16px/1.65 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
.frame { display: grid; grid-template-columns: 17rem minmax(0, 50rem); gap: 3rem; margin: 0 auto; max-width: 74rem; }
nav { border-right: 1px solid var(--line); padding: 1.5rem 1rem; font-size: 14px; }
nav a { display: block; padding: .15rem 0; text-decoration: none; }
nav h2 { font-size: 12px; letter-spacing: .06em; margin: 1.2rem 0 .3rem; text-transform: uppercase; opacity: .7; }
main { padding: 1.5rem 1rem 6rem; }
a { color: var(--accent); }
img { max-width: 100%; border: 1px solid var(--line); border-radius: 6px; }
table { border-collapse: collapse; display: block; overflow-x: auto; }
th, td { border: 1px solid var(--line); padding: .35rem .6rem; text-align: left; vertical-align: top; }
pre { background: #8881; border-radius: 6px; overflow-x: auto; padding: .8rem 1rem; }
code { font-family: ui-monospace, "Cascadia Code", Menlo, monospace; font-size: .92em; }
@media (max-width: 60rem) { .frame { display: block; } nav { border: 0; } }
"""


@dataclass(frozen=True)
class Page:
    """One Markdown file and what it becomes."""

    source: str

    @cached_property
    def tokens(self) -> list[Token]:
        markdown = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
        tokens = markdown.parse((ROOT / self.source).read_text(encoding="utf-8"))
        for opening, inline in itertools.pairwise(tokens):
            if opening.type == "heading_open":
                opening.attrSet("id", anchor_of(inline.content))
        return tokens

    @property
    def target(self) -> str:
        return "index.html" if self.source == "README.md" else str(Path(self.source).with_suffix(".html"))

    @property
    def section(self) -> str:
        folder = Path(self.source).parent.parts
        return folder[1] if len(folder) > 1 else ""

    @cached_property
    def title(self) -> str:
        heading = (inline for token, inline in itertools.pairwise(self.tokens) if token.tag == "h1")
        return next((_plain(inline.content) for inline in heading), self.source)

    @cached_property
    def anchors(self) -> set[str]:
        return {str(token.attrGet("id")) for token in self.tokens if token.type == "heading_open"}

    def links(self) -> list[str]:
        inline = [child for token in self.tokens for child in token.children or []]
        return [str(child.attrGet("href") or child.attrGet("src")) for child in inline if child.type in _LINKING]


_LINKING = {"link_open", "image"}


def anchor_of(heading: str) -> str:
    """As code hosting sites make it: lower case, words joined by hyphens, other signs dropped."""
    return re.sub(r"[^\w\- ]", "", _plain(heading).lower()).strip().replace(" ", "-")


def _plain(text: str) -> str:
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text).replace("`", "").replace("*", "")


def pages() -> dict[str, Page]:
    found = [name for name in _FRONT_PAGES if (ROOT / name).exists()]
    found += sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").rglob("*.md"))
    return {name: Page(name) for name in found}


def resolve(page: Page, link: str) -> tuple[str, str]:
    """Repository path and anchor that a relative link means."""
    path, _, anchor = unquote(link).partition("#")
    target = posixpath.normpath(posixpath.join(posixpath.dirname(page.source), path)) if path else page.source
    return target, anchor


def broken_links(known: dict[str, Page]) -> list[str]:
    """Sentences that say which relative link of which page leads nowhere."""
    faults = []
    for page in known.values():
        for link in page.links():
            if re.match(r"[a-z]+:", link):
                continue
            target, anchor = resolve(page, link)
            if not (ROOT / target).exists():
                faults.append(f"{page.source}: {link}: no such file")
            elif anchor and target in known and anchor not in known[target].anchors:
                faults.append(f"{page.source}: {link}: no such heading")
    return faults


def _relink(page: Page, known: dict[str, Page]) -> None:
    """Links between Markdown files become links between pages; images are taken along."""
    for child in (child for token in page.tokens for child in token.children or [] if child.type in _LINKING):
        name = "href" if child.type == "link_open" else "src"
        link = str(child.attrGet(name))
        if re.match(r"[a-z]+:", link):
            continue
        target, anchor = resolve(page, link)
        if target in known:
            child.attrSet(name, _relative(page, known[target].target) + (f"#{anchor}" if anchor else ""))
        elif (ROOT / target).is_file():
            copy = SITE / target
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / target, copy)
            child.attrSet(name, _relative(page, target))


def _relative(page: Page, target: str) -> str:
    return posixpath.relpath(target, posixpath.dirname(page.target) or ".")


def _navigation(page: Page, known: dict[str, Page]) -> str:
    parts, section = [], None
    for other in known.values():
        if other.section != section:
            section = other.section
            parts.append(f"<h2>{html.escape(section)}</h2>")
        parts.append(f'<a href="{_relative(page, other.target)}">{html.escape(other.title)}</a>')
    return "\n".join(parts)


def _render(page: Page, known: dict[str, Page]) -> str:
    _relink(page, known)
    body = MarkdownIt("commonmark").renderer.render(page.tokens, MarkdownIt("commonmark").options, {})
    return (
        f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{html.escape(page.title)}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{_STYLE}</style></head>'
        f'<body><div class="frame"><nav>{_navigation(page, known)}</nav><main>{body}</main></div></body></html>'
    )


def main() -> int:
    known = pages()
    faults = broken_links(known)
    if faults:
        print("\n".join(faults), file=sys.stderr)
        return 1
    shutil.rmtree(SITE, ignore_errors=True)
    for page in known.values():
        target = SITE / page.target
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(_render(page, known), encoding="utf-8")
    print(f"{len(known)} pages in {SITE.relative_to(ROOT)}/index.html")
    return 0


if __name__ == "__main__":
    sys.exit(main())
