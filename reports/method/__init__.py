"""One file a part of the method chapter. To add one: a file here with `blocks(material)`, and its name in `PARTS`."""

from __future__ import annotations

from reports.method import assumptions, disclosure, missing, quality, response, tests, weights

PARTS = (response, missing, quality, weights, tests, disclosure, assumptions)
