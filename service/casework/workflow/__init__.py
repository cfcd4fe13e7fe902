"""The workflow of a claim: states, facts, assignment, activities, approvals and closing."""
