"""Commands for operators and developers: one module for each verb."""
