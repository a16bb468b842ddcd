"""What a person does to a report in Word, done to its XML: typing, splitting, moving; tracked changes or not."""

import copy
import io
import zipfile

from lxml import etree

NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
AUTHOR = {f"{{{NS}}}id": "9000", f"{{{NS}}}author": "Kari", f"{{{NS}}}date": "2025-01-01T00:00:00Z"}


def w(name):
    return f"{{{NS}}}{name}"


class Edited:
    """A Word file whose body can be changed; `tracked` edits leave the old text in place, as Word does."""

    def __init__(self, file):
        with zipfile.ZipFile(io.BytesIO(file)) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        self.root = etree.fromstring(self.parts["word/document.xml"])
        self.body = self.root.find(w("body"))

    def file(self, **parts):
        self.parts["word/document.xml"] = etree.tostring(self.root, xml_declaration=True, encoding="UTF-8")
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for name, part in {**self.parts, **parts}.items():
                archive.writestr(name, part)
        return buffer.getvalue()

    def paragraphs(self):
        return list(self.body.iter(w("p")))

    def find(self, start):
        """The only paragraph whose text begins so."""
        found = [p for p in self.paragraphs() if text(p).startswith(start) and style(p)[:3] != "TOC"]
        found = [p for p in found if style(p) != "TableofFigures"]
        assert len(found) == 1, (start, len(found))
        return found[0]


def style(p):
    named = p.find(f"{w('pPr')}/{w('pStyle')}")
    return "Normal" if named is None else named.get(w("val"))


def text(p):
    """What is shown with every change accepted."""
    signs = {w("tab"): "\t", w("br"): "\n"}
    gone = {t for name in ("del", "moveFrom") for d in p.iter(w(name)) for t in d.iter()}
    return "".join(signs.get(t.tag) or t.text or "" for t in p.iter(w("t"), *signs) if t not in gone)


def run(words, like=None):
    made = etree.Element(w("r"))
    if like is not None and like.find(w("rPr")) is not None:
        made.append(copy.deepcopy(like.find(w("rPr"))))
    t = etree.SubElement(made, w("t"))
    t.text = words
    t.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return made


def wrap(name, *runs):
    made = etree.Element(w(name), AUTHOR)
    for one in runs:
        made.append(one)
    return made


def _as_deleted(one):
    for t in one.iter(w("t")):
        t.tag = w("delText")


def place(p, words):
    """The plain run that holds `words`, and what stands before and after them in it."""
    for one in p.iter(w("r")):
        whole = "".join(t.text or "" for t in one.iter(w("t")))
        if words in whole and one.getparent().tag != w("del"):
            before, _, after = whole.partition(words)
            return one, before, after
    raise AssertionError((words, text(p)))


def reword(p, old, new, tracked=False):
    """Type `new` over `old`, which stands in one run."""
    one, before, after = place(p, old)
    parts = [run(before, one)] if before else []
    if tracked:
        gone = run(old, one)
        _as_deleted(gone)
        parts += [wrap("del", gone)] + ([wrap("ins", run(new, one))] if new else [])
    else:
        # Word cuts what is typed into runs of its own, and marks the spelling.
        parts += [
            run(new[: len(new) // 2], one),
            etree.Element(w("proofErr")),
            run(new[len(new) // 2 :], one),
        ]
    parts += [run(after, one)] if after else []
    parent = one.getparent()
    i = parent.index(one)
    parent.remove(one)
    for j, part in enumerate(parts):
        parent.insert(i + j, part)


def insert_after(p, words, look="Normal", tracked=False):
    """Press Enter after a paragraph and type."""
    made = etree.Element(w("p"))
    properties = etree.SubElement(made, w("pPr"))
    etree.SubElement(properties, w("pStyle")).set(w("val"), look)
    if tracked:
        etree.SubElement(etree.SubElement(properties, w("rPr")), w("ins"), AUTHOR)
        made.append(wrap("ins", run(words)))
    else:
        made.append(run(words))
    p.addnext(made)
    return made


def content(p):
    return [child for child in p if child.tag != w("pPr")]


def mark(p, name):
    """Say in the paragraph's properties that its end was put in, deleted or moved."""
    properties = p.find(w("pPr"))
    if properties is None:
        properties = etree.Element(w("pPr"))
        p.insert(0, properties)
    looks = properties.find(w("rPr"))
    looks = etree.SubElement(properties, w("rPr")) if looks is None else looks
    etree.SubElement(looks, w(name), AUTHOR)


def delete(p, tracked=False):
    """Delete a whole paragraph."""
    if not tracked:
        p.getparent().remove(p)
        return
    _wrap_all(p, "del")
    mark(p, "del")


def _wrap_all(p, name):
    for child in content(p):
        if child.tag in (w("r"), w("sdt")):
            i = p.index(child)
            around = etree.Element(w(name), AUTHOR)
            p.insert(i, around)
            around.append(child)
            if name == "del":
                _as_deleted(child)


def split(p, words, tracked=False):
    """Press Enter before `words`, which begin in a plain run."""
    one, before, after = place(p, words)
    new = etree.Element(w("p"))
    new.append(copy.deepcopy(p.find(w("pPr"))))
    rest = list(one.itersiblings())
    new.append(run(words + after, one))
    for element in rest:
        new.append(element)
    one.addnext(run(before.rstrip(), one))
    p.remove(one)
    p.addnext(new)
    if tracked:
        mark(p, "ins")
    return new


def run_together(p, other, tracked=False):
    """Delete the end of a paragraph, so that `other`, the next, runs on in it."""
    if tracked:
        p.append(wrap("ins", run(" ")))
        mark(p, "del")
        return
    p.append(run(" "))
    for element in content(other):
        p.append(element)
    other.getparent().remove(other)


def move(p, target, tracked=False):
    """Cut a paragraph and paste it after `target`."""
    if not tracked:
        target.addnext(p)
        return p
    new = copy.deepcopy(p)
    for name in ("bookmarkStart", "bookmarkEnd"):
        for element in list(new.iter(w(name))):
            element.getparent().remove(element)
    _wrap_all(p, "moveFrom")
    mark(p, "moveFrom")
    _wrap_all(new, "moveTo")
    mark(new, "moveTo")
    target.addnext(new)
    return new


def controls(p):
    return [sdt for sdt in p.iter(w("sdt")) if sdt.find(f"{w('sdtPr')}/{w('tag')}") is not None]


def type_in_control(sdt, words):
    """Type over a number inside its control."""
    first, *rest = sdt.iter(w("t"))
    first.text = words
    for t in rest:
        t.text = ""


def unwrap(sdt):
    """Remove the control and keep what it holds."""
    for element in reversed(list(sdt.find(w("sdtContent")))):
        sdt.addnext(element)
    sdt.getparent().remove(sdt)
