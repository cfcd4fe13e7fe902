"""All lists of casework labels, by the names that pages use."""

from service.labels import (
    advice_labels,
    claim_labels,
    document_labels,
    licensing_labels,
    money_labels,
    protection_labels,
)

LISTS: dict[str, dict[str, str]] = {
    name.lower(): words
    for part in (
        advice_labels,
        claim_labels,
        protection_labels,
        licensing_labels,
        money_labels,
        document_labels,
    )
    for name, words in vars(part).items()
    if name.isupper() and isinstance(words, dict)
}
