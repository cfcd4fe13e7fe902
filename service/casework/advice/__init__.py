"""Legal advice: sessions, contacts, questions, callbacks and texts."""
