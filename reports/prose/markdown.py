"""Markdown → blocks. A small part of Markdown: headings, paragraphs, emphasis, lists, quotes (fact boxes), tables.

Anything else is refused with the chapter's line, so that nothing an author wrote disappears.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from reports.prose.footnotes import footnote
from reports.word.blocks import Block, Box, Cell, Heading, Paragraph, Row, Run, Table, text_of
from survey.messages import SvarError, finding

MARKERS = "\ue000\ue001"
_PLACE = re.compile(f"{MARKERS[0]}(\\d+){MARKERS[1]}")
_TEXT_WIDTH = 16.0


def marker(index: int) -> str:
    """The place of the thing at `index`: characters that no text holds."""
    return f"{MARKERS[0]}{index}{MARKERS[1]}"


def blocks(text: str, made: Sequence[Sequence[Block] | str], path: str, *, numbered: bool) -> list[Block]:
    """The blocks of a filled-in chapter; `made` are what its markers stand for."""
    parser = (
        MarkdownIt("commonmark", {"html": False}).enable("table").disable(["code", "fence", "html_block"])
    )
    parser.inline.ruler.before("link", "footnote", footnote)
    reader = _Reader(made, path, numbered)
    return [block for node in SyntaxTreeNode(parser.parse(text)).children for block in reader.block(node)]


@dataclass(frozen=True)
class _Reader:
    made: Sequence[Sequence[Block] | str]
    path: str
    numbered: bool

    def block(self, node: SyntaxTreeNode) -> Sequence[Block]:
        if node.type == "heading":
            return [Heading(self._level(node), self.runs(node.children[0]), self.numbered)]
        if node.type == "paragraph":
            return self._paragraph(node, "plain")
        if node.type in ("bullet_list", "ordered_list"):
            return self._items(node, "bullet" if node.type == "bullet_list" else "number")
        if node.type == "blockquote":
            return [self._box(node)]
        if node.type == "table":
            return [self._table(node)]
        raise self._refused(node)

    def _refused(self, node: SyntaxTreeNode, inside: str = "") -> SvarError:
        line = node.map[0] + 1 if node.map else 1
        return SvarError(
            [
                finding(
                    "R015",
                    f"{self.path}:{line}",
                    "",
                    problem=f"a report holds no Markdown {inside or node.type}",
                )
            ]
        )

    def _level(self, node: SyntaxTreeNode) -> int:
        level = int(node.tag[1])
        if level > 3:
            raise self._refused(node)
        return level

    def _paragraph(self, node: SyntaxTreeNode, look: str) -> Sequence[Block]:
        inline = node.children[0]
        alone = _PLACE.fullmatch(inline.content.strip())
        if alone:
            made = self.made[int(alone[1])]
            return [Paragraph((_reference(made),), look)] if isinstance(made, str) else made
        return [Paragraph(self.runs(inline), look)]

    def _items(self, node: SyntaxTreeNode, look: str) -> list[Block]:
        found: list[Block] = []
        for item in node.children:
            for child in item.children:
                if child.type != "paragraph":
                    raise self._refused(child)
                found += self._paragraph(child, look)
        return found

    def _box(self, node: SyntaxTreeNode) -> Box:
        looks = {"plain": "box", "bullet": "box_bullet", "number": "box_bullet"}
        inner = [block for child in node.children for block in self.block(child)]
        paragraphs = [replace(b, look=looks[b.look]) for b in inner if isinstance(b, Paragraph)]
        if len(paragraphs) != len(inner):
            raise self._refused(node)
        first = paragraphs[0]
        if all(run.bold for run in first.runs):
            paragraphs[0] = Paragraph((Run(text_of(first.runs)),), "box_heading")
        return Box(tuple(paragraphs))

    def _table(self, node: SyntaxTreeNode) -> Table:
        rows = [row for part in node.children for row in part.children]
        cells = [tuple(Cell(text_of(self.runs(cell.children[0]))) for cell in row.children) for row in rows]
        head = Row(tuple(replace(cell, align="head") for cell in cells[0]))
        width = _TEXT_WIDTH / len(cells[0])
        rows_ = tuple(Row(row) for row in cells[1:])
        return Table("", (width,) * len(cells[0]), (head,), rows_, authored=True)

    def runs(self, inline: SyntaxTreeNode, bold: bool = False, italic: bool = False) -> tuple[Run, ...]:
        found: list[Run] = []
        for node in inline.children:
            if node.type == "strong":
                found += self.runs(node, True, italic)
            elif node.type == "em":
                found += self.runs(node, bold, True)
            elif node.type == "footnote":
                found.append(Run("", note=self.runs(node)))
            elif node.type in ("softbreak", "hardbreak"):
                found.append(Run(" " if node.type == "softbreak" else "\n", bold, italic))
            elif node.type == "text":
                found += self._text(node.content, bold, italic)
            else:
                raise self._refused(inline, node.type)
        return tuple(found)

    def _text(self, text: str, bold: bool, italic: bool) -> list[Run]:
        found: list[Run] = []
        for i, piece in enumerate(_PLACE.split(text)):
            made = self.made[int(piece)] if i % 2 else piece
            if not isinstance(made, str):
                problem = "a figure, a table and findings each need a paragraph of their own"
                raise SvarError([finding("R015", self.path, "", problem=problem)])
            if made:
                found.append(_reference(made) if i % 2 else Run(made, bold, italic))
        return found


def _reference(figure: str) -> Run:
    return Run("?", ref=figure)
