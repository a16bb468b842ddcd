"""The file says which language it is in, and says the same everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reports.inspecting.package import CORE, DC, STYLES, C, Package, W
from survey.messages import Finding, finding

_TAG = re.compile(r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$")


def findings(package: Package) -> Iterator[Finding]:
    """R173 a language that is missing, no language tag, or another than the document's own."""
    default = package.tree(STYLES).find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    own = default.get(f"{W}val", "") if default is not None else ""
    if not _TAG.match(own):
        yield finding("R173", STYLES, own, problem="the styles name no language of the text")
        return
    said = package.tree(CORE).findtext(f"{DC}language") or ""
    if said != own:
        yield finding("R173", CORE, said, problem=f"the text is in {own}")
    for where, found in _others(package):
        if found != own:
            yield finding("R173", where, found, problem=f"the text is in {own}")
    for where, found in _quoted(package):
        if not _TAG.match(found):
            yield finding("R173", where, found, problem="this is no language tag")


def _others(package: Package) -> Iterator[tuple[str, str]]:
    for style in package.tree(STYLES).iter(f"{W}style"):
        where = f"{STYLES}, style {style.get(f'{W}styleId')}"
        yield from ((where, node.get(f"{W}val", "")) for node in style.iter(f"{W}lang"))
    for node in package.tree("word/settings.xml").iter(f"{W}themeFontLang"):
        yield "word/settings.xml", node.get(f"{W}val", "")
    for name, chart in package.charts():
        yield from ((name, node.get("val", "")) for node in chart.iter(f"{C}lang"))


def _quoted(package: Package) -> Iterator[tuple[str, str]]:
    """Languages of single words, which may be others than the document's."""
    for name, story in package.stories():
        yield from ((name, value) for value in sorted({n.get(f"{W}val", "") for n in story.iter(f"{W}lang")}))
