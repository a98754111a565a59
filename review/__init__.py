"""READING ROOM: the archivists' web application (not built yet; the room keeps its place in the plan)."""
