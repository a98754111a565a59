"""Logging: one JSON object a line in ``HOME/logs``. Events are constant words, facts are fields.

Never document text or personal data; ids, codes, numbers and names of programs only.
"""

import logging
from pathlib import Path

import structlog

from wiring.settings import Settings

_BOUND = 10_000_000


def open_log(settings: Settings, name: str) -> None:
    """Sends this process's log, and that of its forks, to ``HOME/logs/<name>.log``.

    A file over 10 MB is put aside when it is opened, not while several processes append to it.
    """
    folder = log_folder(settings)
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / f"{name}.log"
    if place.exists() and place.stat().st_size > _BOUND:
        place.replace(folder / f"{name}.1.log")
    file = logging.FileHandler(place, encoding="utf-8")
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    file.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [file]
    root.setLevel(settings.log_level)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def log_folder(settings: Settings) -> Path:
    """Where the logs are."""
    return settings.state / "logs"
