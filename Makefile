# Two commands do everything: `make demo` shows the main job, `make test` proves it. Both set the machine up first.
.PHONY: help setup demo test check lock clean bench cluster chaos

PYTHON := .venv/bin/python
DEMO := .kho-demo
WORKERS ?= 2
ROUNDS ?= 3

help:
	@echo 'make demo   quét mẫu → kho lưu trữ (sample scans into an archive, and a page to look at)'
	@echo 'make test   chạy mọi kiểm thử (all tests)'
	@echo 'make check  kiểm tra mã nguồn (lint, types, import rules; under a minute)'
	@echo 'make cluster   cả cụm trên máy này (Redis, SeaweedFS, PostgreSQL, WORKERS=4)'
	@echo 'make chaos     giết từng phần khi đang chạy (ROUNDS=10)'
	@echo 'make bench  đo tốc độ (pages per minute beside plain ocrmypdf)'
	@echo 'make lock   khóa lại phiên bản thư viện (renew the lock files)'

setup:
	@setup/install

demo: setup
	@setup/demo $(DEMO)

check: setup
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy
	.venv/bin/lint-imports --no-cache
	$(PYTHON) -m pytest -q tests/architecture

test: setup check
	@setup/test

bench: setup
	$(PYTHON) bench/pages_per_minute.py

cluster: setup
	@setup/cluster --workers $(WORKERS)

chaos: setup
	@setup/chaos --rounds $(ROUNDS)

lock:
	@setup/lock

clean:
	rm -rf .venv $(DEMO) .coverage .mypy_cache .ruff_cache .hypothesis
