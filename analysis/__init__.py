"""From answers to publishable numbers. `from analysis import crosstab` asks for one cross-tab, see docs/crosstab.md.

The stage `analysis/crosstab.py` has the same name, and Python binds a submodule to its package when it is imported.
The class below keeps the name `analysis.crosstab` for the function whoever imports what first
(docs/decisions/0005-crosstab-name.md).
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis.asking.door import crosstab as crosstab


class _Package(ModuleType):
    """The package `analysis`, whose attribute `crosstab` is the function and never the stage of that name."""

    @property
    def crosstab(self) -> Callable[..., Any]:
        """The function; what it needs is imported when it is first asked for."""
        from analysis.asking.door import crosstab

        return crosstab

    @crosstab.setter
    def crosstab(self, submodule: object) -> None:
        """Python's import system offers the stage here after importing it; `sys.modules` has it already."""


sys.modules[__name__].__class__ = _Package
