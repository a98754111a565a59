"""The annotation that says in our PDFs what a stamp on the picture says: how it is known again. Only pikepdf.

It shows nothing, so a page that has no other annotations is still one plain scan and has no text but its layer's.
"""

import pikepdf
from pikepdf import Dictionary, Name, Object, Page, Stream

NAME = "kho-dau-"
"""How the names (/NM) of ours begin; a number from 1 follows."""


def is_stamp_note(note: Object) -> bool:
    """Whether an entry of /Annots is one of ours: by its name, and because its appearance is empty."""
    if not isinstance(note, Dictionary) or note.get(Name.Subtype) != Name.Stamp:
        return False
    name, looks = note.get(Name.NM), note.get(Name.AP)
    if not isinstance(name, pikepdf.String) or not str(name).startswith(NAME) or not isinstance(looks, Dictionary):
        return False
    look = looks.get(Name.N)
    return isinstance(look, Stream) and not look.read_bytes().strip()


def other_notes(page: Page) -> list[Object]:
    """The page's annotations but for those of ours."""
    return [note for note in page.obj.get(Name.Annots, pikepdf.Array()) if not is_stamp_note(note)]
