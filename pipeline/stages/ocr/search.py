"""Chooses one option of every slot so that the line is likely both as ink and as Vietnamese: a beam search.

The readers' scores and the language model's are added up over whole words, so a mark, a space or a full stop that the
net was unsure of is decided by what makes sense around it, and what the net was sure of is hardly ever overruled.

What the model has no say in: numbers and anything with a digit in it, acronyms, and (but little) capitalised words
within a sentence, which are mostly names.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

from pipeline.stages.ocr.language_model import START, LanguageModel, token_of
from pipeline.stages.ocr.network import Network, Option
from pipeline.stages.ocr.tokens import ACRONYM

Context = tuple[str, str]
OPENING: Context = (START, START)
"""Before the first word of a paragraph."""
_SENTENCE_ENDS = frozenset(".?!:;")
_JOINING = frozenset("/-")
_score = attrgetter("score")


@dataclass(frozen=True, kw_only=True, slots=True)
class Weights:
    """How much the model counts against the readers."""

    word: float = 0.7
    name: float = 0.25
    bonus: float = 3.0
    """Added for a word: what the model takes from a likely one, so that saying more words is not punished."""
    sign: float = 0.5
    sign_bonus: float = 1.5
    floor: float = -14.0
    beam: int = 10


@dataclass(frozen=True, slots=True)
class Chosen:
    """The outcome: which option of every slot, and the tokens that the next line follows."""

    choice: tuple[int, ...]
    after: Context
    score: float


class _State(NamedTuple):
    score: float
    before: Context
    word: str
    """Letters since the last space or sign."""
    fresh: bool
    """Whether a sentence begins here, so that a capital letter says nothing."""
    path: "_Path | None"
    """What was chosen at the slots that leave a choice, the last one first."""


class _Path(NamedTuple):
    option: int
    rest: "_Path | None"


def search(network: Network, model: LanguageModel, before: Context = OPENING, weights: Weights | None = None) -> Chosen:
    """The best choice for a line that follows the tokens ``before``."""
    judge = _Judge(model, weights or Weights())
    states = [_State(0.0, before, "", before[1] in _SENTENCE_ENDS or before[1] == START, None)]
    for options in _steps(network):
        states = _after_one(judge, states, options[0]) if len(options) == 1 else _after_any(judge, states, options)
    ended = max((judge.ended(state) for state in states), key=lambda state: state.score)
    return Chosen(_unrolled(ended.path, network), ended.before, ended.score)


# -------------------------------------------------------------------------------------------------------------------


def _steps(network: Network) -> Iterator[tuple[Option, ...]]:
    """The options of every slot; letters and digits that leave no choice are taken together, as one."""
    run, sum_of_run = "", 0.0
    for slot in network:
        text, log_prob = slot.options[0]
        if len(slot.options) == 1 and text.isalnum():
            run, sum_of_run = run + text, sum_of_run + log_prob
            continue
        if run:
            yield ((run, sum_of_run),)
            run, sum_of_run = "", 0.0
        yield slot.options
    if run:
        yield ((run, sum_of_run),)


def _after_one(judge: "_Judge", states: Sequence[_State], option: Option) -> list[_State]:
    text, log_prob = option
    after = [judge.after(state, text, log_prob, state.path) for state in states]
    return after if len(after) == 1 or text.isalnum() else _best(after, judge.weights.beam)


def _after_any(judge: "_Judge", states: Sequence[_State], options: Sequence[Option]) -> list[_State]:
    after = [
        judge.after(state, text, log_prob, _Path(index, state.path))
        for state in states
        for index, (text, log_prob) in enumerate(options)
    ]
    return _best(after, judge.weights.beam)


def _best(states: Sequence[_State], beam: int) -> list[_State]:
    """The best of those that go on alike, and of these the best ``beam``, the best first."""
    best: dict[tuple[Context, str], _State] = {}
    for state in states:
        key = state.before, state.word
        other = best.get(key)
        if other is None or state.score > other.score:
            best[key] = state
    return sorted(best.values(), key=_score, reverse=True)[:beam]


class _Judge:
    def __init__(self, model: LanguageModel, weights: Weights) -> None:
        self.model = model
        self.weights = weights

    def after(self, state: _State, text: str, log_prob: float, path: _Path | None) -> _State:
        """The state after one more option; ``path`` leads there."""
        score, before, word, fresh, _ = state
        score += log_prob
        if text.isalnum():
            return _State(score, before, word + text, fresh, path)
        for letter in text:
            if letter.isalnum() or (letter in _JOINING and _is_code(word)):
                word += letter
                continue
            if word:
                score += self._word(before, word, fresh=fresh)
                before, word, fresh = (before[1], token_of(word)), "", False
            if letter != " ":
                score += self._sign(before, letter)
                before = (before[1], token_of(letter))
                fresh = letter in _SENTENCE_ENDS or (fresh and letter != ",")
        return _State(score, before, word, fresh, path)

    def ended(self, state: _State) -> _State:
        """The state once its last word is known to be whole."""
        if not state.word:
            return state
        score = state.score + self._word(state.before, state.word, fresh=state.fresh)
        return _State(score, (state.before[1], token_of(state.word)), "", False, state.path)

    def _word(self, before: Context, word: str, *, fresh: bool) -> float:
        if not word.isalpha():
            return 0.0
        token = token_of(word)
        if token == ACRONYM:
            return 0.0
        weights = self.weights
        weight = weights.word if fresh or not word[0].isupper() or word.isupper() else weights.name
        said = max(self.model.score(before, token), weights.floor)
        return weight * said + weights.bonus * weight / weights.word

    def _sign(self, before: Context, sign: str) -> float:
        said = max(self.model.score(before, token_of(sign)), self.weights.floor)
        return self.weights.sign * said + self.weights.sign_bonus


def _is_code(word: str) -> bool:
    """Whether a word is a number or a part of one so far, in which strokes and hyphens belong to it."""
    return any(letter.isdigit() for letter in word)


def _unrolled(path: _Path | None, network: Network) -> tuple[int, ...]:
    choice = [0] * len(network)
    for place in range(len(network) - 1, -1, -1):
        if path is not None and len(network[place].options) > 1:
            choice[place], path = path
    return tuple(choice)


def chosen_text(network: Network, choice: Sequence[int]) -> str:
    """The text that a choice spells."""
    return "".join(slot.options[index][0] for slot, index in zip(network, choice, strict=True))
