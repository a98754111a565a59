"""The measurements themselves are measured: scoring, costs, simulated scanners, tables."""
