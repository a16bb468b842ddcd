"""The numbers of chapters, figures and tables, as Word's own fields will count them."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Entry:
    """A line of the contents."""

    level: int
    number: str
    text: str
    anchor: str


@dataclass(frozen=True)
class Caption:
    """A line of the list of figures or of tables."""

    word: str
    number: str
    text: str
    anchor: str


@dataclass(frozen=True)
class Numbered:
    """A caption's number: `prefix` (a chapter or an annex letter, or nothing), then `count` within it."""

    prefix: str
    count: int
    annex: bool
    anew: bool = False  # the sequence has counted before, and starts again here

    def __str__(self) -> str:
        return f"{self.prefix}-{self.count}" if self.prefix else str(self.count)


@dataclass
class Counters:
    """Counts while a report is written from top to bottom."""

    entries: list[Entry] = field(default_factory=list)
    captions: list[Caption] = field(default_factory=list)
    _begun: set[str] = field(default_factory=set)
    _levels: list[int] = field(default_factory=lambda: [0, 0, 0])
    _letter: str = ""
    _captions: dict[str, int] = field(default_factory=dict)
    _bookmarks: int = 0

    def heading(self, level: int, text: str, numbered: bool) -> Entry:
        """The next heading of that level; an unnumbered one has an empty number."""
        number = self._next(level) if numbered else ""
        entry = Entry(level, number, text, f"_Toc{len(self.entries) + 1:06d}")
        self.entries.append(entry)
        return entry

    def _next(self, level: int) -> str:
        self._levels[level - 1] += 1
        self._levels[level:] = [0] * (3 - level)
        if level == 1:
            self._letter = ""
            self._captions.clear()
        return ".".join(map(str, self._levels[:level]))

    def annex(self) -> str:
        """The next annex's letter; from here captions are numbered A-1, A-2 …"""
        self._letter = chr(ord(self._letter or "@") + 1)
        self._captions.clear()
        return self._letter

    def caption(self, word: str) -> Numbered:
        """The next caption of that kind (figure or table)."""
        count = self._captions[word] = self._captions.get(word, 0) + 1
        anew = count == 1 and word in self._begun
        self._begun.add(word)
        chapter = str(self._levels[0]) if self._levels[0] else ""
        return Numbered(self._letter or chapter, count, annex=bool(self._letter), anew=anew)

    def bookmark(self) -> int:
        """An id no other bookmark has."""
        self._bookmarks += 1
        return self._bookmarks
