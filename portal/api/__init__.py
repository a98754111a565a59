"""The interface for other programs, version 1: everything the pages show, without a key. What it promises it keeps.

Left free for later: ``/oai``, ``/iiif``, ``/dumps``.
"""
