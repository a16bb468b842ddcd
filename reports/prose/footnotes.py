"""Footnotes in chapters: `^[what it says]` where the mark is to stand."""

from __future__ import annotations

from markdown_it.helpers import parseLinkLabel
from markdown_it.rules_inline import StateInline

_OPEN = "^["


def footnote(state: StateInline, silent: bool) -> bool:
    """A rule of the Markdown parser: makes a node `footnote` of what stands between the brackets."""
    if not state.src.startswith(_OPEN, state.pos):
        return False
    start, most = state.pos + len(_OPEN), state.posMax
    end = parseLinkLabel(state, state.pos + 1)
    if end < 0:
        return False
    if not silent:
        state.push("footnote_open", "", 1)
        state.pos, state.posMax = start, end
        state.md.inline.tokenize(state)
        state.push("footnote_close", "", -1)
    state.pos, state.posMax = end + 1, most
    return True
