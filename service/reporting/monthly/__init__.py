"""Monthly returns of posts and agencies."""
