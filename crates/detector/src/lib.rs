//! Yearly counts in, verdicts and waves out.
