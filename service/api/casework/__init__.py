"""API routes of casework: advice, wage claims, evidence, referrals and approvals."""
