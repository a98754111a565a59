"""The law register, citations, validity and topics."""
