"""Realistic Vietnamese scans with exact ground truth: texts, layouts, effects, and a small committed set.

``scans/`` is laid out as an inbox; ``answers/`` holds the truth (`tests.samples.truth`); ``render`` makes both.
"""
