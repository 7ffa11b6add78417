//! Findings in, bytes out: CSV, JSON, Markdown, SVG.
