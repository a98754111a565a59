"""What a document says of itself: one small module a concern, all of them pure.

Prefer blank to wrong: a field that is not clear on the page gets no claim.
"""
