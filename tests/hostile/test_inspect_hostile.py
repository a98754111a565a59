"""Every hostile file is refused with its code, and every odd but sound one is taken, in a child with bounds.

The child may take 4 GB of address space beyond what this process has, and 20 seconds.
"""

import os
import pickle
import resource
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.engines.inspect import inspect_file
from schemas.errors import KhoError, Refused
from schemas.inspection import Inspection
from schemas.limits import Limits
from tests.hostile.files import CASES, HostileCase

SECONDS = 20
MEMORY = 4_000_000_000


def _bounded(work: Callable[[], Inspection]) -> Inspection | KhoError:
    """What ``work`` gives or raises, from a forked child that cannot harm this process."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        os.close(reader)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        signal.alarm(SECONDS)
        try:
            answer: object = work()
        except BaseException as error:  # noqa: BLE001  # the parent raises it
            answer = error
        with os.fdopen(writer, "wb") as out:
            out.write(pickle.dumps(answer))
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as source:
        data = source.read()
    _, status = os.waitpid(child, 0)
    assert status == 0, f"the child died of {os.waitstatus_to_exitcode(status)}"
    found = pickle.loads(data)
    assert isinstance(found, Inspection | KhoError), repr(found)
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_file_meets_its_code(case: HostileCase, tmp_path: Path) -> None:
    file = tmp_path / case.name
    file.write_bytes(case.make())
    found = _bounded(lambda: inspect_file(file, Limits()))
    if case.code is None:
        assert isinstance(found, Inspection), f"{found} {getattr(found, 'detail', '')}"
        assert case.warning is None or case.warning in found.warnings
    else:
        assert isinstance(found, Refused), repr(found)
        assert found.code is case.code, f"{found} {found.detail}"


def test_no_two_cases_share_a_name() -> None:
    names = [case.name for case in CASES]
    assert len(set(names)) == len(names)
