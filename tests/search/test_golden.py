"""Quality on the judged queries, a little under what was measured (`python -m bench.search` prints it all)."""

from statistics import mean

import pytest

from search.finder import Finder
from tests.golden.search.corpus import indexed, queries
from tests.golden.search.measure import build, known_items, means, ndcg, scores, variants

LEAST = {
    "as typed": 0.97, "no marks": 0.96, "telex": 0.96, "no spaces": 0.94, "new places of tones": 0.96,
    "decomposed": 0.96, "capitals": 0.96, "one letter off": 0.94,
}  # fmt: skip


@pytest.fixture(scope="module")
def finder(tmp_path_factory: pytest.TempPathFactory) -> Finder:
    return build(tmp_path_factory.mktemp("golden"))


def test_there_are_enough_judged_queries_and_each_names_documents_that_are_there() -> None:
    names = {entry.key for made in indexed().values() for entry in made.entries}

    assert len(queries()) >= 200
    assert len({(one.kind, one.query) for one in queries()}) == len(queries())
    assert {name for one in queries() for name in one.grades} <= names


@pytest.mark.parametrize("way", sorted(LEAST))
def test_however_it_is_typed_the_right_documents_come_first(finder: Finder, way: str) -> None:
    found = list(scores(finder, variants()[way]))

    assert mean(one.ndcg for one in found) >= LEAST[way], means(found)


def test_a_known_number_finds_its_document_first(finder: Finder) -> None:
    assert known_items(finder) == 1.0


def test_gain_counts_grade_and_place() -> None:
    assert ndcg(["a", "b"], {"a": 3, "b": 1}) == 1.0
    assert ndcg(["b", "a"], {"a": 3, "b": 1}) < 1.0
    assert ndcg(["x"], {"a": 3}) == 0.0
