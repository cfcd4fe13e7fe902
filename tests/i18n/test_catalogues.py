import re
from pathlib import Path

import pytest

from i18n import PLURALS, Language, as_forms, first_form, po_path
from i18n.catalogues import Sentence, check, extract, read, update

UZ, CYRL, RU, KAA = Language.UZ, Language.UZ_CYRL, Language.RU, Language.KAA

PYTHON = """
from i18n import N_, gettext, ngettext
SENTENCE = N_("The agency may not recruit today.")
def say(lang, n):
    _("Good day")
    return gettext(lang, "Dear %(name)s") + ngettext(lang, "%(n)s job", "%(n)s jobs", n)
"""
PAGE = """<h1>{{ _("Jobs abroad") }}</h1>
{% trans name=name %}
  Dear
  %(name)s
{% endtrans %}
{% trans who=who %}Dear {{ who }}{% endtrans %}
{% trans n=n %}{{ n }} seat{% pluralize %}{{ n }} seats{% endtrans %} {{ ngettext("%(num)s day", "%(num)s days", 3) }}
"""
TRANSLATIONS = {
    UZ: {
        "Dear %(name)s": ("Hurmatli %(name)s",),
        "Dear %(who)s": ("Hurmatli %(who)s",),
        "Desk": ("Ish stoli",),
        "Good day": ("Assalomu alaykum",),
        "Jobs abroad": ("Xorijdagi ishlar",),
        "%(n)s job": ("%(n)s ta ish", "%(n)s ta ish"),
        "%(n)s seat": ("bitta oʻrin", "%(n)s ta oʻrin"),
        "%(num)s day": ("%(num)s kun", "%(num)s kun"),
        "The agency may not recruit today.": ("Agentlik bugun ishchi yollay olmaydi.",),
    }
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    write(tmp_path / "catalog/licensing/agencies.py", PYTHON)
    write(tmp_path / "service/templates/home/show.html", PAGE.replace("%(name)s", "{{ name }}"))
    write(tmp_path / "service/templates/desk/show.html", '{{ _("Desk") }} {{ _("Jobs abroad") }}')
    return tmp_path


@pytest.fixture
def finished(project: Path) -> Path:
    """Every sentence has a translation (the Uzbek, in all of them)."""
    update(project)
    for lang in (UZ, RU, KAA):
        for sentence, forms in TRANSLATIONS[UZ].items():
            spelled = [form.replace("bitta", "%(n)s ta") for form in forms] if lang is RU else forms
            translate(project, lang, sentence, *spelled)
    update(project)
    return project


def test_it_finds_sentences_in_code_and_pages(project: Path) -> None:
    assert list(extract(project)) == sorted(TRANSLATIONS[UZ])


def test_it_knows_where_a_sentence_is_said(project: Path) -> None:
    assert extract(project)["Dear %(name)s"].files == (
        "catalog/licensing/agencies.py",
        "service/templates/home/show.html",
    )


def test_it_knows_who_reads(project: Path) -> None:
    assert extract(project)["Desk"].audience == (UZ, RU)
    assert extract(project)["Jobs abroad"].audience == (UZ, RU, KAA)


def test_it_reads_the_forms_for_one_and_many(project: Path) -> None:
    assert extract(project)["%(n)s seat"].many == "%(n)s seats"


def test_it_writes_what_is_new_into_every_file(project: Path) -> None:
    update(project)
    assert "Desk" in ids(project, RU)
    assert "Desk" not in ids(project, KAA)
    assert ids(project, CYRL) == ids(project, UZ)


def test_it_writes_the_same_bytes_twice(finished: Path) -> None:
    before = [po(finished, lang).read_bytes() for lang in (UZ, CYRL, RU, KAA)]
    update(finished)
    assert [po(finished, lang).read_bytes() for lang in (UZ, CYRL, RU, KAA)] == before


def test_it_writes_no_dates_and_no_line_numbers(finished: Path) -> None:
    text = po(finished, RU).read_text("utf-8")
    assert "Date" not in text
    assert "#: catalog/licensing/agencies.py service/templates/home/show.html\n" in text


def test_it_finds_nothing_wrong_in_a_finished_service(finished: Path) -> None:
    assert check(finished) == []


def test_it_makes_the_cyrillic_by_rule(finished: Path) -> None:
    assert 'msgstr "Агентлик бугун ишчи ёллай олмайди."' in po(finished, CYRL).read_text("utf-8")


def test_it_puts_a_wording_by_hand_before_the_rule(finished: Path) -> None:
    write(
        finished / "i18n/locale/uz_Cyrl/exceptions.tsv",
        "sentence\tcyrillic\nDesk\tИш столи (хизмат)\n",
    )
    assert "update the catalogues" in check(finished)[0]
    update(finished)
    assert 'msgstr "Иш столи (хизмат)"' in po(finished, CYRL).read_text("utf-8")
    assert check(finished) == []


def test_it_names_a_missing_sentence(finished: Path) -> None:
    write(finished / "matching/scoring/score.py", 'N_("You are strong.")')
    assert "ru: “You are strong.” is missing (matching/scoring/score.py)." in check(finished)


def test_it_names_an_empty_translation(finished: Path) -> None:
    translate(finished, RU, "Good day", "")
    assert check(finished) == ["ru: “Good day” is not translated (catalog/licensing/agencies.py)."]


def test_it_names_a_lost_fact(finished: Path) -> None:
    translate(finished, RU, "Dear %(name)s", "Уважаемый %(nmae)s")
    assert check(finished) == ["ru: “Dear %(name)s” differs in what it names: name, nmae."]


def test_it_names_two_translations_that_were_merged(finished: Path) -> None:
    translate(finished, RU, "Dear %(name)s", "Уважаемый %(name)s, здесь.Дорогой %(name)s")
    assert check(finished) == ["ru: “Dear %(name)s” has no space between two sentences."]


def test_it_lets_one_thing_go_without_its_number_only_where_one_is_one(finished: Path) -> None:
    translate(finished, RU, "%(n)s seat", "одно место", "%(n)s места", "%(n)s мест")
    assert check(finished) == ["ru: “%(n)s seat” differs in what it names: n."]


def test_it_names_missing_plural_forms(finished: Path) -> None:
    translate(finished, RU, "%(n)s job", "%(n)s работа", "%(n)s работы", "")
    assert check(finished) == ["ru: “%(n)s job” has 2 of 3 plural forms."]


def test_it_names_a_wrong_header(finished: Path) -> None:
    text = po(finished, KAA).read_text("utf-8")
    write(po(finished, KAA), text.replace("nplurals=2; plural=(n != 1)", "nplurals=3; plural=0"))
    assert "kaa: the header promises 3 plural forms, the language has 2." in check(finished)


def test_it_names_an_obsolete_sentence_and_drops_it_when_told(finished: Path) -> None:
    write(finished / "service/templates/desk/show.html", "")
    assert "uz: “Desk” is said nowhere any more (obsolete)." in check(finished)
    update(finished)
    assert "Desk" in ids(finished, UZ)
    update(finished, prune=True)
    assert check(finished) == []


def test_it_names_a_typewriters_apostrophe(finished: Path) -> None:
    translate(finished, UZ, "Desk", "So'm <a class='x'>stoli</a>")
    update(finished)
    assert check(finished) == [
        "uz: “Desk” is written with a typewriter's apostrophe; use ʻ in oʻ and gʻ, ʼ elsewhere."
    ]


def test_it_names_a_cyrillic_file_that_was_edited_by_hand(finished: Path) -> None:
    text = po(finished, CYRL).read_text("utf-8")
    write(po(finished, CYRL), text.replace("Иш столи", "Стол"))
    assert "update the catalogues" in check(finished)[0]


def test_it_names_a_file_that_cannot_be_read(finished: Path) -> None:
    write(po(finished, RU), "msgid nonsense")
    assert check(finished)[0].startswith("ru: the .po file cannot be read")


def test_it_keeps_the_remark_that_no_speaker_has_read(finished: Path) -> None:
    text = po(finished, KAA).read_text("utf-8")
    write(po(finished, KAA), text.replace('msgid "Good day"', '#. unread\nmsgid "Good day"'))
    update(finished)
    assert "#. unread\n" in po(finished, KAA).read_text("utf-8")
    assert check(finished) == []


@pytest.mark.parametrize("lang", [UZ, CYRL, RU, KAA])
def test_it_has_the_plural_rule_of_the_language_in_every_real_file(lang: Language) -> None:
    catalog = read(po_path(lang))
    assert (catalog.num_plurals, catalog.plural_expr) == PLURALS[lang]


def test_it_counts_a_sentence_of_staff_pages_alone_as_for_staff() -> None:
    assert Sentence("Desk", None, ("service/templates/desk_claim.html",)).for_staff
    assert not Sentence(
        "Desk", None, ("service/templates/desk/a.html", "service/pages/public/home.py")
    ).for_staff


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def po(project: Path, lang: Language) -> Path:
    return po_path(lang, project / "i18n/locale")


def ids(project: Path, lang: Language) -> set[str]:
    return {
        message.id if isinstance(message.id, str) else message.id[0]
        for message in read(po(project, lang))
        if message.id
    }


def translate(project: Path, lang: Language, sentence: str, *forms: str) -> None:
    """As a translator does, in the file."""
    path = po(project, lang)
    entries = path.read_text("utf-8").split("\n\n")
    count = PLURALS[lang][0]
    for place, entry in enumerate(entries):
        if f'msgid "{sentence}"' in entry:
            head = entry[: entry.index("\nmsgstr")]
            padded = (*forms, *[forms[-1]] * count)[:count]
            plural = "".join(f'\nmsgstr[{i}] "{text}"' for i, text in enumerate(padded))
            entries[place] = head + (plural if "msgid_plural" in head else f'\nmsgstr "{forms[0]}"')
    path.write_text("\n\n".join(entries).rstrip("\n") + "\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("lang", "name"),
    [(UZ, "Migratsiya agentlig"), (RU, "миграции"), (KAA, "Migraciya agentlig")],
)
def test_the_migration_agency_is_not_called_just_an_agency(lang, name):
    said = {first_form(one.id): as_forms(one.string)[0] for one in read(po_path(lang)) if one.id}
    ours = re.compile(r"\b[Tt]he (Migration )?Agency\b")
    short = [said[one] for one in said if ours.search(one) and name not in said[one]]
    assert short == []
