"""Names of offices in the reader's language."""

from catalog.reference.posts import Post
from i18n import Language
from service.web.reader import Reader


def test_an_office_is_named_by_kind_and_city_of_the_reader():
    post = Post(code="KR-SEOUL-EMB", country="KR", city="Seoul", kind="embassy")
    reader = Reader(Language.RU, lambda country, city: f"{country} {city}")
    assert reader.office(post) == "Посольство, KR Seoul"
