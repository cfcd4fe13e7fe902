"""How a claim moves: its states, facts, assignment, activities, approvals and closing."""
