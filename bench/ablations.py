"""This engine with one of its steps switched off: a name, and the fields of its options that differ from the default.

The steps are read off the engine's own record of options, so that a step added there is measured without a change here,
and an engine without options (as it was before issue 3) is simply measured as it is.
"""

import importlib
import inspect
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from pipeline.engines.local import LocalEngine
from schemas.limits import Limits

WHOLE = "whole"
"""The name of the engine as it ships."""
_MODULE = "pipeline.engines.ocr.options"
_CHOICES: dict[str, dict[str, object]] = {
    "net alone": {"readers": frozenset({"net"})},
    "tesseract alone": {"readers": frozenset({"tesseract"})},
}
"""What is not a plain switch."""


def changes() -> Mapping[str, Mapping[str, object]]:
    """Every variant this engine has, the whole one first: every switch that is on by default turned off, one by one."""
    kind = _options_class()
    if kind is None:
        return {WHOLE: {}}
    names = _field_names(kind)
    choices = {name: change for name, change in _CHOICES.items() if set(change) <= set(names)}
    default = kind()
    switches = [name for name in names if getattr(default, name) is True]
    ordered = sorted(switches, key=list(names).index)
    return {WHOLE: {}, **choices, **{f"no {name.replace('_', ' ')}": {name: False} for name in ordered}}


def engine(variant: str, limits: Limits, language: str) -> LocalEngine:
    """The engine with that variant's options.

    Raises:
        KeyError: there is no such variant.
    """
    change, kind = changes()[variant], _options_class()
    if kind is None or not change:
        return LocalEngine(limits=limits, language=language)
    given: dict[str, Any] = {"options": kind(**change)}
    return LocalEngine(limits=limits, language=language, **given)


# -------------------------------------------------------------------------------------------------------------------


def _options_class() -> Any | None:  # noqa: ANN401  # a class that may not be there yet
    """The engine's record of options; None for an engine that takes none."""
    if "options" not in inspect.signature(LocalEngine.__init__).parameters:
        return None
    return importlib.import_module(_MODULE).Options


def _field_names(kind: Any) -> dict[str, None]:  # noqa: ANN401  # see above
    """In the order of the class; a dataclass or a model."""
    return dict.fromkeys([f.name for f in fields(kind)] if is_dataclass(kind) else list(kind.model_fields))
