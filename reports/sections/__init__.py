"""One file a kind of section. To add one: a model in `reports.style.outline`, a file here, and one line in `KINDS`.

Each has `write(document, material, plan)`, which adds its blocks to the document.
"""

from __future__ import annotations

from reports.sections import annex_replication, annex_tables, chapter, contents, cover, method

KINDS = {
    "cover": cover,
    "contents": contents,
    "chapter": chapter,
    "method": method,
    "annex_tables": annex_tables,
    "annex_replication": annex_replication,
}
