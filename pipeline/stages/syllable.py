"""Whether a word is a possible Vietnamese syllable: onset + rime + tone, as closed lists.

Orthography, not dictionary: every syllable that could be written counts, none that could not.
The lists follow the onsets and rimes of the standard orthography; a stop coda takes only the rising and the heavy tone.
"""

import unicodedata

_ONSETS = (
    *("ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr"),
    *("b", "c", "d", "đ", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x"),
    "",
)
"""Longest first, so that a split tries `ngh` before `ng`; the last is the syllable without an onset."""
_OPEN_TEXT = """
    a ai ao au ay am an ang anh ăm ăn ăng âu ây âm ân âng e eo em en eng ê êu êm ên ênh êng
    i ia iu im in inh iêu iêm iên iêng y yêu yêm yên yêng ynh yn
    o oi om on ong oong oa oai oao oay oam oan oang oanh oăm oăn oăng oe oeo oem oen
    ô ôi ôm ôn ông ôông ơ ơi ơm ơn ơng
    u ui um un ung ua uê uy uya uyu uây uân uâng uên uênh uêu uôi uôm uôn uông uơ uơn uyên uyn uynh uyp
    ư ưi ưu ưm ưn ưng ưa ươi ươu ươm ươn ương
"""
_STOPPED_TEXT = """
    ac ach ap at ăc ăp ăt âc âp ât ec ep et êc êch êp êt ich ip it iêc iêp iêt yt yêt ych
    oc op ot ooc oac oach oap oat oăc oăp oăt oet oec ôc ôp ôt ôôc ơc ơp ơt
    uc up ut uât uâc uêch uêt uôc uôp uôt uyt uych uyêt ưc ưp ưt ươc ươp ươt
    ak ăk âk ek êk ik iêk ok ôk ơk uk uôk ưk
"""
_OPEN, _STOPPED = frozenset(_OPEN_TEXT.split()), frozenset(_STOPPED_TEXT.split())
"""Rimes: open ones and those that end in a stop; those in -k are of highland place names (Đắk Lắk)."""
_TONES = {"\u0300": 1, "\u0301": 2, "\u0309": 3, "\u0303": 4, "\u0323": 5}
_STOP_TONES = frozenset({2, 5})
_FRONT = frozenset("eêiy")
_VOWELS = frozenset("aeiouy")


def is_syllable(word: str) -> bool:
    """Whether ``word`` (letters only, any case, NFC or not) can be one Vietnamese syllable with its tone mark."""
    parts = _parts(word)
    if parts is None:
        return False
    bare, tone = parts
    return any(_fits(onset, bare[len(onset) :], tone) for onset in _ONSETS if bare.startswith(onset))


def is_bare_syllable(word: str) -> bool:
    """Whether ``word`` would be a syllable if its tone and letter marks had been left out (`quyet`, `dinh`)."""
    bare = "".join(c for c in unicodedata.normalize("NFD", word.lower().replace("đ", "d")) if "a" <= c <= "z")
    return any(bare.startswith(onset) and bare[len(onset) :] in _BARE_RIMES for onset in _BARE_ONSETS)


def _parts(word: str) -> tuple[str, int] | None:
    """The letters without the tone, and the tone; None where two tones stand in one word, or one on a consonant."""
    letters: list[str] = []
    tones: list[int] = []
    base = ""
    for mark in unicodedata.normalize("NFD", word.lower()):
        base = mark if mark.isascii() else base
        if mark in _TONES:
            tones.append(_TONES[mark] if base in _VOWELS else 0)
        else:
            letters.append(mark)
    if len(tones) > 1 or tones == [0]:
        return None
    return unicodedata.normalize("NFC", "".join(letters)), tones[0] if tones else 0


def _fits(onset: str, rime: str, tone: int) -> bool:
    if onset == "g" and rime.startswith("i"):  # gì, gìn, giếng, giết: one i serves onset and rime
        return _closed(rime, tone)
    front = rime[:1] in _FRONT
    if onset in ("gh", "ngh") and not front:
        return False
    if onset in ("c", "g", "ng") and front:
        return False
    return _closed(rime, tone)


def _closed(rime: str, tone: int) -> bool:
    return rime in _OPEN or (rime in _STOPPED and (tone in _STOP_TONES or rime.endswith("k")))


def _strip(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text.replace("đ", "d")) if "a" <= c <= "z")


_BARE_RIMES = frozenset(_strip(rime) for rime in _OPEN | _STOPPED)
_BARE_ONSETS = tuple(dict.fromkeys(_strip(onset) for onset in _ONSETS))
