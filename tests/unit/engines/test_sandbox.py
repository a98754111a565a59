"""The sandbox: an answer or one of our errors, in time, and nobody left behind."""

import atexit
import errno
import multiprocessing
import os
import signal
import stat
import subprocess
import sys
import time
from contextlib import suppress
from functools import partial
from pathlib import Path

import psutil
import pytest
from pydantic import TypeAdapter

from pipeline.engines.sandbox import run_limited
from schemas.errors import (
    Code,
    DiskFull,
    EngineFailed,
    EngineMissing,
    EngineOutOfMemory,
    EngineTimeout,
    KhoError,
    Refused,
)  # fmt: skip
from schemas.page import Box

NUMBER: TypeAdapter[int] = TypeAdapter(int)
BOX: TypeAdapter[Box] = TypeAdapter(Box)
MEMORY = 3_000_000_000


def run(function, folder, gives=NUMBER, **bounds):
    return run_limited(function, gives, folder=folder, **{"seconds": 120.0, "memory_bytes": MEMORY, **bounds})


def gone(pid, within=120.0):
    """Whether the process ends by itself within that time (a zombie that nobody reaps counts as ended)."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        try:
            if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        time.sleep(0.02)
    return False


def start_sleeper(note: Path) -> None:
    note.write_text(str(subprocess.Popen(["sleep", "900"]).pid))


def test_gives_what_the_function_gives(tmp_path):
    box = Box(x0=1, y0=2, x1=3, y1=4)

    assert run(lambda: box, tmp_path, BOX) == box


def test_the_parent_s_memory_is_not_touched(tmp_path):
    seen = []

    run(lambda: seen.append(1) or 1, tmp_path)

    assert seen == []


@pytest.mark.parametrize(
    "error",
    [Refused(Code.DAMAGED, detail="x", page=3), EngineMissing(program="tesseract"), EngineTimeout(seconds=4.5)],
)
def test_our_errors_arrive_with_code_and_facts(tmp_path, error):
    def fail():
        raise error

    with pytest.raises(type(error)) as caught:
        run(fail, tmp_path)

    assert (caught.value.code, caught.value.detail, caught.value.facts) == (error.code, error.detail, error.facts)


def test_a_full_disk_is_passing_trouble_even_below_another_error(tmp_path):
    def fail():
        try:
            raise OSError(errno.ENOSPC, "no space")
        except OSError as error:
            raise ValueError("could not write") from error

    with pytest.raises(DiskFull):
        run(fail, tmp_path)


def test_an_unknown_error_names_its_place_and_never_its_message(tmp_path):
    def fail():
        raise ValueError("Nguyễn Văn A, số 12")

    with pytest.raises(EngineFailed) as caught:
        run(fail, tmp_path)

    assert "ValueError at test_sandbox.py" in caught.value.detail
    assert "Nguyễn" not in caught.value.detail


def test_memory_beyond_the_bound_is_out_of_memory(tmp_path):
    with pytest.raises(EngineOutOfMemory):
        run(lambda: len(bytearray(MEMORY)), tmp_path)


@pytest.mark.parametrize(
    ("number", "expected"),
    [(signal.SIGSEGV, EngineFailed), (signal.SIGKILL, EngineOutOfMemory), (signal.SIGXCPU, EngineTimeout)],
)
def test_death_by_signal(tmp_path, number, expected):
    with pytest.raises(EngineFailed) as caught:
        run(lambda: os.kill(os.getpid(), number), tmp_path)

    assert type(caught.value) is expected


def test_a_hang_ends_at_the_deadline(tmp_path):
    started = time.monotonic()

    with pytest.raises(EngineTimeout):
        run(lambda: time.sleep(600), tmp_path, seconds=0.3)

    assert time.monotonic() - started < 300


def test_an_end_without_an_answer_is_a_failure(tmp_path):
    with pytest.raises(EngineFailed, match="ended with 3"):
        run(lambda: os._exit(3), tmp_path)


def test_an_answer_of_the_wrong_type_is_a_failure(tmp_path):
    with pytest.raises(EngineFailed, match="expected type"):
        run(lambda: "not a number", tmp_path)


@pytest.mark.parametrize(
    "garbage",
    [
        b"rubbish that is no answer",
        b"R" + (5).to_bytes(8, "big") + b"}}}}}",
        b"E" + (2).to_bytes(8, "big") + b"{}",
        b'E\0\0\0\0\0\0\0\x41{"kind": "SystemExit", "code": "empty", "detail": "", "facts": {} }',
    ],
)
def test_garbage_from_a_child_that_was_taken_over_is_a_failure(tmp_path, garbage):
    def speak():
        for number in range(3, 256):
            try:
                if stat.S_ISFIFO(os.fstat(number).st_mode):
                    os.write(number, garbage)
            except OSError:
                continue
        os._exit(0)

    with pytest.raises(EngineFailed):
        run(speak, tmp_path)


def test_a_file_larger_than_its_bound_is_a_failure(tmp_path):
    with pytest.raises(EngineFailed):
        run(lambda: (tmp_path / "big").write_bytes(b"x" * 5000), tmp_path, file_bytes=1000)


def test_temporary_files_go_to_the_folder_and_tesseract_gets_one_thread(tmp_path):
    import tempfile

    def look():
        assert os.environ["OMP_THREAD_LIMIT"] == "1"
        assert Path(tempfile.mkdtemp()).parent == tmp_path
        return 1

    assert run(look, tmp_path) == 1


def test_the_parent_s_exit_handlers_do_not_run_in_the_child(tmp_path):
    note = tmp_path / "ran"
    atexit.register(note.write_text, "x")
    try:
        run(lambda: 1, tmp_path)
    finally:
        atexit.unregister(note.write_text)

    assert not note.exists()


def test_programs_die_with_the_deadline(tmp_path):
    def hang():
        start_sleeper(tmp_path / "pid")
        time.sleep(600)

    with pytest.raises(EngineTimeout):
        run(hang, tmp_path, seconds=5.0)  # the program has to be there before

    assert gone(int((tmp_path / "pid").read_text()))


@pytest.mark.parametrize("ending", [lambda: 1, lambda: os.kill(os.getpid(), signal.SIGSEGV)])
def test_programs_that_are_left_behind_die_with_the_child(tmp_path, ending):
    def leave():
        start_sleeper(tmp_path / "pid")
        return ending()

    with suppress(KhoError):
        run(leave, tmp_path)

    assert gone(int((tmp_path / "pid").read_text()))


def test_child_and_programs_die_with_the_parent(tmp_path):
    script = f"""
