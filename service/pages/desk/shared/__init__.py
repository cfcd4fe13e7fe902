"""What pages of the desk share: their layout, drafts, labels of the journal."""
