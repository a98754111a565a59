"""What a clerk wrote beside a scan (``<name>.json``, ``<name>.yaml``) becomes claims of source SIDECAR.

Anything that is not understood is refused with the name of the field: nothing is silently dropped.
"""

import json
import re
from collections.abc import Hashable, Mapping

import yaml

from pipeline.stages.sidecar_field import read_field
from schemas.base import Frozen
from schemas.claim import Claim, FieldName, Source
from schemas.errors import Code, Refused
from schemas.text import fold, nfc

MAX_BYTES = 64 * 1024
"""A description is a page of text at most; more is a mistake or an attack."""
RULE = "sidecar@1"
REVIEW = "secret_review"
"""The key under which two people release a scan that only pictures a mark of secrecy."""


def sidecar(content: bytes, *, name: str) -> tuple[Claim, ...]:
    """The claims of a sidecar file.

    Takes: the file's bytes (UTF-8, at most 64 kB) and its name, whose ending says JSON or YAML.
    Gives: one claim a value, confidence 1.0, in the file's order; an empty or null value says nothing.
    Refuses: `Refused` SIDECAR_INVALID with ``field`` (the key as written, "" for the whole file) and ``problem``
    (a constant word: too-large, encoding, syntax, alias, not-a-mapping, duplicate, unknown-field, not-a-value,
    date, number, language, material-type, review).
    """
    claims: dict[FieldName, list[Claim]] = {}
    for key, raw in _read(content, name):
        if key == REVIEW:
            _reviewed(raw)
            continue
        said = _claims(key, raw)
        if not said:
            continue
        if said[0].field in claims:
            raise _refusal(key, "duplicate")
        claims[said[0].field] = said
    return tuple(claim for said in claims.values() for claim in said)


class SecretReview(Frozen):
    """That two people have looked at a page with a mark of secrecy, and it is only a picture of one."""

    people: tuple[str, str]
    reason: str


def secret_review(content: bytes, *, name: str) -> SecretReview | None:
    """What a sidecar says under ``secret_review``: two different names and a reason, parted by semicolons.

    Refuses: as `sidecar` does.
    """
    return next((_reviewed(raw) for key, raw in _read(content, name) if key == REVIEW), None)


def with_review(content: bytes, *, name: str, people: tuple[str, str], reason: str) -> bytes:
    """The same entries as JSON, with what two people say under ``secret_review``.

    Refuses: as `sidecar` does; above all two names that are the same.
    """
    said = "; ".join((*people, reason))
    _reviewed(said)
    entries = {key: raw for key, raw in _read(content, name) if key != REVIEW}
    return json.dumps(entries | {REVIEW: said}, ensure_ascii=False, indent=1).encode() + b"\n"


def _reviewed(raw: object) -> SecretReview:
    first, second, reason, *_ = [*(part.strip() for part in nfc(str(raw)).split(";", 2)), "", "", ""]
    if not (first and second and reason) or fold(first) == fold(second):
        raise _refusal(REVIEW, "review")
    return SecretReview(people=(first, second), reason=reason)


def _read(content: bytes, name: str) -> list[tuple[str, object]]:
    if len(content) > MAX_BYTES:
        raise _refusal("", "too-large")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refusal("", "encoding") from error
    return _json(text) if name.lower().endswith(".json") else _yaml(text)


def _refusal(field: str, problem: str) -> Refused:
    """``field`` is cut to 80 characters: the clerk reads it back."""
    return Refused(Code.SIDECAR_INVALID, detail=problem, field=nfc(field)[:80], problem=problem)


def _claims(key: str, raw: object) -> list[Claim]:
    try:
        field, values = read_field(key, raw)
    except ValueError as error:
        raise _refusal(key, str(error)) from error
    said = nfc(str(raw)) if len(values) == 1 else None
    return [
        Claim(field=field, value=value, raw=said or str(value), source=Source.SIDECAR, confidence=1.0, rule=RULE)
        for value in values
    ]


def _json(text: str) -> list[tuple[str, object]]:
    try:
        parsed = json.loads(text, object_pairs_hook=_Pairs)
    except (json.JSONDecodeError, RecursionError, ValueError) as error:
        raise _refusal("", "syntax") from error
    if not isinstance(parsed, _Pairs):
        raise _refusal("", "not-a-mapping")
    return _once([(str(key), value) for key, value in parsed])


class _Pairs(list[tuple[str, object]]):
    """A JSON object as written, so that a doubled key is seen."""


def _once(pairs: list[tuple[str, object]]) -> list[tuple[str, object]]:
    seen: set[str] = set()
    for key, _ in pairs:
        if key in seen:
            raise _refusal(key, "duplicate")
        seen.add(key)
    return pairs


def _yaml(text: str) -> list[tuple[str, object]]:
    try:
        parsed: object = yaml.load(text, Loader=_PlainLoader)  # noqa: S506  # a SafeLoader that refuses more
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise _refusal("", "syntax") from error
    if not isinstance(parsed, Mapping):
        raise _refusal("", "not-a-mapping")
    return [(str(key), value) for key, value in parsed.items()]


class _PlainLoader(yaml.SafeLoader):
    """Safe YAML without aliases (no bombs), doubled keys, or guessing: every scalar stays the text that was written.

    YAML 1.1 would read 2025-03-07 as a date, 07 as octal and ``no`` as false.
    """

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.events.AliasEvent):
            raise _refusal("", "alias")
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, object]:  # noqa: FBT001  # PyYAML's
        _once([(str(self.construct_object(key, deep=True)), None) for key, _ in node.value])
        return super().construct_mapping(node, deep=deep)


_PlainLoader.yaml_implicit_resolvers = {
    first: [("tag:yaml.org,2002:null", re.compile(r"(?:~?|null)\Z"))] for first in ("", "~", "n")
}
