"""What several pages share: form actions, file transfers, timelines and edit conflicts."""
