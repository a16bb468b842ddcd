"""One file a kind of section. To add one: a model in `reports.style.outline`, a file here, and one line in `KINDS`.

Each has `write(document, material, plan)`, which adds its blocks to the document.
"""

from __future__ import annotations

from reports.sections import (
    annex_method,
    annex_open_text,
    annex_questionnaire,
    annex_replication,
    annex_sensitivity,
    annex_tables,
    chapter,
    contents,
    cover,
    lists,
    method,
)

KINDS = {
    "cover": cover,
    "contents": contents,
    "lists": lists,
    "chapter": chapter,
    "method": method,
    "annex_questionnaire": annex_questionnaire,
    "annex_method": annex_method,
    "annex_tables": annex_tables,
    "annex_sensitivity": annex_sensitivity,
    "annex_open_text": annex_open_text,
    "annex_replication": annex_replication,
}
