"""Makes the house templates of the XML files in their folders: page, styles, numbering and language.

Run `python -m reports.make_template` after a change there. `template` is the one that reports use; `templates/forest`
shows that another house's looks just as well. Any .docx may take their place (see docs/report.md).
"""

from __future__ import annotations

from pathlib import Path

from reports.word.package import zipped

TEMPLATES = ("template", "templates/forest")
"""Folders beside this file; each becomes a .docx of the same name."""


def template(folder: Path) -> bytes:
    """The files of `folder` as a .docx file."""
    parts = [path for path in folder.rglob("*") if path.is_file()]
    return zipped({path.relative_to(folder).as_posix(): path.read_bytes() for path in parts})


if __name__ == "__main__":
    here = Path(__file__).parent
    for name in TEMPLATES:
        (here / f"{name}.docx").write_bytes(template(here / name))
