//! Web archives of months of the New York Times, each a resource of four: plain, with each record packed, and in a WACZ.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::{Export, nyt, packed};

/// Records of a month.
const RECORDS: usize = 1000;
const MONTHS: usize = 4;

pub(crate) fn all() -> Vec<Export> {
    let record = record();
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(&record).expect("memory");
    let member = gzip.finish().expect("memory").repeat(MONTHS);
    let plain = record.repeat(MONTHS);
    let unpacked = plain.len() as u64;
    let of = |name, bytes| Export { records: RECORDS * MONTHS, ..Export::of(name, bytes) };
    let wacz = packed([("archive/data.warc.gz", &member[..])].into_iter());
    vec![
        of("warc", plain),
        Export { label: "warc, gzip", unpacked, ..of("warc", member) },
        Export { unpacked, ..of("wacz", wacz) },
    ]
}

fn record() -> Vec<u8> {
    let month = nyt::month(2004, RECORDS);
    let length = month.len();
    format!(
        "WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: https://api.nytimes.com/svc/archive/v1/2004/9.json\r\nContent-Length: {length}\r\n\r\n{month}\r\n\r\n"
    )
    .into_bytes()
}
