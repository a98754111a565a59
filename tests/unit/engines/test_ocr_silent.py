"""The libraries of the reader report to nobody."""

import os
import subprocess
import sys


def test_who_loads_the_nets_leaves_no_mark_of_a_report(tmp_path):
    own = {name: value for name, value in os.environ.items() if not name.startswith("ORT_")}

    subprocess.run(
        [sys.executable, "-c", "import pipeline.engines.ocr.nets"], env={**own, "TMPDIR": str(tmp_path)}, check=True
    )

    assert list(tmp_path.iterdir()) == []
