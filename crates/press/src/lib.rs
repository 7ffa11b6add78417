//! Newspapers and export formats: what a document says, which articles are international.