import subprocess, time
from pathlib import Path
from pydantic import TypeAdapter
from pipeline.engines.sandbox import run_limited
def hang():
    import os
    Path({str(tmp_path)!r}, 'child').write_text(str(os.getpid()))
    Path({str(tmp_path)!r}, 'part').write_text(str(subprocess.Popen(['sleep', '900']).pid))
    Path({str(tmp_path)!r}, 'part').rename(Path({str(tmp_path)!r}, 'program'))
    time.sleep(900)
run_limited(hang, TypeAdapter(int), seconds=900, memory_bytes={MEMORY}, folder=Path({str(tmp_path)!r}))
"""
    parent = subprocess.Popen([sys.executable, "-c", script], cwd=Path(__file__).parents[3])
    deadline = time.monotonic() + 240
    while not (tmp_path / "program").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    pids = [int((tmp_path / name).read_text()) for name in ("child", "program")]

    parent.kill()
    parent.wait()

    assert all(gone(pid) for pid in pids)


def test_works_in_a_daemon_process_as_in_a_celery_worker(tmp_path):
    process = multiprocessing.get_context("fork").Process(target=partial(run, lambda: 1, tmp_path), daemon=True)

    process.start()
    process.join(240)

    assert process.exitcode == 0


def test_leaves_no_zombie_and_no_descriptor(tmp_path):
    before = len(os.listdir("/proc/self/fd"))

    for _ in range(5):
        run(lambda: 1, tmp_path)

    assert len(os.listdir("/proc/self/fd")) == before
    assert psutil.Process().children() == []
