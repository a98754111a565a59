"""Laws of people's names: what is printed is read, and what a seal spoils keeps its bare letters or is left out."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from pipeline.stages.reader.fields.person_name import GIVEN, person_name
from pipeline.stages.reader.fields.vocabulary import SURNAMES
from schemas.text import fold

TONES = "\u0300\u0301\u0303\u0309\u0323"
families, given_names = st.sampled_from(sorted(SURNAMES)), st.sampled_from(sorted(GIVEN))
names = st.tuples(families, st.lists(given_names, min_size=1, max_size=4)).map(lambda name: [name[0], *name[1]])
letters = st.text(alphabet="ABCĐabcđeêghiklmnoôơpqrstuưvxyáàảãạắằấầếềốồớờứừ", min_size=1, max_size=7)


def retoned(syllable: str, tone: str) -> str:
    """The syllable with another tone, or none, on its last vowel."""
    bare = "".join(c for c in unicodedata.normalize("NFD", syllable) if c not in TONES)
    at = max(i for i, c in enumerate(bare) if fold(c) in "aeiouy")
    while at + 1 < len(bare) and unicodedata.combining(bare[at + 1]):
        at += 1
    return unicodedata.normalize("NFC", bare[: at + 1] + tone + bare[at + 1 :])


@given(names)
def test_a_name_is_read_as_it_is_printed(name: list[str]) -> None:
    read = person_name(name)

    assert read is not None
    assert (read.text, read.known) == (" ".join(name), True)


@given(names, st.data())
def test_a_spoilt_tone_changes_no_letter_and_is_told(name: list[str], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(name) - 1))
    spoilt = [*name[:at], retoned(name[at], data.draw(st.sampled_from(["", *TONES]))), *name[at + 1 :]]

    read = person_name(spoilt)

    if read is None:
        assert at == 0  # only a family name is asked for
        return
    assert fold(read.text) == fold(" ".join(name))
    assert read.text.split()[0] in SURNAMES
    assert not read.known or read.text == " ".join(spoilt)


@given(st.lists(letters, min_size=2, max_size=5))
def test_nothing_but_marks_is_ever_mended(syllables: list[str]) -> None:
    read = person_name(syllables)

    assert read is None or fold(read.text) == fold(" ".join(syllables))
