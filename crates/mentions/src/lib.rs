//! Which countries does this text name, and does it speak of unrest.
