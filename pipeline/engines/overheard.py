"""What C libraries print instead of telling their caller: libjpeg's and libtiff's complaints about damaged data.

For a process of its own only: the standard error stream is everybody's.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def overheard() -> Iterator[list[bytes]]:
    """Catches the standard error stream; the list holds what was said once the block has ended."""
    said: list[bytes] = []
    kept = os.dup(2)
    try:
        with tempfile.TemporaryFile() as caught:
            os.dup2(caught.fileno(), 2)
            try:
                yield said
            finally:
                os.dup2(kept, 2)
                caught.seek(0)
                said.append(caught.read())
    finally:
        os.close(kept)
