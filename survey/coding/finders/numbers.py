"""Numbers that point to one person or firm: identity numbers, phones, accounts, organisations, and unknown long ones.

Control digits as the Norwegian Tax Administration gives them (weights 3 7 6 1 8 9 4 5 2 and 5 4 3 2 7 6 5 4 3 2,
modulus 11); the same modulus for bank accounts and, with weights 3 2 7 6 5 4 3 2, for organisation numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from survey.coding.finders.hit import Hit
from survey.coding.finders.known import Known, cues

# Digits in groups, with at most a separator or two between; each character belongs to one part only, so time is linear.
_GROUPS = re.compile(r"\d+(?:(?:[ .\-/]{1,3}|\) ?)\d+)*")
_FIRST, _SECOND = (3, 7, 6, 1, 8, 9, 4, 5, 2), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
_ORGANISATION = (3, 2, 7, 6, 5, 4, 3, 2)
_PHONES = ((8,), (2, 2, 2, 2), (3, 2, 3), (4, 4), (2, 3, 3), (2, 6), (3, 5), (1,) * 8)
_ACCOUNTS = ((11,), (4, 2, 5))
_FIRMS = ((9,), (3, 3, 3))
SHORTEST, LONGEST, LONG = 8, 20, 12
"""Digits looked at together, at least and at most; from how many on, in groups of three or more, they are no figure."""


def find(text: str, known: Known) -> Iterator[Hit]:
    """Every such number in `text`; of several readings the first that fits, longest first."""
    for match in _GROUPS.finditer(text):
        yield from _windows(text, match)


def _windows(text: str, match: re.Match[str]) -> Iterator[Hit]:
    groups = [(m.start() + match.start(), m.group()) for m in re.finditer(r"\d+", match.group())]
    i = 0
    while i < len(groups):
        read = _longest(text, groups, i)
        if read is None:
            i += 1
            continue
        taken, hit = read
        yield hit
        i += taken


def _longest(text: str, groups: list[tuple[int, str]], i: int) -> tuple[int, Hit] | None:
    sizes: list[int] = []
    for _, digits in groups[i : i + LONGEST]:
        if sizes and sum(sizes) + len(digits) > LONGEST:
            break
        sizes.append(len(digits))
    for taken in range(len(sizes), 0, -1):
        if sum(sizes[:taken]) < SHORTEST:
            return None
        start, last = groups[i][0], groups[i + taken - 1]
        end = last[0] + len(last[1])
        digits = "".join(group for _, group in groups[i : i + taken])
        read = _abroad(text, start, digits) or _read(digits, tuple(sizes[:taken]), text[end : end + 12])
        if read:
            plus = 1 if start and text[start - 1] == "+" else 0
            return taken, Hit(start - plus, end, *read)
    return None


def _abroad(text: str, start: int, digits: str) -> tuple[str, str] | None:
    """A number with a country's code before it."""
    plus = start > 0 and text[start - 1] == "+"
    if (plus and 8 <= len(digits) <= 15) or (digits.startswith("00") and 10 <= len(digits) <= 15):
        return "phone", "a phone number with a country code"
    return None


def _read(digits: str, sizes: tuple[int, ...], after: str) -> tuple[str, str] | None:
    if len(digits) == 11:
        return _eleven(digits, sizes)
    if len(digits) == 9 and sizes in _FIRMS and fits(digits, _ORGANISATION):
        return "organisation_number", "nine digits whose control digit fits"
    if len(digits) == 8:
        return _eight(digits, sizes, after)
    if sizes == (len(digits),) and len(digits) >= 9:
        return "number", f"{len(digits)} digits in a row"
    if len(digits) >= LONG and min(sizes[:-1]) >= 3 and not _figures(digits, sizes):
        return "number", f"{len(digits)} digits in groups"
    return None


def _eleven(digits: str, sizes: tuple[int, ...]) -> tuple[str, str] | None:
    if valid_identity(digits):
        return "identity_number", "eleven digits with a date and two control digits that fit"
    if sizes in _ACCOUNTS and fits(digits, _SECOND):
        return "bank_account", "eleven digits whose control digit fits"
    if born(digits[:6]) and (sum(sizes[:-1]) in (0, 6) or sizes[0] == 6):
        return "identity_number", "eleven digits that begin with a date; the control digits do not fit"
    if sizes in _ACCOUNTS:
        return "number", "eleven digits"
    return None


def _eight(digits: str, sizes: tuple[int, ...], after: str) -> tuple[str, str] | None:
    if sizes == (4, 4) and all(_year(digits[i : i + 4]) for i in (0, 4)):
        return None
    if sizes == (8,) and (
        _day(digits[4:], digits[2:4], digits[:2]) or _day(digits[:4], digits[4:6], digits[6:])
    ):
        return "birth_date", "eight digits that are a date"
    counted = after.split()[:1]
    if digits.endswith("000") or (counted and counted[0].casefold() in cues("amounts")):
        return None
    if sizes in _PHONES and digits[0] not in "01":
        return "phone", "eight digits grouped as a phone number"
    return ("number", "eight digits in a row") if sizes == (8,) else None


def _day(year: str, month: str, day: str) -> bool:
    return _year(year) and _exists(int(year), int(month), int(day))


def _year(digits: str) -> bool:
    return digits[:2] in ("19", "20")


def _figures(digits: str, sizes: tuple[int, ...]) -> bool:
    """Years after each other, or a large figure with its thousands apart."""
    years = set(sizes) == {4} and all(_year(digits[i : i + 4]) for i in range(0, len(digits), 4))
    return years or (set(sizes[1:]) == {3} and digits.endswith("000"))


def valid_identity(digits: str) -> bool:
    """Ordinary, D- (day + 40), H- (month + 40), FH-number (8, 9 first), made-up (month + 65, + 80): date and digits."""
    return (born(digits[:6]) or digits[0] in "89") and fits(digits[:10], _FIRST) and fits(digits, _SECOND)


def fits(digits: str, weights: tuple[int, ...]) -> bool:
    """Whether the digit after the weighted ones is their control digit, modulus 11."""
    total = sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=False))
    return (11 - total % 11) % 11 == int(digits[len(weights)])


def born(digits: str) -> bool:
    """Whether six digits are day, month and year, with what is added for those who have no ordinary number."""
    day, month, year = int(digits[:2]), int(digits[2:4]), int(digits[4:])
    day -= 40 if day > 40 else 0
    month -= next((added for added in (80, 65, 40) if month > added), 0)
    # 2000 is a leap year, as are all years of two digits that four divides but those of 1900.
    return _exists(2000 + year, month, day)


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
