"""The text of invented vacancies: common titles and a few sentences in the vacancy's language."""

import re
from collections import defaultdict
from random import Random

from catalog.vacancies.vacancies import NewVacancy, Payer
from i18n.scripts import to_cyrillic
from seed import reference

# Titles that name or imply one sex are left out, since such a vacancy fails vetting; so are names
# of real firms.
_UNFIT = re.compile(
    r"\b(qiz|ayol|ayollar|erkak|erkaklar|yigit|yigitlar|girl|lady|ladies|gents|woman|man|women|men)\b"
    r"|(maid|lady|woman|ress|(sales|repair|watch|handy|door|camera|crafts|work)man)\b"
    r"|(щица|ница|чица|арка|стка|жка|йка|вушка|вица|иха|енщина|ужчина)\b"
    r"|яндекс|yandex|uber|озон|ozon|wildberries|вайлдбер|вб\b|amazon|ikea|икеа|samsung|самсунг|hyundai|glovo|wolt"
    r"|deliveroo|mcdonald|макдон|kfc|зомато|zomato|talabat|камаз|kamaz|белаз|belaz|макита|1с\b",
    re.IGNORECASE,
)
_ACRONYMS = re.compile(
    r"\b(cnc|icu|adr|tig|mig|mag|ac|hgv|lgv|co2|it|hr|cad|plc|ups|hvac|pvc|gas|1c|3d)\b"
)
CYRILLIC = "uz-Cyrl"


class Adverts:
    def __init__(self, dice: Random) -> None:
        self._dice = dice
        self._short = {row["code"]: row for row in reference.rows("occupation_names.tsv")}
        self._names: dict[tuple[str, str, str], list[str]] = defaultdict(list)
        for name in reference.lexicon():
            if name.kind in ("title", "everyday") and not _UNFIT.search(name.name):
                self._names[name.isco08, name.language, name.kind].append(name.name)
        self._adornments = list(reference.rows("demo/adornments.tsv"))
        self._sentences: dict[tuple[str, str, str], list[str]] = defaultdict(list)
        for row in reference.rows("demo/sentences.tsv"):
            self._sentences[row["part"], row["key"], row["language"]].append(row["text"])

    def title(self, isco08: str, language: str) -> str:
        """A title for a vacancy, sometimes with an addition: a grade, a category, a process."""
        spoken = "uz" if language == CYRILLIC else language
        name = self._name(isco08, spoken)
        if spoken == "en":
            name = _ACRONYMS.sub(lambda word: word[0].upper(), name)
        title = name[:1].upper() + name[1:]
        fitting = [
            a["text"]
            for a in self._adornments
            if a["language"] == spoken and isco08.startswith(a["code"])
        ]
        if fitting and self._dice.random() < 0.3 and "(" not in title:
            title = f"{title} {self._dice.choice(fitting)}"
        return to_cyrillic(title) if language == CYRILLIC else title

    def _name(self, isco08: str, language: str) -> str:
        """The short name of the group most often, else any title, else an everyday name."""
        dice = self._dice.random()
        kind = "title" if dice < 0.8 else "everyday"
        names = self._names[isco08, language, kind]
        short = self._short[isco08]
        return self._dice.choice(names) if dice > 0.4 and names else short[language] or short["uz"]

    def say(self, part: str, key: str, language: str) -> str:
        """One of the sentences of this part, or an empty text if there is none."""
        spoken = "uz" if language == CYRILLIC else language
        texts = (
            self._sentences.get((part, key, spoken))
            or self._sentences.get((part, key, "any"))
            or [""]
        )
        text = self._dice.choice(texts)
        return to_cyrillic(text) if language == CYRILLIC else text

    def describe(self, new_vacancy: NewVacancy, sector: str) -> str:
        """Two to four sentences that state the terms of the vacancy and nothing else."""
        sentences = [
            self.say("work", sector, new_vacancy.language),
            self.say("shift", _shift(new_vacancy.hours_per_week), new_vacancy.language),
            self.say("gives", _describe_benefits(new_vacancy), new_vacancy.language),
            self.say("also", _describe_requirements(new_vacancy), new_vacancy.language),
        ]
        facts = {"hours": new_vacancy.hours_per_week, "years": new_vacancy.experience_years}
        return " ".join(sentence % facts for sentence in sentences if sentence)


def _shift(hours: int | None) -> str:
    if hours is None:
        return ""
    return "five" if hours <= 40 else "six" if hours <= 48 else "long"


def _describe_benefits(new_vacancy: NewVacancy) -> str:
    housing, meals = new_vacancy.housing is Payer.EMPLOYER, new_vacancy.meals is Payer.EMPLOYER
    return "both" if housing and meals else "housing" if housing else "meals" if meals else ""


def _describe_requirements(new_vacancy: NewVacancy) -> str:
    if new_vacancy.experience_years:
        return "one_year" if new_vacancy.experience_years == 1 else "skilled"
    if new_vacancy.travel is Payer.EMPLOYER:
        return "travel"
    return "beginner" if new_vacancy.experience_years == 0 else ""
