"""The journey from the contract to the return: preparation, departure, check-ins, return and
costs."""
