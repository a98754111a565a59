"""How the index is laid out. Everything is folded and parted into tokens before it comes here: tantivy only splits.

``FORMAT`` names the layout and all rules that decide what stands in it: who changes one of them raises it, and every
node builds its index anew.
"""

from functools import cache

import tantivy

from search.found import FACETS

FORMAT = 5
TOKENS = "tokens"
"""The name of the tokenizer that splits at spaces."""


def counted_field(facet: str) -> str:
    """The field by which a facet is counted."""
    return f"{facet}_number"


@cache
def schema() -> tantivy.Schema:
    """The fields.

    | field | holds |
    | --- | --- |
    | key, record, kind | ``record`` or ``record#n``; document, question, or state (what the indexer remembers) |
    | folded, exact | all words, without and with marks: text, title, subjects, issuer |
    | pairs | folded neighbours of text and title |
    | title, title_pairs | the title's words and neighbours, folded |
    | about, issuer | names of laws, topics, audiences; of agencies and places; folded |
    | numbers, own | document numbers in it and what they are looked up by; its own |
    | text, spaced | the text, and its folded twin (`search.letters`), for snippets; only stored, UTF-8 |
    | found | the `Found` as JSON; only stored |
    | (facets) | values as they are, for choosing; as numbers (`search.values`), for counting |
    | shard | parts of the archive by which great numbers are estimated (`search.sampling`) |
    | published, turn | when, in milliseconds since 1970; `turn` of documents and tombstones only (`search.turnover`) |
    """
    builder = tantivy.SchemaBuilder()
    for name in ("key", "record"):
        builder.add_text_field(name, stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("kind", fast=True, tokenizer_name="raw", index_option="basic")
    for name in ("folded", "exact"):
        builder.add_text_field(name, tokenizer_name=TOKENS, index_option="position")
    for name in ("pairs", "numbers", "title", "title_pairs"):
        builder.add_text_field(name, tokenizer_name=TOKENS, index_option="freq")
    for name in ("about", "issuer"):
        builder.add_text_field(name, tokenizer_name=TOKENS, index_option="basic")
    builder.add_text_field("shard", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("own", tokenizer_name="raw", index_option="basic")
    for name in FACETS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
        builder.add_unsigned_field(counted_field(name), fast=True)
    builder.add_unsigned_field("day", fast=True)
    builder.add_unsigned_field("due", fast=True, indexed=True)
    for name in ("found", "text", "spaced"):
        builder.add_bytes_field(name, stored=True)
    builder.add_unsigned_field("published", fast=True)
    builder.add_unsigned_field("turn", fast=True, indexed=True)
    return builder.build()
