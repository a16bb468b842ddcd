"""Fifty edits of ten kinds, made to whatever report they are given: no sentence of a chapter stands here."""

import random
from dataclasses import dataclass, field

from lxml import etree
from word_edits import (
    Edited,
    controls,
    delete,
    insert_after,
    move,
    reword,
    run_together,
    split,
    style,
    text,
    type_in_control,
    unwrap,
    w,
)

HOSTILE = (
    "{{ 7*7 }}",
    "{% set x = 1 %}{{ x.__class__ }}",
    "**fet** \\*stjerne\\* _strek_ `kode` # <b> &amp; [a](b)",
    "\u202eomvendt\u202c \ue0100\ue01199\ue012 \ue0003\ue001",
    "e" + "\u0301" * 3000 + " \U0001f600 {{ n1 }} {{ r1 }}",
)


RUNNING = ("Normal", "ListBullet", "Finding")


@dataclass
class Edit:
    """One edit: its kind, a word or text by which it is known, and whether it can come back into the text."""

    kind: str
    known: str
    carried: bool = True


@dataclass
class Desk:
    """A report on somebody's desk: paragraphs that nobody has touched yet, and what has been done."""

    report: Edited
    draw: random.Random
    done: list = field(default_factory=list)

    def __post_init__(self):
        bodies = [p for p in self.report.paragraphs() if _known(p)]
        self.free = [p for p in bodies if p.getparent().tag == w("body")]
        self.boxed = [p for p in bodies if p.getparent().tag == w("tc")]
        self.all = list(self.free)

    def take(self, fits, alone=True):
        """A free paragraph that fits, out of the pool together with its neighbours."""
        found = [p for p in self.free if fits(p)]
        assert found, "the report is too short for so many edits"
        p = self.draw.choice(found)
        i = self.all.index(p)
        near = self.all[max(0, i - 1) : i + 2] if alone else [p]
        self.free = [q for q in self.free if q not in near]
        return p

    def mark(self, kind, carried=True, known=""):
        known = known or f"qz{chr(97 + len(self.done) // 26)}{chr(97 + len(self.done) % 26)}"
        self.done.append(Edit(kind, known, carried))
        return known


def _known(p):
    names = [b.get(w("name"), "") for b in p.iter(w("bookmarkStart"))]
    return any(name.startswith("_svar_p_") for name in names)


def plain(p):
    return style(p) in RUNNING and len(_long(p)) > 5 and not list(p.iter(w("instrText")))


def numbered(p):
    return plain(p) and len(controls(p)) >= 2


def followed(p):
    following = p.getnext()
    fits = following is not None and following.tag == w("p") and _known(following)
    return plain(p) and fits and style(p) == style(following)


def _long(p):
    """Words in plain runs, long enough to stand only once."""
    whole = text(p)
    runs = [r for r in p if r.tag == w("r")]
    words = ["".join(t.text or "" for t in r.iter(w("t"))).split() for r in runs]
    return [x for some in words for x in some if len(x) > 4 and x.isalpha() and whole.count(x) == 1]


def a_word(desk, p):
    return desk.draw.choice(_long(p))


def do_reword(desk, tracked):
    p = desk.take(plain, alone=False)
    reword(p, a_word(desk, p), desk.mark("reword"), tracked)


def do_reword_elsewhere(desk, tracked, looks):
    p = desk.take(lambda p: style(p) in looks and _long(p), alone=False)
    reword(p, a_word(desk, p), desk.mark("reword elsewhere"), tracked)


def do_insert(desk, tracked, look):
    insert_after(desk.take(plain), f"{desk.mark('insert')} er nytt.", look, tracked)


def do_delete(desk, tracked):
    p = desk.take(plain)
    desk.mark("delete", known=text(p))
    delete(p, tracked)


def do_split(desk, tracked):
    p = desk.take(lambda p: plain(p) and len(_long(p)) > 12)
    words = _long(p)
    word = words[len(words) // 2]
    known = desk.mark("split")
    new = split(p, word, tracked)
    reword(new, word, f"{known} {word}")


def do_run_together(desk, tracked):
    p = desk.take(followed)
    other = p.getnext()
    desk.mark("run together", known=text(other))
    run_together(p, other, tracked)


def do_move(desk, tracked):
    p, target = desk.take(plain), desk.take(plain)
    known, word = desk.mark("move"), a_word(desk, p)
    new = move(p, target, tracked)
    reword(new, word, f"{word} {known}", tracked=False)


def do_numbers(desk, how):
    p = desk.take(numbered, alone=False)
    first = controls(p)[0]
    known = desk.mark(f"number {how}", carried=how != "typed over")
    reword(p, a_word(desk, p), f"{known} i 1789" if how == "new" else known)
    if how == "typed over":
        type_in_control(first, "1 234 567")
    elif how == "unwrapped":
        for control in controls(p):
            unwrap(control)
    elif how == "taken out":
        first.getparent().remove(first)
    elif how == "swapped":
        last = controls(p)[-1]
        here, there = etree.Element("x"), etree.Element("x")
        first.addprevious(here)
        last.addprevious(there)
        p.replace(here, last)
        p.replace(there, first)


def do_cell(desk, tracked, which):
    grids = [rows for table in desk.report.body.iter(w("tbl")) if len(rows := list(table.iter(w("p")))) > 1]
    cells = [p for rows in grids for p in rows if p.getparent().tag == w("tc") and not _known(p)]
    fits = [p for p in cells if any(c.isdigit() for c in text(p)) == (which == "number") and len(text(p)) > 1]
    fits = [p for p in fits if "qz" not in text(p) and list(p.iter(w("t")))]
    p = desk.draw.choice(fits)
    reword(p, next(iter(p.iter(w("t")))).text, desk.mark("cell", carried=False), tracked)


def do_hostile(desk, words):
    p = desk.take(plain, alone=False)
    known = desk.mark("hostile")
    reword(p, a_word(desk, p), f"{known} {words}")


def fifty(file, seed=1):
    """The file with fifty edits, and what they are."""
    desk = Desk(Edited(file), random.Random(seed))
    two = (False, True)
    for i in range(5):
        do_run_together(desk, two[i % 2])
    for i in range(5):
        do_numbers(desk, ("typed over", "unwrapped", "taken out", "new", "swapped")[i])
    for i in range(5):
        do_split(desk, two[i % 2])
    for i in range(5):
        do_move(desk, two[i % 2])
    for i in range(5):
        do_reword(desk, two[i % 2])
    for i in range(5):
        do_hostile(desk, HOSTILE[i])
    for i in range(5):
        do_delete(desk, two[i % 2])
    for i in range(5):
        look = ("Normal", "Normal", "ListBullet", "Heading2", "Normal")[i]
        do_insert(desk, two[i % 2], look)
    looks = (
        ("ListBullet",),
        ("Heading2", "Heading3"),
        ("Caption",),
        ("BaseNote",),
        ("Finding", "FindingLast"),
    )
    for i in range(5):
        do_reword_elsewhere(desk, two[i % 2], looks[i])
    for i in range(5):
        do_cell(desk, two[i % 2], ("number", "words")[i % 3 > 1])
    return desk.report.file(), desk.done
