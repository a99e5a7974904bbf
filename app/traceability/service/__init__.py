"""Commands of traceability, by topic; other domains call those named here."""
