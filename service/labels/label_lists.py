"""The words of casework as people read them: every list by the name by which pages ask for it."""

from service.casework.words import advice, claims, harm, licensing, money, papers

LISTS: dict[str, dict[str, str]] = {
    name.lower(): words
    for part in (advice, claims, harm, licensing, money, papers)
    for name, words in vars(part).items()
    if name.isupper() and isinstance(words, dict)
}
