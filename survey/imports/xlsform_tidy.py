"""Conditions as a person would write them: brackets dissolved, and nothing said that is certain anyway.

Forms repeat what must hold for an earlier question to be asked. An answer to a question implies all that, so such parts
go; the meaning stays the same for every respondent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from survey.conditions import Condition, column_of

Asked = Mapping[str, tuple[Condition, ...]]
"""What a leaf looks at (see `target`) → what holds for everybody who has an answer there."""


def target(leaf: Condition) -> str:
    """A ticked option's column, `<question>=<code>` for a chosen code, else the question."""
    return f"{leaf.question}={leaf.is_}" if leaf.is_ is not None else column_of(leaf)


def tidy(condition: Condition, asked: Asked) -> Condition:
    """The same condition, shorter."""
    if condition.not_ is not None:
        return _not(tidy(condition.not_, asked))
    if condition.question is not None:
        return condition
    key = condition.test
    parts = [inner for part in condition.parts for inner in _opened(tidy(part, asked), key)]
    parts = list(dict.fromkeys(parts))
    parts = _needed(parts, asked) if key == "all" else _merged(parts)
    return parts[0] if len(parts) == 1 else Condition.model_validate({key: parts})


def without(condition: Condition | None, certain: Iterable[Condition]) -> Condition | None:
    """`condition` without parts that hold anyway; None when nothing is left."""
    if condition is None:
        return None
    known = set(certain)
    parts = [part for part in _opened(condition, "all") if part not in known]
    if len(parts) < 2:
        return parts[0] if parts else None
    return Condition.model_validate({"all": parts})


def without_any(condition: Condition | None, offered: Iterable[Condition]) -> Condition | None:
    """`condition` without the part that says that some option or item is left to show: our forms see to that."""
    parts = list(dict.fromkeys(offered))
    some = parts[0] if len(parts) == 1 else Condition.model_validate({"any": parts})
    return without(condition, [some])


def _opened(condition: Condition, key: str) -> tuple[Condition, ...]:
    return condition.parts if condition.question is None and condition.test == key else (condition,)


def _not(condition: Condition) -> Condition:
    if condition.not_ is not None:
        return condition.not_
    if condition.answered is not None:
        return condition.model_copy(update={"answered": not condition.answered})
    return Condition.model_validate({"not": condition})


def _needed(parts: list[Condition], asked: Asked) -> list[Condition]:
    """Without parts that another part implies; of two that imply each other the first stays."""
    kept = list(parts)
    for part in parts:
        others = [other for other in kept if other is not part]
        if len(kept) > 1 and part in set(_implied(others, asked)):
            kept = others
    return kept


def _implied(parts: Iterable[Condition], asked: Asked) -> Iterator[Condition]:
    """Everything that follows from `parts` being true."""
    seen: set[Condition] = set()
    left = list(parts)
    while left:
        part = left.pop()
        for follows in _follows(part, asked):
            if follows not in seen:
                seen.add(follows)
                yield follows
                left.append(follows)


def _follows(part: Condition, asked: Asked) -> Iterator[Condition]:
    if part.all_ is not None:
        yield from part.all_
    if part.question is None or part.answered is False:
        return
    yield from asked.get(target(part), ())
    yield from asked.get(str(part.question), ())
    if part.answered is None and part.has is None:
        yield Condition(question=part.question, answered=True)


def _merged(parts: list[Condition]) -> list[Condition]:
    """`is` and `in` of one question as one `in`, at the place of the first."""
    codes: dict[str, list[str]] = {}
    for part in parts:
        if part.question is not None and (part.is_ is not None or part.in_ is not None):
            codes.setdefault(part.question, []).extend(part.in_ or (str(part.is_),))
    found: list[Condition] = []
    for part in parts:
        listed = codes.get(part.question or "") if part.is_ is not None or part.in_ is not None else None
        if listed is None:
            found.append(part)
        elif part.question is not None:
            own = list(dict.fromkeys(listed))
            test = {"in": own} if len(own) > 1 else {"is": own[0]}
            found.append(Condition.model_validate({"question": part.question, **test}))
    return list(dict.fromkeys(found))
