"""THE YARD: the real parts (Redis, SeaweedFS, PostgreSQL, every role of ours), run natively on loopback.

For tests, for `make cluster` and `make chaos`, on machines without a container engine. What is started is what
``docker-compose.yml`` says; nothing here is needed by the product itself.
"""
