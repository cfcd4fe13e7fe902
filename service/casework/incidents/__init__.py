"""Incidents: the death, injury or detention of a worker abroad, and the procedure that follows."""
