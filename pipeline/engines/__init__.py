"""One module per outside program: only it knows that program's flags, versions and lies."""

import os

# onnxruntime (1.31 on Linux too) otherwise starts a thread when it is imported that reports to its maker, and leaves a
# mark in the temporary folder. What an archive reads is nobody else's business; so this stands before any such import.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
