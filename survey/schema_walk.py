"""Which keys may stand at a place of a YAML file, found in the JSON schema of its model."""

from __future__ import annotations

from functools import cache
from typing import Any

from pydantic import BaseModel

from survey.document import Place
from survey.text import LANGUAGE_CODES

Node = dict[str, Any]


@cache
def _schema(model: type[BaseModel]) -> Node:
    return model.model_json_schema(by_alias=True)


def known_keys(model: type[BaseModel], data: Any, place: Place) -> list[str]:
    """The keys `model` has at `place` of `data`, in the order they are declared; none where any key may stand."""
    return list(node_at(_schema(model), data, place).get("properties", {}))


def is_text(model: type[BaseModel], data: Any, place: Place) -> bool:
    """Whether words in several languages stand at `place`."""
    keys = known_keys(model, data, place)
    return bool(keys) and set(keys) <= set(LANGUAGE_CODES)


def node_at(schema: Node, data: Any, place: Place) -> Node:
    """The part of `schema` that describes `place` of `data`; an empty one where the schema says nothing."""
    node = _resolved(schema, schema, data)
    for step in place:
        data = _inside(data, step)
        node = _resolved(schema, _step(node, step), data)
    return node


def _step(node: Node, step: str | int) -> Node:
    if isinstance(step, int):
        prefix: list[Node] = node.get("prefixItems", [])
        below = prefix[step] if step < len(prefix) else node.get("items")
    else:
        below = node.get("properties", {}).get(step) or node.get("additionalProperties")
    return below if isinstance(below, dict) else {}


def _inside(data: Any, step: str | int) -> Any:
    try:
        return data[step]
    except (KeyError, IndexError, TypeError):
        return None


def _resolved(schema: Node, node: Node, data: Any) -> Node:
    """`node` with references followed and the variant chosen that fits `data` (unions, optional values)."""
    while True:
        if "$ref" in node:
            node = schema["$defs"][node["$ref"].rpartition("/")[2]]
        elif "discriminator" in node:
            node = _variant(node, data)
        elif "anyOf" in node:
            node = next((one for one in node["anyOf"] if one.get("type") != "null"), {})
        else:
            return node


def _variant(node: Node, data: Any) -> Node:
    chosen = node["discriminator"]
    tag = data.get(chosen["propertyName"]) if isinstance(data, dict) else None
    reference = chosen["mapping"].get(tag)
    return {"$ref": reference} if reference else {}
