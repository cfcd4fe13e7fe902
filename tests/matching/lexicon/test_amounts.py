"""Amounts are whole numbers with names of currencies, however they are typed."""

from matching.lexicon.amounts import plain


def test_thousands_and_signs_are_written_out() -> None:
    typed = {
        "1 500$": "1500 dollar",
        "$1,500": "1500 dollar",
        "5000$ 3000€": "5000 dollar 3000 euro",
        "120 ming": "120000",
        "от 120к": "от 120000",
        "2,5 mln won": "2500000 won",
        "150 тыр": "150000 rubl",
        "ming dollar": "1000 dollar",
        "ikki ming yevro": "2000 yevro",
        "тысяча евро": "1000 евро",
        "ming ayol": "ming ayol",
        "bır mıń dollar": "1000 dollar",
        "İKKİ MING dollar": "2000 dollar",
    }
    assert {text: " ".join(plain(text).split()) for text in typed} == typed
