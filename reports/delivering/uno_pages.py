"""Run by a Python that has LibreOffice's bridge: asks a listening LibreOffice for page numbers, or for a PDF.

    python uno_pages.py PIPE FILE.docx [FILE.pdf]

Prints a JSON object, bookmark → page, of the file; writes it as a tagged PDF (PDF/UA) when a name is given.
Imports nothing of ours: this Python is not the one that everything else runs on.
"""

from __future__ import annotations

import functools
import json
import sys
import time
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

PATIENCE = 60.0
INLINE = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}inline"
ABOUT = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"


def connected(pipe: str) -> Any:
    """The listening LibreOffice's context; it may take its time to start."""
    import uno  # type: ignore[import-not-found]
    from com.sun.star.connection import NoConnectException  # type: ignore[import-not-found]

    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def value(name: str, content: Any) -> Any:
    """One property, as LibreOffice takes them."""
    from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found]

    made = PropertyValue()
    made.Name, made.Value = name, content
    return made


def pages(document: Any) -> dict[str, int]:
    """Every bookmark's page number, as printed."""
    cursor = document.CurrentController.ViewCursor
    found = {}
    for name in document.Bookmarks.ElementNames:
        cursor.gotoRange(document.Bookmarks.getByName(name).Anchor.Start, False)
        found[name] = cursor.Page
    return found


def descriptions(file: str) -> list[tuple[str, str]]:
    """Name and description of every chart in the file, in order."""
    with zipfile.ZipFile(file) as archive:
        body = ElementTree.fromstring(archive.read("word/document.xml"))  # noqa: S314  (a file of ours)
    drawings = (one for one in body.iter(INLINE) if one.find(f".//{CHART}") is not None)
    return [(about.get("name", ""), about.get("descr", "")) for one in drawings for about in one.iter(ABOUT)]


def describe(document: Any, file: str) -> None:
    """Give charts the descriptions that LibreOffice leaves behind when it reads them from a Word file."""
    objects = document.EmbeddedObjects
    made = [objects.getByName(name) for name in objects.ElementNames]

    def compare(one: Any, other: Any) -> int:
        return -int(document.Text.compareRegionStarts(one.Anchor.Start, other.Anchor.Start))

    made.sort(key=functools.cmp_to_key(compare))
    said = descriptions(file)
    if len(said) != len(made):
        sys.exit(f"it shows {len(made)} of {len(said)} charts")
    for one, (name, description) in zip(made, said):  # noqa: B905  (this Python may be older than ours)
        one.Title, one.Description = name, description


def export(document: Any, path: str) -> None:
    """The document as a tagged PDF."""
    import uno

    options = {"UseTaggedPDF": True, "PDFUACompliance": True, "ExportBookmarks": True}
    filters = uno.Any("[]com.sun.star.beans.PropertyValue", tuple(value(k, v) for k, v in options.items()))
    document.storeToURL(
        Path(path).resolve().as_uri(),
        (value("FilterName", "writer_pdf_Export"), value("FilterData", filters)),
    )


def main(pipe: str, file: str, pdf: str = "") -> None:
    """See the module's docstring."""
    context = connected(pipe)
    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    url = Path(file).resolve().as_uri()
    document = desktop.loadComponentFromURL(url, "_blank", 0, (value("Hidden", True),))
    if document is None:
        sys.exit("the file could not be opened")
    try:
        sys.stdout.write(json.dumps(pages(document)))
        if pdf:
            describe(document, file)
            export(document, pdf)
    finally:
        document.close(False)


if __name__ == "__main__":
    main(*sys.argv[1:])
