"""Text as XML may hold it, and as it stands in a file's source."""

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from pipeline.stages.xml_text import escaped, xml_text


@given(st.text())
def test_what_is_escaped_is_read_back(text: str) -> None:
    element = etree.fromstring(f'<a b="{escaped(text)}">{escaped(text)}</a>')
    assert element.get("b") == xml_text(text)
    assert (element.text or "") == xml_text(text)


@given(st.text(st.characters(categories=["Cc", "Cs", "Po"])))
def test_what_xml_forbids_is_replaced(text: str) -> None:
    assert len(xml_text(text)) == len(text)
    etree.fromstring(f"<a>{escaped(text)}</a>")
