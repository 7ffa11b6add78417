//! Articles, mentions, coverage and counts in SQLite.
