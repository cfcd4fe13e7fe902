"""The content of a year in one language, from which every page and file is made."""

import msgspec


class Part(msgspec.Struct):
    """One number of a figure as people read it.

    A hidden one has no number, and `shown` states so in words.
    """

    code: str
    label: str
    number: int | None
    shown: str
    currency: str | None = None
    # Share of the base of the figure, in hundredths of a percent.
    share: int | None = None
    share_shown: str = ""
    as_printed: str | None = None
    # Of a figure of another body: its precision (exact, over, about), the lines where it is
    # printed, and the printed words if they are more than this number.
    about: str = ""
    line: str = ""
    note: str = ""


class Entry(msgspec.Struct):
    """A figure with its definition, unit and source: one number, or its parts by a dimension."""

    key: str
    sentence: str
    unit: str
    unit_word: str
    origin: str
    rounding: str
    dimension: str
    dimension_word: str
    # The key of the figure of which the parts are shares, and its text.
    base: str
    base_shown: str
    parts: list[Part]
    # Of a figure of another body: the body, and the year of the figure.
    body: str = ""
    year: int | None = None

    @property
    def whole(self) -> bool:
        return not self.dimension

    @property
    def most(self) -> int:
        """Return the value of the longest bar, or 0 for no bars.

        Currencies, rates and a single part have no bars.
        """
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
    """A finding about the figures, or a remark on them."""

    title: str
    text: str


class FigureChange(Note):
    """A number that a correction changed: its figure as the title, and both values in a sentence.

    Values are in the smallest unit; `dimension` names the part of a figure, if it is one.
    """

    key: str
    dimension: dict[str, str] | None
    before: int
    now: int


class Document(msgspec.Struct):
    """A year in one language.

    `revision` states which edition of the figures it is and its day. `mark` stands on every page
    and sheet of a year that is not published.
    """

    language: str
    year: int
    state: str
    title: str
    period: str
    revision: str
    story: list[str]
    sections: list[Section]
    rules: list[str]
    hidden: str
    licence: str
    licence_at: str
    # The hash over all that was signed, for a closed year.
    fingerprint: str = ""
    mark: str = ""
    # Figures of other bodies, one section for each body.
    external: list[Section] = []
    checks: list[Note] = []
    remarks: list[Note] = []
    # The numbers that a correction changed; None for a first edition.
    changes: list[FigureChange] | None = None

    @property
    def entries(self) -> list[Entry]:
        return [one for section in (*self.sections, *self.external) for one in section.entries]
