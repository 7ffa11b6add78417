//! Where a JSON value ends: brackets and strings only, resumable at any byte, without recursion.

use memchr::memchr2;

/// A walk over one JSON value that may come in pieces.
#[derive(Debug, Default)]
pub(crate) struct Extent {
    depth: u64,
    in_string: bool,
    escaped: bool,
    in_scalar: bool,
}

impl Extent {
    /// Walks on through `bytes`; the index just after the value if it ends among them.
    ///
    /// The end of a number or word is the delimiter after it, which is not part of it.
    pub(crate) fn end_in(&mut self, bytes: &[u8]) -> Option<usize> {
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            if self.in_string {
                at = self.walk_string(bytes, at);
                if !self.in_string && self.depth == 0 {
                    return Some(at);
                }
                continue;
            }
            match byte {
                b'"' => self.in_string = true,
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' | b',' | b' ' | b'\n' | b'\r' | b'\t' if self.in_scalar => {
                    return Some(at);
                }
                b'}' | b']' => {
                    self.depth = self.depth.saturating_sub(1);
                    if self.depth == 0 {
                        return Some(at + 1);
                    }
                }
                _ if self.depth == 0 => self.in_scalar = true,
                _ => {}
            }
            at += 1;
        }
        None
    }

    /// Walks on inside a string from `at`: to just after its closing quote, or to the end of `bytes`.
    fn walk_string(&mut self, bytes: &[u8], mut at: usize) -> usize {
        if self.escaped {
            self.escaped = false;
            at += 1;
        }
        while let Some(found) = bytes.get(at..).and_then(|rest| memchr2(b'"', b'\\', rest)) {
            at += found;
            if bytes.get(at) == Some(&b'"') {
                self.in_string = false;
                return at + 1;
            }
            if at + 1 >= bytes.len() {
                self.escaped = true;
                return bytes.len();
            }
            at += 2;
        }
        bytes.len()
    }
}
