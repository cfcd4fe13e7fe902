"""Who reads a page or an export: their language, and names of cities and offices in it."""

from collections.abc import Callable

import msgspec

from catalog.reference.posts import Post
from i18n import Language
from service.web import rendering


class Reader(msgspec.Struct, frozen=True):
    """Who reads: their language, and the name of a city of a country in it."""

    lang: Language
    city: Callable[[str, str], str]

    def office(self, post: Post) -> str:
        """Return the kind of an office abroad and its city."""
        return (
            f"{rendering.label(self.lang, 'post', post.kind)}, {self.city(post.country, post.city)}"
        )
