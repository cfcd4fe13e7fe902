"""The wage claim: who owes what to whom, its components and the secret to follow it."""
