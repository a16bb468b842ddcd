"""A study too large for memory: a Parquet file, counted row group by row group. Tensors of the parts add up.

One text column an item: an answer code, empty for asked but not answered, or a kind of missing behind a full stop
(`.not_asked`, `.declared`). One text column a cluster, stratum or segment, one number column `weight_<id>` a
weight. Each column is read by itself, so memory holds one row group of a few columns and the tensor.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np

from analysis.counting.cells import Cells, join
from analysis.counting.coded import WEIGHT, Coded, quantity
from analysis.counting.coding import MISSING, Column, Item, in_order, smallest_dtype
from analysis.counting.tensor import Tensor, beside, count, packs
from analysis.derived import Derived
from survey.model import Questionnaire

MARK = "."
"""Stands before a kind of missing, which no answer code begins with."""
UNANSWERED = MISSING.index("unanswered")


class Writer:
    """Writes coded parts of a study to one Parquet file, a row group each; a context manager."""

    def __init__(self, path: Path):
        self._path = path
        self._file: Any = None

    def write(self, part: Coded) -> None:
        """Append the people of `part`."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        columns = {name: _words(item.codes, _cells(item)) for name, item in part.items.items()}
        columns |= {name: _words(own.codes, (*own.levels, None)) for name, own in part.background.items()}
        columns |= {f"{WEIGHT}{name}": pa.array(weights) for name, weights in part.weights.items()}
        table = pa.table(columns)
        if self._file is None:
            self._file = pq.ParquetWriter(self._path, table.schema)
        self._file.write_table(table, row_group_size=max(1, part.people))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()


def _cells(item: Item) -> tuple[str | None, ...]:
    return (*(None if k == UNANSWERED else MARK + kind for k, kind in enumerate(MISSING)), *item.answers)


def _words(codes: np.ndarray, words: Sequence[str | None]) -> Any:
    """The codes as a dictionary column of text; code -1 is the last word, no word is an empty cell."""
    import pyarrow as pa

    known = [word for word in words if word is not None]
    place = np.array([-1 if word is None else known.index(word) for word in words], dtype=np.int32)[codes]
    dictionary = pa.array(known, type=pa.string())
    return pa.DictionaryArray.from_arrays(pa.array(place, mask=place < 0), dictionary)


@dataclass(frozen=True)
class ParquetStudy:
    """The study in the Parquet file at `path`; nothing is read before it is counted."""

    path: Path
    questionnaire: Questionnaire
    _levels: dict[str, dict[str, int]] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def _file(self) -> Any:
        import pyarrow.parquet as pq

        names = [name for name in pq.read_schema(self.path).names if not name.startswith(WEIGHT)]
        return pq.ParquetFile(self.path, read_dictionary=names)

    @cached_property
    def _background(self) -> list[str]:
        known = {*self.questionnaire.variables, self.questionnaire.respondent}
        names = self._file.schema_arrow.names
        return [name for name in names if name not in known and not name.startswith(WEIGHT)]

    @cached_property
    def _glance(self) -> dict[str, Column]:
        return {name: self._column(0, name) for name in self._background} if self._groups else {}

    @property
    def _groups(self) -> int:
        return int(self._file.num_row_groups)

    def glance(self) -> Mapping[str, Column]:
        """Background columns of the first row group."""
        return self._glance

    def combinations(self, columns: Sequence[str]) -> int:
        """How many combinations of the columns' codes occur in the first row group."""
        return len(self._cells(0, columns).combos) if self._groups else 0

    def width(self, item: str) -> int:
        """How many answers an item has; of a number, in the first row group."""
        own = self.questionnaire.variables[item].substantive
        return len(own) or (len(self._item(0, item).answers) if self._groups else 1)

    def at_once(self, wanted: Sequence[str], later: Sequence[str]) -> Sequence[str]:
        """Everything: reading the file is what takes time."""
        return tuple(dict.fromkeys([*wanted, *later]))

    def tensors(
        self,
        items: Sequence[str],
        columns: Sequence[str],
        quantities: Sequence[str],
        derived: Mapping[str, Derived],
    ) -> dict[str, Tensor]:
        """The tensor of each quantity, added up row group by row group. ValueError when the file is empty."""
        found: dict[str, Tensor] = {}
        for group in range(self._groups):
            part = self._part(group, self._cells(group, columns), items, quantities, derived)
            found = {name: found[name] + tensor if found else tensor for name, tensor in part.items()}
        if not found:
            raise ValueError(f"{self.path.name} holds nobody")
        return found

    def _part(
        self,
        group: int,
        cells: Cells,
        items: Sequence[str],
        quantities: Sequence[str],
        derived: Mapping[str, Derived],
    ) -> dict[str, Tensor]:
        weights = {
            name.removeprefix(WEIGHT): self._numbers(group, name)
            for name in self._file.schema_arrow.names
            if name.startswith(WEIGHT) and any(q.startswith(name.removeprefix(WEIGHT)) for q in quantities)
        }
        values = {name: quantity(weights, name) for name in quantities}

        shared = {part for name in items if name in derived for part in derived[name].parts}
        held: dict[str, Item] = {}

        def fetch(name: str) -> Item:
            if name in derived:
                return derived[name].item([fetch(part) for part in derived[name].parts])
            if name not in shared:
                return self._item(group, name)
            if name not in held:
                held[name] = self._item(group, name)
            return held[name]

        # One pack at a time: its columns are let go before the next are read.
        parts = [count(cells, [pack], values) for pack in packs(items, fetch, len(cells.combos))]
        return {name: beside([part[name] for part in parts]) for name in quantities}

    def _cells(self, group: int, columns: Sequence[str]) -> Cells:
        people = self._file.metadata.row_group(group).num_rows
        return join({name: self._column(group, name) for name in columns}, columns, people)

    def _column(self, group: int, name: str) -> Column:
        """A background column; levels keep their places from one row group to the next."""
        places, words = self._read(group, name)
        known = self._levels.setdefault(name, {})
        of_word = [known.setdefault(word, len(known)) for word in words]
        codes = np.array([*of_word, -1], dtype=smallest_dtype(len(known) + 1)).take(places)
        return Column(codes, tuple(known))

    def _item(self, group: int, name: str) -> Item:
        places, words = self._read(group, name)
        own = self.questionnaire.variables[name].substantive
        answers = own or in_order(word for word in words if not word.startswith(MARK))
        code = {answer: k + len(MISSING) for k, answer in enumerate(answers)}
        code |= {MARK + kind: k for k, kind in enumerate(MISSING)}
        strange = [word for word in words if word not in code]
        if strange:
            raise ValueError(f"{name}: {strange[0]!r} is no answer of the variable")
        dtype = smallest_dtype(len(answers) + len(MISSING))
        return Item(
            np.array([*(code[word] for word in words), UNANSWERED], dtype=dtype).take(places), answers
        )

    def _read(self, group: int, name: str) -> tuple[np.ndarray, list[str]]:
        """Place of each cell among the words of the column; the last place, one beyond them, is an empty cell."""
        import pyarrow as pa

        chunks = self._file.read_row_group(group, columns=[name], use_threads=False).column(0).chunks
        column = (
            chunks[0] if len(chunks) == 1 else pa.chunked_array(chunks).unify_dictionaries().combine_chunks()
        )
        words = column.dictionary.to_pylist()
        return column.indices.fill_null(len(words)).to_numpy(), words

    def _numbers(self, group: int, name: str) -> np.ndarray:
        column = self._file.read_row_group(group, columns=[name], use_threads=False).column(0)
        return np.asarray(column.fill_null(0).to_numpy(), dtype=float)
