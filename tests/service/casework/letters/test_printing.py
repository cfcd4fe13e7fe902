"""The printed letter: the same bytes each time, for everybody to read, and never obeying what
somebody wrote in it."""

from datetime import date

import msgspec
import pypdfium2
import pytest

from i18n.tongues import LetterLanguage
from service.casework.claims import wage_claims
from service.casework.claims.components import Component
from service.casework.claims.wage_claims import Line
from service.casework.letters import compose, letter_facts, printing
from service.casework.letters.letter_request import Kind, LetterRequest
from service.casework.letters.letter_writer import LetterWriter
from service.casework.money.money_entries import Balance
from tests.support import cast
from tests.support.letters import SITE


@pytest.fixture
def known(seeded):
    with seeded.read() as session:
        session_input = letter_facts.read(
            session,
            wage_claims.get(session, cast.CLAIM, by=cast.ELYOR),
            by=cast.ELYOR,
            day=cast.TODAY,
        )
    return msgspec.structs.replace(
        session_input, handed=[letter_facts.WorkerPayment(date(2026, 9, 3), 50_000_00, "RUB", True)]
    )


def printed(known, kind=Kind.DEMAND, language=LetterLanguage.EN, **values) -> bytes:
    return printing.pdf(
        compose.letter(
            LetterWriter(known, LetterRequest(kind, language, **values), cast.TODAY),
            "L-22222222",
            SITE,
        )
    )


def pages(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    return [page.get_textpage().get_text_range() for page in document]


def squeezed(text: str) -> str:
    return "".join(text.replace("\u200b", "").replace("\ufffe", "").split())


def test_it_is_the_same_file_each_time(known):
    assert printed(known) == printed(known)
    assert printed(known, first="x") != printed(known)


def test_it_can_be_read_out_and_kept_for_ever(known):
    pdf = printed(known, language=LetterLanguage.RU)
    assert b"/StructTreeRoot" in pdf
    document = pypdfium2.PdfDocument(pdf)
    assert (
        document.get_metadata_dict()["Title"]
        == "Требование о выплате заработной платы · L-22222222"
    )
    assert b"pdfuaid:part>1<" in pdf
    assert b"pdfaid:part>2<" in pdf
    assert b"pdfaid:conformance>B<" in pdf
    assert b"/Lang(ru)" in pdf


@pytest.mark.parametrize(
    "nasty",
    [
        '#eval("1+1")',
        '#include "letter-1.typ"',
        '\\include "x"',
        '#read("letter-1.typ")',
        "$ x^2 $ *b* _i_ `raw` <label> @ref",
        "= Heading\n- item\n+ item\n/ term: x",
        "#{ while true {} }",
        "// comment /* open",
        "[[[]]",
        "\\",
        "\"quotes\" 'and' «more»",
        "https://example.org/#frag",
        "\\u{1F600} ~ -- --- ...",
        '#import "@preview/x:1.0.0": *',
        "<b>bold</b>&amp;<script>",
    ],
)
def test_what_somebody_wrote_is_set_as_it_stands(known, nasty):
    words = msgspec.structs.replace(
        known,
        worker=letter_facts.Worker(nasty.replace("\n", " ")),
        employer=letter_facts.Firm(nasty.replace("\n", " ")),
    )
    text = "".join(pages(printed(words, first=nasty, second=nasty)))
    assert squeezed(text).count(squeezed(nasty)) >= 4


@pytest.mark.parametrize(
    "name",
    ["x" * 200, "Ғ" * 200, "홍" * 200, "long name " * 20, "😀علي", "", "a\u0301\u0301\u0301"],
)
def test_a_strange_or_endless_name_stays_on_the_paper(known, name):
    pdf = printed(
        msgspec.structs.replace(
            known, worker=letter_facts.Worker(name), employer=letter_facts.Firm(name), officer=name
        ),
        first=name * 5,
    )
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        text, width = page.get_textpage(), page.get_width()
        edges = [text.get_charbox(place)[2] for place in range(text.count_chars())]
        assert max(edges) <= width - 50


@pytest.mark.parametrize("kind", [Kind.DEMAND, Kind.COMPLAINT, Kind.POWER])
def test_thirty_six_lines_go_over_to_the_next_page_with_all_their_sums(known, kind):
    parts = list(Component)
    lines = [
        Line(
            claim="W",
            number=n,
            component=parts[n % 13].value,
            currency="RUB",
            claimed=10**13 - n,
            agreed=10**13 - n,
        )
        for n in range(1, 37)
    ]
    sums = [Balance("RUB", 10**14, 10**14, 10**14, 0, 0, 10**14)]
    found = pages(printed(msgspec.structs.replace(known, lines=lines, balances=sums), kind))
    assert len(found) > 1
    assert all(squeezed("₽99,999,999,999.9") in squeezed(page) for page in found[:1])
    assert sum("99,999,999,999." in line for page in found for line in page.splitlines()) >= 36
    assert found[-1].strip().endswith(f"{len(found)} / {len(found)}")


def test_a_letter_without_any_line_is_printed_too(known):
    bare = msgspec.structs.replace(known, lines=[], balances=[])
    assert len(pages(printed(bare, Kind.POWER))) == 1
