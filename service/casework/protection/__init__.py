"""Protected cases: screenings, referrals and emergencies."""
