"""Extraction of sentences, upkeep of the .po files and the check that no translation is missing."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import PoFileError, read_po, write_po

from i18n import PLACEHOLDER, PLURALS, Language, as_forms, first_form, po_path
from i18n.scripts import to_cyrillic

ROOT = Path(__file__).parent.parent
PYTHON = ("service", "catalog", "matching", "i18n", "seed/demonstration")
TEMPLATES = "service/templates"
# A sentence found only here is read by staff alone and needs no Karakalpak.
STAFF_SOURCES = (
    "service/templates/desk",
    "service/pages/desk",
    "service/approvals/",
    "service/accounts/account_corrections.py",
    "service/commands/",
    "service/casework/worklists/",
    "service/casework/incidents/",
    "service/casework/scope/incident_tables.py",
    "service/casework/protection/referral_links.py",
    "service/infra/list_settings.py",
    "service/web/desk_nav.py",
    "service/web/lists/",
    "service/web/list_neighbours.py",
    "service/casework/evidence/owners.py",
    "service/casework/letters/letter_gaps.py",
    "service/casework/evidence/record_access.py",
    "service/casework/evidence/releases.py",
    "service/casework/evidence/vetting_documents.py",
    "service/templates/public/referral_answer.html",
    "service/labels/permission_labels.py",
    "service/labels/rule_labels.py",
    "service/labels/vetting_labels.py",
    "seed/demonstration/",
)
TRANSLATED = (
    Language.UZ,
    Language.RU,
    Language.KAA,
)  # English is the source, Cyrillic Uzbek is generated

# In Python the language is the first argument: gettext(lang, "…"); a template has its own language.
IN_PYTHON: Mapping[str, tuple[int, ...] | None] = {
    "N_": None,
    "NP_": (1, 2),
    "_": None,
    "gettext": (2,),
    "ngettext": (2, 3),
}
IN_PAGES: Mapping[str, tuple[int, ...] | None] = {
    "N_": None,
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
}
JINJA = {"newstyle_gettext": "true", "trimmed": "true", "silent": "false"}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence found in the sources, with its plural form if it counts something."""

    one: str
    many: str | None
    files: tuple[str, ...]

    @property
    def for_staff(self) -> bool:
        return all(file.startswith(STAFF_SOURCES) for file in self.files)

    @property
    def audience(self) -> tuple[Language, ...]:
        return tuple(lang for lang in TRANSLATED if lang is not Language.KAA or not self.for_staff)


def extract(root: Path = ROOT) -> dict[str, Sentence]:
    """Every sentence in the sources, keyed by its English wording."""
    sentences: dict[str, Sentence] = {}
    for file, found in extract_from_files(root):
        one, many = (found, None) if isinstance(found, str) else (found[0], found[1])
        if not one:
            continue
        known = sentences.get(one, Sentence(one, many, ()))
        files = tuple(sorted({*known.files, file}))
        sentences[one] = Sentence(one, known.many or many, files)
    return dict(sorted(sentences.items()))


def extract_from_files(root: Path) -> Iterator[tuple[str, str | tuple[str, ...]]]:
    for folder in PYTHON:
        for path in sorted((root / folder).rglob("*.py")):
            yield from extract_sentences(root, path, "python", IN_PYTHON, {})
    for path in sorted(path for path in (root / TEMPLATES).rglob("*") if path.is_file()):
        yield from extract_sentences(root, path, "jinja2", IN_PAGES, JINJA)


def extract_sentences(
    root: Path,
    path: Path,
    kind: str,
    keywords: Mapping[str, tuple[int, ...] | None],
    options: Mapping[str, str],
) -> Iterator[tuple[str, str | tuple[str, ...]]]:
    file = path.relative_to(root).as_posix()
    found: Any
    for found in extract_from_file(kind, path, keywords=keywords, options=dict(options)):
        yield file, found[1]


