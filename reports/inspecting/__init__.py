"""What a finished Word file must live up to, one file a rule. A rule is a module with `findings(package)`."""

from __future__ import annotations

from reports.inspecting import (
    alternatives,
    balance,
    cells,
    contrast,
    header_rows,
    headings,
    identifiers,
    language,
    leftovers,
    lists,
    metadata,
    numbers,
    references,
    relations,
    title,
)

RULES = (
    cells,
    identifiers,
    balance,
    references,
    relations,
    metadata,
    headings,
    alternatives,
    header_rows,
    language,
    title,
    contrast,
    numbers,
    lists,
    leftovers,
)
"""Those without which Word may refuse the file come first, then what it must not tell, then what its readers need."""
