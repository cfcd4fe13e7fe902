"""What several pages share: form actions, file uploads and downloads, timelines and conflicts of
edits."""