def update(root: Path = ROOT, *, prune: bool = False) -> None:
    """Write new sentences into every .po file and rebuild the Cyrillic Uzbek.

    `prune` drops sentences that no source contains any more.
    """
    sentences = extract(root)
    for lang in TRANSLATED:
        path = po_path(lang, root / "i18n/locale")
        write(path, lang, merge_messages(lang, read(path), sentences, prune=prune))
    folder = root / "i18n/locale"
    uzbek = read(po_path(Language.UZ, folder))
    write(po_path(Language.UZ_CYRL, folder), Language.UZ_CYRL, cyrillic(uzbek, exceptions(folder)))


def merge_messages(
    lang: Language, old: Catalog, sentences: Mapping[str, Sentence], *, prune: bool
) -> list[Message]:
    kept = {first_form(message.id): message for message in old if message.id}
    messages = [
        entry(lang, sentence, kept.pop(sentence.one, None))
        for sentence in select_sentences(lang, sentences, kept)
    ]
    return messages if prune else messages + list(kept.values())


def select_sentences(
    lang: Language, sentences: Mapping[str, Sentence], kept: Mapping[str, Message]
) -> list[Sentence]:
    return [one for one in sentences.values() if lang in one.audience or one.one in kept]


def entry(lang: Language, sentence: Sentence, old: Message | None) -> Message:
    """The existing translation, with the files in which the sentence occurs now."""
    forms = as_forms(old.string) if old else ()
    remarks = (old.user_comments, old.auto_comments, old.flags) if old else ((), (), ())
    places = [(file, 0) for file in sentence.files]
    if sentence.many is None:
        return make_message(sentence.one, forms[0] if forms else "", places, *remarks)
    blank = ("",) * PLURALS[lang][0]
    return make_message(
        (sentence.one, sentence.many), (forms + blank)[: len(blank)], places, *remarks
    )


def make_message(
    sentence: Any,  # a word or its forms; Babel's published types know only the word
    text: Any,
    places: Iterable[tuple[str, int]],
    by_people: Iterable[str] = (),
    by_us: Iterable[str] = (),
    flags: Iterable[str] = (),
) -> Message:
    own = set(flags) & {"fuzzy"}
    return Message(
        sentence, text, list(places), own, auto_comments=list(by_us), user_comments=list(by_people)
    )


def cyrillic(uzbek: Catalog, by_hand: Mapping[str, tuple[str, ...]]) -> list[Message]:
    """The Uzbek sentences transliterated to Cyrillic; a handwritten exception takes priority."""
    messages = []
    for message in uzbek:
        if not message.id:
            continue
        forms = by_hand.get(first_form(message.id)) or tuple(
            map(to_cyrillic, as_forms(message.string))
        )
        text = forms[0] if isinstance(message.id, str) else forms
        flags = {"fuzzy"} if message.fuzzy else ()
        messages.append(make_message(message.id, text, message.locations, flags=flags))
    return messages


def exceptions(folder: Path) -> dict[str, tuple[str, ...]]:
    """The handwritten Cyrillic forms, keyed by the English sentence.

    A line break is written \\n in the file.
    """
    path = po_path(Language.UZ_CYRL, folder).parents[1] / "exceptions.tsv"
    rows = (
        [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:]]
        if path.exists()
        else []
    )
    return {
        row[0].replace("\\n", "\n"): tuple(cell.replace("\\n", "\n") for cell in row[1:])
        for row in rows
    }


