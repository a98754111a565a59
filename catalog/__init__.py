"""THE CARD INDEX: what is in the vault as rows to list and search, and the ledger of work.

The index is rebuilt from the vault at will. The ledger is the record of work: the queue may be lost, this may not.
"""
