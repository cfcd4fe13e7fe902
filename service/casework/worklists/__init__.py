"""Lists of work: claims, the morning list, supervision, audits and service levels."""
