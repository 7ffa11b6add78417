//! `groundswell audit`: how wrong are the counts?

mod sections;

pub(crate) use sections::{How, sections};
