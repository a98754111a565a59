"""Words with the marks that documents give them: luat dat dai → luật đất đai. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence

from search.folding import TOKEN, token
from search.query import Word


def spelled(words: Sequence[Word], texts: Iterable[str]) -> str:
    """The words in the spelling met most in these texts, above all where their neighbours stand beside them.

    A word that was typed with marks keeps them; one that no text has stays as it is.
    """
    votes: list[Counter[str]] = [Counter() for _ in words]
    for text in texts:
        tokens = [token(found[0]) for found in TOKEN.finditer(text)]
        folded = [flat for _, flat in tokens]
        for place, (marked, flat) in enumerate(tokens):
            for at, word in enumerate(words):
                if flat == word.folded:
                    votes[at][marked] += 1 + 4 * _beside(words, at, folded, place)
    return " ".join(_chosen(word, vote) for word, vote in zip(words, votes, strict=True))


def _beside(words: Sequence[Word], at: int, folded: Sequence[str], place: int) -> int:
    before = at > 0 and place > 0 and folded[place - 1] == words[at - 1].folded
    behind = at + 1 < len(words) and place + 1 < len(folded) and folded[place + 1] == words[at + 1].folded
    return before + behind


def _chosen(word: Word, vote: Counter[str]) -> str:
    if word.exact != word.folded or not vote:
        return word.exact
    return max(sorted(vote), key=lambda marked: vote[marked])
