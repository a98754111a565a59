"""Doors of the reading room: signing in, sessions, forged requests, rights."""
