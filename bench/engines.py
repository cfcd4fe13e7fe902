"""Search engines for comparison: ours, and peers on the same folded and expanded text."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Final, Protocol

import msgspec
import tantivy

from bench import corpus
from i18n.scripts import fold, tokens
from matching.lexicon.lexicon import Lexicon
from matching.lexicon.stopwords import STOPWORDS
from matching.search.filters import Filters
from matching.search.index import Index
from matching.search.packed_vacancies import Document
from matching.search.search import find

_TEXT: Final = "text"


class Query(msgspec.Struct):
    """A typed query.

    Half of the queries have a country and a least pay, in hundredths of the usual pay.
    """

    typed: str
    group: str
    country: str | None = None
    least: int | None = None


class Engine(Protocol):
    """A search engine; `rounds` is how often each query is repeated, once for the slowest."""

    rounds: int

    def search(self, query: Query) -> list[str]: ...


class Ours:
    rounds = 5

    def __init__(self, documents: Sequence[Document], lexicon: Lexicon) -> None:
        self.index = Index.build(documents, lexicon)

    def search(self, query: Query) -> list[str]:
        least = None
        if query.least is not None:
            least = {currency: usual * query.least // 100 for currency, usual in corpus.PAY.items()}
        return find(
            self.index, query.typed, Filters(country=query.country, wage_min=least), limit=20
        ).ids


class Tantivy:
    """Tantivy with the best query known to us.

    One field has title, employer, city, country and every name of the occupation.
    """

    rounds = 5

    def __init__(self, documents: Sequence[Document], lexicon: Lexicon) -> None:
        self.schema = self._schema()
        self.index = tantivy.Index(self.schema)
        writer = self.index.writer(200_000_000, 1)
        for document, text in zip(documents, texts(documents, lexicon), strict=True):
            writer.add_document(
                tantivy.Document(
                    id=document.id,
                    text=text,
                    country=document.country,
                    open=int(document.open),
                    pay=share(document),
                )
            )
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()
        self.searcher = self.index.searcher()

    def _schema(self) -> tantivy.Schema:
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("id", stored=True, tokenizer_name="raw")
        builder.add_text_field(_TEXT, tokenizer_name="whitespace")
        builder.add_text_field("country", tokenizer_name="raw")
        builder.add_integer_field("open", indexed=True, fast=True)
        builder.add_integer_field("pay", indexed=True, fast=True)
        return builder.build()

    def search(self, query: Query) -> list[str]:
        typed = words(query)
        parts = [(tantivy.Occur.Should, part) for word in typed for part in self._word(word)]
        wanted = [
            (tantivy.Occur.Must, tantivy.Query.boolean_query(parts)),
            (tantivy.Occur.Must, self._equal("open", 1)),
        ]
        if query.country:
            wanted.append((tantivy.Occur.Must, self._equal("country", query.country)))
        if query.least is not None:
            enough = tantivy.Query.range_query(
                self.schema, "pay", tantivy.FieldType.Integer, query.least, 10_000
            )
            wanted.append((tantivy.Occur.Must, enough))
        hits = self.searcher.search(tantivy.Query.boolean_query(wanted), 20).hits
        return [str(self.searcher.doc(address)["id"][0]) for _, address in hits]

    def _equal(self, field: str, value: str | int) -> tantivy.Query:
        return tantivy.Query.const_score_query(
            tantivy.Query.term_query(self.schema, field, value), 0.0
        )

    def _word(self, word: str) -> list[tantivy.Query]:
        exact = tantivy.Query.boost_query(tantivy.Query.term_query(self.schema, _TEXT, word), 2.0)
        if len(word) < 4:
            return [exact]
        slips = 1 if len(word) < 8 else 2
        near = tantivy.Query.fuzzy_term_query(self.schema, _TEXT, word, slips, True, False)
        begun = tantivy.Query.fuzzy_term_query(self.schema, _TEXT, word, 0, True, True)
        return [exact, near, begun]


def share(document: Document) -> int:
    return (document.wage or 0) * 100 // corpus.PAY[document.currency]


def _around(lexicon: Lexicon) -> Callable[[Document], str]:
    """Return a function that gives the names of country and occupation, folded."""
    of_group: dict[str, list[str]] = defaultdict(list)
    for name in lexicon.names:
        of_group[name.isco08].append(fold(name.name))
    of_country: dict[str, list[str]] = defaultdict(list)
    for place in corpus.places():
        if place.city is None:
            of_country[place.country].append(fold(place.name))
    text = {group: " ".join(names) for group, names in of_group.items()}
    land = {country: " ".join(names) for country, names in of_country.items()}
    return lambda document: (
        f"{text.get(document.isco08 or '', '')} {land.get(document.country, '')}"
    )


def texts(documents: Sequence[Document], lexicon: Lexicon) -> list[str]:
    """Return the text of each vacancy for the peers.

    It has title, employer, city, country and every name of the occupation, folded.
    """
    around = _around(lexicon)
    return [
        f"{fold(one.title)} {fold(one.employer)} {fold(one.city)} {around(one)}"
        for one in documents
    ]


def words(query: Query) -> list[str]:
    return [word for word in tokens(query.typed) if word not in STOPWORDS]
