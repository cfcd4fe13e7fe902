"""Looking for work: the profile, searches, applications and quota entries of a citizen."""
