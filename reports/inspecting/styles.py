"""What the styles of a file amount to: inheritance followed, so that a rule can ask one question of one style."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from xml.etree.ElementTree import Element

from reports.inspecting.package import STYLES, Package, W


@dataclass(frozen=True)
class Styles:
    """The styles of a package by id."""

    root: Element

    @classmethod
    def of(cls, package: Package) -> Styles:
        """The styles of `package`."""
        return cls(package.tree(STYLES))

    @cached_property
    def by_id(self) -> dict[str, Element]:
        """Style id → its element."""
        return {style.get(f"{W}styleId", ""): style for style in self.root.iter(f"{W}style")}

    def chain(self, style: str) -> Iterator[Element]:
        """The style, then what it is based on, to the root."""
        seen: set[str] = set()
        while style in self.by_id and style not in seen:
            seen.add(style)
            yield self.by_id[style]
            based = self.by_id[style].find(f"{W}basedOn")
            style = based.get(f"{W}val", "") if based is not None else ""

    def value(self, style: str, path: str, attribute: str = "val") -> str:
        """The attribute of the first element at `path` (`pPr/outlineLvl`) up the chain; empty when there is none."""
        steps = "/".join(f"{W}{step}" for step in path.split("/"))
        for one in self.chain(style):
            found = one.find(steps)
            if found is not None:
                return found.get(f"{W}{attribute}", "")
        return ""

    def level(self, paragraph: Element) -> int | None:
        """The heading level of a paragraph from 1, or None for text."""
        own = paragraph.find(f"{W}pPr/{W}outlineLvl")
        found = (
            own.get(f"{W}val", "") if own is not None else self.value(style_of(paragraph), "pPr/outlineLvl")
        )
        return int(found) + 1 if found.isdigit() and int(found) < 9 else None

    def numbered(self, paragraph: Element) -> bool:
        """Whether the paragraph gets a number of a list."""
        own = paragraph.find(f"{W}pPr/{W}numPr/{W}numId")
        found = (
            own.get(f"{W}val", "") if own is not None else self.value(style_of(paragraph), "pPr/numPr/numId")
        )
        return found not in ("", "0")


def style_of(paragraph: Element) -> str:
    """The id of a paragraph's style; empty for the default one."""
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return style.get(f"{W}val", "") if style is not None else ""
