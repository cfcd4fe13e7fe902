"""A page is drawn in one language: its words, its refusals, and forms that cannot be sent twice."""

from datetime import date

import pytest
from jinja2 import UndefinedError

from catalog.core.fields import TooLong
from catalog.reference.posts import Post
from i18n import CITIZEN_LANGUAGES, Language
from seed import reference
from service.input.forms import MissingAnswer, NotASum
from service.labels import rule_labels
from service.web import rendering
from tests.support.page_text import without_unseen_space


@pytest.mark.parametrize("lang", CITIZEN_LANGUAGES)
def test_every_list_is_said_in_every_language(lang):
    assert all(text for _, text in rendering.choices(lang, "role"))
    assert rendering.label(lang, "role", "adviser") != "adviser"


def test_a_refusal_is_said_with_its_facts():
    assert "12" in rendering.refusal_text(Language.RU, TooLong(most=12))


def test_the_words_of_a_source_are_translated_and_its_addresses_are_not(monkeypatch):
    own = {
        part
        for name in ("advice_texts", "posts", "hotlines")
        for row in reference.rows(f"{name}.tsv")
        for part in row["source"].split("; ")
        if " " in part and "." not in part
    }
    assert own - {"klerk.ru 681925"} <= set(rule_labels.SOURCE)
    monkeypatch.setattr(rule_labels, "SOURCE", ("Annual report",))
    shown = rendering.source_text(Language.RU, "Annual report; kun.uz")
    assert shown == "Годовой отчёт; kun.uz"


def test_karakalpak_falls_back_on_uzbek_where_a_row_has_none():
    class Row:
        name_uz, name_kaa = "Payvandchi", ""

    assert rendering.localized_text(Language.KAA, Row, "name") == "Payvandchi"


def test_offices_are_offered_in_the_order_of_countries_and_not_of_their_codes():
    codes = ("AE", "CN", "GB", "HU", "KR", "LV", "RU")
    offices = [Post(code=code, country=code) for code in codes]
    for lang in (Language.EN, Language.RU):
        ordered = [post.country for post in rendering.by_country(lang, offices)]
        assert ordered == [code for code, _name in rendering.country_pairs(lang, codes)]


def test_no_two_forms_have_the_same_key():
    assert len({rendering.fresh_key() for _ in range(100)}) == 100


@pytest.mark.parametrize(
    "member", ["claim.CLOZED", "clame.CLOSED", "claim.closed", "handover.OVER"]
)
@pytest.mark.parametrize(
    "test", ["'closed' == enum.{}", "enum.{} != 'closed'", "'a' in (enum.{},)"]
)
def test_an_unknown_enum_or_member_fails(member, test):
    text = f"{{% if {test.format(member)} %}}yes{{% endif %}}"
    with pytest.raises(UndefinedError):
        rendering.environment(Language.EN).from_string(text).render()


def test_a_value_stored_as_text_equals_its_member():
    text = (
        "{{ state == enum.claim.CLOSED }} {{ erased in (enum.erasure.ERASED, enum.role.SYSTEM) }}"
    )
    page = rendering.environment(Language.EN).from_string(text)
    assert page.render(state="closed", erased="erased") == "True True"


def test_a_sentence_of_a_page_ends_once_after_a_russian_date():
    said = "You are following this claim as an heir. The worker died on %(day)s."
    text = f"{{{{ _('{said}', day=date(on)) }}}}"
    page = rendering.environment(Language.RU).from_string(text).render(on=date(2026, 11, 30))
    assert page.endswith("2026\N{NO-BREAK SPACE}г.")


def test_what_somebody_typed_is_never_markup():
    html = (
        rendering.environment(Language.EN)
        .from_string("{{ told }}")
        .render(told="<script>alert(1)</script>")
    )
    assert "<script>" not in html


def wrong(fields: str, errors: dict) -> str:
    """The summary of a form with these fields, as a list of its lines."""
    text = "{% import 'shared/form.html' as form with context %}{{ form.summary(errors) }}" + fields
    labels = rendering.FieldLabels()
    template = rendering.environment(Language.EN).from_string(text)
    page = labels.fill_in(template.render(labels.functions(), errors=errors, typed={}))
    shown = without_unseen_space(page, between="")
    return shown.partition("<ul>")[2].partition("</ul>")[0]


def test_the_summary_of_what_is_wrong_names_each_question():
    fields = (
        "{{ form.text('pay', 'Pay <a month>', typed, errors) }}"
        "{{ form.radios('kept', 'Who has your passport?', [('me', 'I have')], typed, errors) }}"
    )
    result = wrong(
        fields,
        {
            "pay": NotASum("pay"),
            "kept": MissingAnswer("kept"),
            "other": MissingAnswer("other"),
            "": MissingAnswer(),
        },
    )
    assert '<a href="#pay">Pay &lt;a month&gt;: Enter an amount in digits' in result
    assert '<a href="#kept">Who has your passport? Answer this question.</a>' in result
    assert '<a href="#other">Answer this question.</a>' in result
    assert "<li>Answer this question.</li>" in result


def test_the_first_label_of_a_field_counts_without_its_tags():
    fields = (
        "{% set words %}Pay<span class='unseen'> in\n\n <b>{{ 'R&D' }}</b></span>.{% endset %}"
        "<label>{{ field_label('pay', words) }}</label>{{ field_label('pay', 'Another') }}"
    )
    assert '<a href="#pay">Pay in R&amp;D. Enter' in wrong(fields, {"pay": NotASum("pay")})


def test_a_label_is_shown_as_it_is():
    labels = rendering.FieldLabels()
    text = "{% set words %}<b>Pay</b>  &{% endset %}{{ field_label('pay', words) }}"
    template = rendering.environment(Language.EN).from_string(text + "{{ field_label('a', '<') }}")
    assert labels.fill_in(template.render(labels.functions())) == "<b>Pay</b>  &&lt;"


@pytest.mark.parametrize("fields", ["", "{{ field_label('pay', '') }}"])
def test_an_error_of_a_field_without_a_label_stands_alone(fields):
    assert '<a href="#pay">Enter an amount' in wrong(fields, {"pay": NotASum("pay")})
