"""Numbered lists that each begin at one, though they share a style."""

from __future__ import annotations

from typing import Any

from reports.word import ooxml

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STYLE = "ListNumber"


def anew(styles: Any, numbering: Any) -> tuple[int, str]:
    """The id of a new list that looks as the style's, and its definition; (0, "") where the style has none."""
    used = next(iter(styles.xpath(f'w:style[@w:styleId="{STYLE}"]/w:pPr/w:numPr/w:numId/@w:val')), "")
    lists = {node.get(f"{_W}numId"): node for node in numbering.iter(f"{_W}num")}
    if used not in lists:
        return 0, ""
    look = lists[used].find(f"{_W}abstractNumId").get(f"{_W}val")
    id_ = max(int(number) for number in lists) + 1
    return id_, (
        f'<w:num {ooxml.NAMESPACES} w:numId="{id_}"><w:abstractNumId w:val="{look}"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )


def member(list_: int) -> str:
    """Paragraph properties of an item of the list; nothing for list 0."""
    return f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{list_}"/></w:numPr>' if list_ else ""
