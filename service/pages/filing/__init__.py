"""Filing a wage claim or a question and following it, without an account."""
