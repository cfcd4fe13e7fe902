"""What a year says, made once in one language: every page and file is written from it, so that all
show the same figures."""

import msgspec


class Part(msgspec.Struct):
    """One number of a figure as people read it. No number: hidden, and shown says so in words."""

    code: str
    label: str
    number: int | None
    shown: str
    currency: str | None = None
    # Of the base of the figure, in hundredths of a percent.
    share: int | None = None
    share_shown: str = ""
    as_printed: str | None = None
    # Of a figure of another body: how it is meant (exact, over, about), the lines where it is
    # printed, and what stands beside it where the printed words are not just this number.
    about: str = ""
    line: str = ""
    note: str = ""


class Entry(msgspec.Struct):
    """A figure: one number, or its parts by a dimension, with what it counts, in which unit and
    where that comes from."""

    key: str
    sentence: str
    unit: str
    unit_word: str
    origin: str
    rounding: str
    dimension: str
    dimension_word: str
    # The key of the figure whose shares the parts are, and that in words.
    base: str
    base_shown: str
    parts: list[Part]
    # Of a figure that another body told: which body, and the year it is of.
    body: str = ""
    year: int | None = None

    @property
    def whole(self) -> bool:
        return not self.dimension

    @property
    def most(self) -> int:
        """What the longest bar stands for; unlike currencies, rates and a single part are not
        drawn."""
        drawn = [part.number for part in self.parts if part.number]
        return max(drawn) if self.dimension not in ("", "currency") and len(drawn) > 1 else 0

    @property
    def hidden(self) -> int:
        return sum(part.number is None for part in self.parts)

    @property
    def shares(self) -> bool:
        return any(part.share_shown for part in self.parts)


class Section(msgspec.Struct):
    key: str
    title: str
    entries: list[Entry]

    @property
    def numbers(self) -> int:
        return sum(len(one.parts) for one in self.entries)

    @property
    def wholes(self) -> list[Entry]:
        return [one for one in self.entries if one.whole]

    @property
    def divided(self) -> list[Entry]:
        return [one for one in self.entries if not one.whole]


class Note(msgspec.Struct):
    """What was found in the figures, or what somebody remarked on them."""

    title: str
    text: str


class Document(msgspec.Struct):
    """A year in one language. Revision says which edition of the figures it is and of which day."""

    language: str
    year: int
    state: str
    title: str
    state_word: str
    period: str
    revision: str
    story: list[str]
    sections: list[Section]
    rules: list[str]
    hidden: str
    licence: str
    licence_at: str
    # The hash over all that was signed, of a year that is closed.
    fingerprint: str = ""
    # What other bodies told, a section for each of them.
    external: list[Section] = []
    checks: list[Note] = []
    remarks: list[Note] = []

    @property
    def entries(self) -> list[Entry]:
        return [one for section in (*self.sections, *self.external) for one in section.entries]
