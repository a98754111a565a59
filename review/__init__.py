"""READING ROOM: the archivists' web application: what needs a person, the record screen, people and their rights."""
