"""The shape that every model of the API has."""

from typing import Any

from pydantic import ConfigDict


def shown(title: str, example: dict[str, Any]) -> ConfigDict:
    """Return the configuration of a model: frozen, without fields of its own invention, told with an example."""
    return ConfigDict(title=title, frozen=True, extra="forbid", json_schema_extra={"examples": [example]})
