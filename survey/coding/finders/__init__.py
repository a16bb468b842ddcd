"""One file a kind of thing that tells who somebody is. To add one: a file with `find(text, known)`, and its line here.

Of hits at the same place the earlier finder's is kept.
"""

from __future__ import annotations

from survey.coding.finders import contacts, dates, numbers, people, places, scripts
from survey.coding.finders.hit import Hit
from survey.coding.finders.known import Known

FINDERS = (contacts.find, dates.find, numbers.find, places.find, people.find, scripts.find)

__all__ = ["FINDERS", "Hit", "Known"]
