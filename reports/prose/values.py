"""What chapter functions return: text that knows the number behind it and where that came from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Self

from reports.word.bound import Binding, Ledger, Source, bare


class Unknown(Exception):
    """A chapter asks for something that is not there: a message code, the word in question, the message's words."""

    def __init__(self, code: str, value: str, **words: object):
        self.code, self.value, self.words = code, value, words
        super().__init__(f"{code} {value}")


class Wording(str):
    """Words that may hold bound numbers, or are bound themselves.

    As text of its own it is plain; put into other text (`format`, an f-string, `str`) it takes its bindings along.
    """

    bound: str
    binding: Binding | None = None
    ledger: Ledger | None = None

    @classmethod
    def marked(cls, text: str) -> Self:
        """Words as `text` has them, with the bindings in it."""
        made = cls(bare(text))
        made.bound = text
        return made

    @classmethod
    def whole(cls, binding: Binding, ledger: Ledger) -> Self:
        """Words that are bound as a whole."""
        made = cls.marked(ledger.bind(binding))
        made.binding, made.ledger = binding, ledger
        return made

    def recast(self, change: Callable[[str], str]) -> Wording:
        """The same words written otherwise (a small first letter), bound to the same."""
        if self.binding is None or self.ledger is None:
            return Wording.marked(change(self.bound))
        return Wording.whole(replace(self.binding, printed=change(self.binding.printed)), self.ledger)

    def __format__(self, spec: str) -> str:
        return self.bound if not spec else super().__format__(spec)

    def __str__(self) -> str:
        return self.bound


class Value(Wording):
    """What is printed, and behind it `number` (None when hidden or missing) and `bare` (without unit)."""

    number: float | None
    bare: str
    percent: bool

    @classmethod
    def of(cls, shown: str, number: float | None, bare: str = "") -> Value:
        """A value that prints as `shown` and is bound to nothing: a word for what cannot be shown."""
        value = cls(shown)
        value.number, value.bare, value.bound = number, bare or shown, shown
        value.percent = False
        return value

    @classmethod
    def from_(cls, binding: Binding, number: float, ledger: Ledger, bare: str = "") -> Value:
        """A value bound in `ledger`; `bare` is the same number without its unit."""
        value = cls(binding.printed)
        value.number, value.bound = number, ledger.bind(binding)
        value.binding, value.ledger = binding, ledger
        without = Binding(bare, binding.sources, binding.how) if bare else binding
        value.bare, value.percent = ledger.bind(without), bool(bare)
        return value


__all__ = ["Source", "Unknown", "Value", "Wording"]
