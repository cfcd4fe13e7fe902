"""Foreign employers and the black list of firms."""
