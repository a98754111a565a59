"""Only what is public stands in the index: in no hit, count, suggestion, spelling or snippet is there anything else.

Every hidden document has a word and a law of its own. What is asked is asked after following change by change, and
again after building the index anew.
"""

from datetime import timedelta
from typing import NamedTuple

import pytest

from schemas.change import Change
from schemas.ids import RecordId
from search.finder import Finder
from tests.search.stack import Stack, open_stack

HIDDEN = ("unpublished", "internal", "embargoed", "withdrawn", "hidden")
WORDS = {
    "unpublished": "Hoanhthanh", "internal": "Nguyetque", "embargoed": "Thanhlong", "withdrawn": "Bachdang",
    "hidden": "Thuongxuan", "corrected": "Lamviensau",
}  # fmt: skip
LAW = "Theo Luật Thủ đô số 39/2024/QH15."


class Scene(NamedTuple):
    """The archive and its documents by their parts."""

    stack: Stack
    cast: dict[str, RecordId]


def _play(stack: Stack, *, watched: bool) -> dict[str, RecordId]:
    """Everything that happens to the documents, with the indexer looking in between, or not."""

    def look() -> None:
        if watched:
            stack.caught_up()

    later = stack.clock.now() + timedelta(days=30)
    cast = {
        "shown": stack.paper("TỜ GẤP VỀ ĐẤT ĐAI", "Quyền của người sử dụng đất."),
        "corrected": stack.paper("SỔ TAY HÒA GIẢI", "Hòa giải ở cơ sở."),
        "unpublished": stack.paper(f"TỜ GẤP {WORDS['unpublished']}", WORDS["unpublished"], LAW, public=False),
        "internal": stack.paper(f"CẨM NANG {WORDS['internal']}", WORDS["internal"], LAW, public=False),
        "embargoed": stack.paper(f"ĐÁP ÁN {WORDS['embargoed']}", WORDS["embargoed"], LAW, embargo=later),
        "withdrawn": stack.paper(f"TỜ RƠI {WORDS['withdrawn']}", WORDS["withdrawn"], LAW),
        "hidden": stack.paper(f"BẢN TIN {WORDS['hidden']}", WORDS["hidden"], LAW),
    }
    look()
    stack.withdraw(cast["withdrawn"])
    stack.retitle(cast["corrected"], f"Sổ tay {WORDS['corrected']}")
    look()
    stack.hide(cast["hidden"])
    look()
    return cast


@pytest.fixture(scope="module", params=["followed", "rebuilt"])
def scene(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Scene:
    stack = open_stack(tmp_path_factory.mktemp(request.param))
    cast = _play(stack, watched=request.param == "followed")
    if request.param == "rebuilt":
        stack.rebuilt()
    return Scene(stack, cast)


def _told(finder: Finder, typed: str) -> str:
    """Everything that any answer says to what was typed."""
    answers = [repr(finder.find(typed, kind=kind)) for kind in ("document", "question")]
    suggested = [one.model_dump_json() for one in finder.suggest(typed)]
    return " ".join([*answers, *suggested]).lower()


@pytest.mark.parametrize("part", [*HIDDEN, "corrected"])
def test_a_hidden_word_is_in_no_answer(scene: Scene, part: str) -> None:
    word = WORDS[part].lower()

    for typed in (word, word[:-1], word[:4], f"{word[:-2]}x{word[-1]}", f"sổ tay {word[:-1]}x", "", "tờ gấp"):
        told = _told(scene.stack.finder, typed)
        told = told.replace(f'"instead":"{typed}"', "")
        assert word not in told


@pytest.mark.parametrize("part", HIDDEN)
def test_a_hidden_document_is_in_no_answer(scene: Scene, part: str) -> None:
    finder, record = scene.stack.finder, scene.cast[part]

    assert finder.get(record) is None
    assert record not in _told(finder, "") + _told(finder, "tờ gấp luật thủ đô")
    assert finder.find(WORDS[part]).total == 0


def test_hidden_documents_are_not_counted(scene: Scene) -> None:
    finder = scene.stack.finder
    found = finder.find("")

    assert found.total == 2
    assert all(sum(one.count for one in counts) <= 2 for counts in found.facets.values())
    assert "luat-thu-do-2024" not in {one.value for one in finder.facet_values("law")}
    assert finder.find("luật thủ đô").total == 0
    assert finder.find("39/2024/QH15").total == 0
    assert finder.suggest("luật thủ") == ()


def test_the_public_goes_on_seeing_what_was_published(scene: Scene) -> None:
    told = scene.stack.finder.get(scene.cast["corrected"])

    assert told is not None
    assert "hòa giải" in told.title.lower()
    assert scene.stack.finder.get(scene.cast["shown"]) is not None


def test_an_embargo_ends_without_any_change(tmp_path_factory: pytest.TempPathFactory) -> None:
    stack = open_stack(tmp_path_factory.mktemp("embargo"))
    until = stack.clock.now() + timedelta(days=2)
    record = stack.paper("ĐÁP ÁN CUỘC THI", "Thanhlong", embargo=until)
    assert stack.caught_up().get(record) is None

    stack.clock.moment = until - timedelta(seconds=1)
    assert stack.caught_up().get(record) is None
    stack.clock.moment = until
    assert stack.caught_up().get(record) is not None
    with stack.follower() as follower:
        assert [step.looked for step in stack.steps(follower)] == [0]


def test_publishing_again_shows_the_correction(tmp_path_factory: pytest.TempPathFactory) -> None:
    stack = open_stack(tmp_path_factory.mktemp("again"))
    record = stack.paper("SỔ TAY HÒA GIẢI", "Hòa giải ở cơ sở.")
    stack.caught_up()
    stack.retitle(record, "Sổ tay Lamviensau")
    assert stack.caught_up().find("Lamviensau").total == 0

    stack.change(record, Change(publish=True))

    assert [hit.found.record for hit in stack.caught_up().find("Lamviensau").hits] == [record]
