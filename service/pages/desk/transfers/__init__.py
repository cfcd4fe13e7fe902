"""Claims that change hands: between missions, and from an officer who leaves."""
