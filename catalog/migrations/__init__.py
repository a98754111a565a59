"""The tables' history. A step, once released, is never edited: a change of :mod:`catalog.tables` is a new one."""
