"""The account of a citizen: applications, contracts, claims, diary and settings."""
