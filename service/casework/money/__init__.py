"""The money of a claim: payments, payees, instalments and failed pay-outs."""
