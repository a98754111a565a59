"""Measurements: what reading costs and how often it is wrong, beside plain programs on the same pages."""
