"""A subcommand that is asked for comes alone: nobody waits for the libraries of all the others."""

import subprocess
import sys

import pytest
import typer

from cli.commands import build, names


def commands(only: str | None) -> set[str]:
    return set(typer.main.get_group(build(only)).commands)


@pytest.mark.parametrize("name", sorted(names()))
def test_a_subcommand_comes_alone(name: str) -> None:
    assert commands(name) == {name}


@pytest.mark.parametrize("word", [None, "--help", "nothing"])
def test_any_other_word_brings_all_of_them(word: str | None) -> None:
    assert commands(word) == names()


def test_looking_loads_neither_queue_nor_web_server_nor_reader() -> None:
    told = "import sys; from cli.main import build; build('list'); print(*sys.modules)"
    loaded = set(
        subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True).stdout.split()
    )
    assert "cli.look" in loaded
    assert not {"celery", "fastapi", "uvicorn", "onnxruntime", "cv2", "tantivy"} & loaded
