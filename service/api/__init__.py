"""The doors for programs: the same calls as the pages, ending in Structs."""

from typing import Any

HANDLERS: list[Any] = []
