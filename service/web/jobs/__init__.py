"""One vacancy as pages, feeds and search engines show it."""
