"""The printed year: for everybody to read, the same bytes each time, and never obeying what
somebody wrote in it."""

import msgspec
import pypdfium2
import pytest

from service.reporting.documents import pdf
from service.reporting.documents.document import Note
from tests.support import cast


def pages(made: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(made)
    return [page.get_textpage().get_text_range() for page in document]


def squeezed(text: str) -> str:
    return "".join(text.replace("\u200b", "").replace("\ufffe", "").split())


@pytest.mark.parametrize(
    ("lang", "tag"),
    [("uz", b"/Lang(uz"), ("uz-Cyrl", b"/Lang(uz"), ("ru", b"/Lang(ru"), ("en", b"/Lang(en")],
)
def test_it_can_be_read_out_and_kept_for_ever(document_in, lang, tag):
    document = document_in(lang)
    made = pdf.pdf(document, cast.TODAY)
    assert b"/StructTreeRoot" in made
    assert b"pdfuaid:part>1<" in made
    assert b"pdfaid:part>2<" in made
    assert tag in made
    assert pypdfium2.PdfDocument(made).get_metadata_dict()["Title"] == document.title


def test_it_is_the_same_file_each_time(document_in):
    assert pdf.pdf(document_in("en"), cast.TODAY) == pdf.pdf(document_in("en"), cast.TODAY)


def test_every_page_has_its_number_and_says_which_edition_it_is(document_in):
    found = pages(pdf.pdf(document_in("en"), cast.TODAY))
    assert len(found) > 2
    for number, text in enumerate(found, 1):
        assert f"{number} / {len(found)}" in text
        assert squeezed("Provisional: counted from the records on 25 November 2026") in squeezed(
            text
        )


def test_it_says_all_that_everybody_must_know(document_in):
    text = squeezed("".join(pages(pdf.pdf(document_in("en"), cast.TODAY))))
    document = document_in("en")
    for sentence in (
        *document.story,
        document.period,
        document.licence,
        document.hidden,
        *document.rules,
    ):
        assert squeezed(sentence) in text


@pytest.mark.parametrize(
    "nasty",
    [
        '#eval("1+1")',
        "$ x^2 $ *b* _i_ `raw` <label> @ref",
        "= Heading - item",
        "#{ while true {} }",
        "\\",
        "[[[",
    ],
)
def test_what_somebody_wrote_is_set_as_it_stands(document_in, nasty):
    document = msgspec.structs.replace(document_in("en"), remarks=[Note("A", nasty)], story=[nasty])
    assert squeezed("".join(pages(pdf.pdf(document, cast.TODAY)))).count(squeezed(nasty)) == 2


def test_a_year_without_any_figure_is_printed_too(document_in):
    bare = msgspec.structs.replace(document_in("en"), sections=[], story=[])
    assert len(pages(pdf.pdf(bare, cast.TODAY))) == 1


def test_a_hidden_number_does_not_squeeze_the_sentence_beside_it(document_in):
    document = document_in("ru")
    section = next(one for one in document.sections if one.wholes)
    first = section.wholes[0]
    part = msgspec.structs.replace(
        first.parts[0],
        number=None,
        shown="слишком мало, чтобы показать, или скрыто, чтобы защитить людей",
    )
    words = "Зарплата, полученная для работников, в долларах США по курсу"
    hidden = msgspec.structs.replace(first, parts=[part], sentence=words)
    section = msgspec.structs.replace(section, entries=[hidden])
    made = pdf.pdf(msgspec.structs.replace(document, sections=[section]), cast.TODAY)
    assert words in "".join(pages(made)), "in one line"
