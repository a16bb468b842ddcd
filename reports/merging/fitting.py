"""Whether the edits in overrides.yaml still fit the chapters, as far as that can be told without the real numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from reports.merging.align import likeness
from reports.prose.origins import Origin, origin_of
from reports.prose.overrides import Anchor, Changed, Edited, Inserted
from reports.word.blocks import Block
from reports.word.units import units_of
from survey.messages import Finding, finding

ALIKE = 0.5
"""A sentence made with other numbers may name other items; less alike than this it is another sentence."""
_CHAPTER = ".md"


def fitting(edited: Edited, chapters: Mapping[str, Sequence[Block]], path: str) -> list[Finding]:
    """R056 for edits in chapters that are not there, R050 and R051 for those in sentences that are gone."""
    origins = {
        file: [origin_of(*unit) for block in blocks for unit in units_of(block)]
        for file, blocks in chapters.items()
    }
    found = [f for change in edited.changed for f in _change(change, origins, path)]
    return found + [f for new in edited.inserted for f in _insertion(new, origins, path)]


def _file(at: str) -> str:
    """The chapter a paragraph is of; nothing for what is computed."""
    file = at.partition("#")[0]
    return file if file.endswith(_CHAPTER) else ""


def _change(change: Changed, origins: Mapping[str, list[Origin]], path: str) -> Iterable[Finding]:
    file = _file(change.at)
    if file and file not in origins:
        yield finding("R056", path, change.at)
    elif file and not _here(change.fingerprint, origins) and not _alike(change.was, origins[file]):
        yield finding("R050", path, change.at, was=change.was)


def _here(fingerprint: str, origins: Mapping[str, list[Origin]]) -> bool:
    return any(origin.fingerprint == fingerprint for some in origins.values() for origin in some)


def _alike(was: str, origins: Iterable[Origin]) -> bool:
    return any(likeness(was, origin.wording) >= ALIKE for origin in origins)


def _insertion(new: Inserted, origins: Mapping[str, list[Origin]], path: str) -> Iterable[Finding]:
    anchors: list[Anchor] = [anchor for anchor in (new.after, new.before) if anchor.at]
    gone = [anchor for anchor in anchors if _file(anchor.at) and _file(anchor.at) not in origins]
    if len(gone) == len(anchors):
        yield finding("R051", path, new.text, after=new.after.at or new.before.at or "nothing")