HEADER = """# Sentences of Musofir.
msgid ""
msgstr ""
"Language: {language}\\n"
"Plural-Forms: nplurals={count}; plural={rule};\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def read(path: Path) -> Catalog:
    if not path.exists():
        return Catalog()
    with path.open("rb") as file:
        return read_po(file, abort_invalid=True)


def write(path: Path, lang: Language, messages: Iterable[Message]) -> None:
    """Write a .po file if its content changed.

    It contains no dates and no line numbers, so the same sentences give the same file.
    """
    text = as_po(lang, messages)
    if not path.exists() or path.read_bytes() != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text)


def as_po(lang: Language, messages: Iterable[Message]) -> bytes:
    count, rule = PLURALS[lang]
    catalog, body = Catalog(), BytesIO()
    catalog.mime_headers = [("Plural-Forms", f"nplurals={count}; plural={rule};")]
    for message in messages:
        catalog[message.id] = message
    write_po(body, catalog, width=110, omit_header=True, sort_output=True, include_lineno=False)
    return (
        HEADER.format(language=lang.replace("-", "_"), count=count, rule=rule).encode()
        + body.getvalue()
    )


def check(root: Path = ROOT) -> list[str]:
    """The faults of the catalogues, as plain sentences; an empty list if there are none."""
    sentences, folder = extract(root), root / "i18n/locale"
    faults: list[str] = []
    for lang in (*TRANSLATED, Language.UZ_CYRL):
        try:
            catalog = read(po_path(lang, folder))
        except (PoFileError, UnicodeDecodeError, ValueError) as fault:
            faults.append(f"{lang}: the .po file cannot be read: {fault}.")
            continue
        faults += [f"{lang}: {fault}" for fault in faults_of(lang, catalog, sentences)]
    return faults or unlike_the_rules(folder)


def faults_of(lang: Language, catalog: Catalog, sentences: Mapping[str, Sentence]) -> Iterator[str]:
    if catalog.num_plurals != PLURALS[lang][0]:
        yield f"the header promises {catalog.num_plurals} plural forms, the language has {PLURALS[lang][0]}."
    messages = {first_form(message.id): message for message in catalog if message.id}
    yield from (
        f"“{one}” is said nowhere any more (obsolete)." for one in messages if one not in sentences
    )
    for one, sentence in sentences.items():
        if one in messages:
            yield from faults_in(lang, sentence, messages[one])
        elif lang in sentence.audience:
            yield f"“{one}” is missing ({', '.join(sentence.files)})."


def faults_in(lang: Language, sentence: Sentence, message: Message) -> Iterator[str]:
    forms = as_forms(message.string)
    if not any(forms) or message.fuzzy:
        if lang in (*sentence.audience, Language.UZ_CYRL):
            yield f"“{sentence.one}” is not translated ({', '.join(sentence.files)})."
        return
    expected = PLURALS[lang][0] if sentence.many else 1
    if len(forms) != expected or not all(forms):
        yield f"“{sentence.one}” has {len([text for text in forms if text])} of {expected} plural forms."
        return
    for text in forms:
        yield from faults_of_text(lang, sentence, text, only_one=expected == 2 and text is forms[0])


COUNTS = {"n", "num"}
STRAIGHT = re.compile(r"[^\W\d_]['`‘’´]")
# The end of a sentence and the next one, as where two translations were merged.
GLUED = re.compile("[a-zа-яёўқғҳ]{2}[.!?][A-ZА-ЯЁЎҚҒҲ][a-zа-яёўқғҳ]")


def faults_of_text(
    lang: Language, sentence: Sentence, text: str, *, only_one: bool
) -> Iterator[str]:
    """The faults of one translated form.

    The singular may leave out the number: “one day left”.
    """
    one, many = (
        set(PLACEHOLDER.findall(text or sentence.one)) for text in (sentence.one, sentence.many)
    )
    there, needed = set(PLACEHOLDER.findall(text)), one - COUNTS if only_one else many
    wrong = (needed - there) | (there - one - many)
    if wrong:
        yield f"“{sentence.one}” differs in what it names: {', '.join(sorted(wrong))}."
    if lang in (Language.UZ, Language.KAA) and STRAIGHT.search(re.sub("<[^>]*>", "", text)):
        yield f"“{sentence.one}” is written with a typewriter's apostrophe; use ʻ in oʻ and gʻ, ʼ elsewhere."
    if GLUED.search(text):
        yield f"“{sentence.one}” has no space between two sentences."


def unlike_the_rules(folder: Path) -> list[str]:
    path, uzbek = po_path(Language.UZ_CYRL, folder), read(po_path(Language.UZ, folder))
    made = as_po(Language.UZ_CYRL, cyrillic(uzbek, exceptions(folder)))
    if path.exists() and path.read_bytes() == made:
        return []
    return [
        "uz-Cyrl: the file is not what the rules and exceptions make of the Uzbek; update the catalogues."
    ]
