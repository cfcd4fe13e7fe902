"""Who suits what: names alike, the lexicon, search, and the sheet by which a person and a vacancy
are weighed."""
