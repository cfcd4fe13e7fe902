"""Who sees which case: the tables of advice, and conditions by the advice given."""
