"""The wage claim, its components and the secret for following it."""
