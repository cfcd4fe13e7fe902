"""Lists of the desk: what a list is, its page, its table and its export."""
