//! Compressed or not, a document is read as its content: gzip, zstd, bzip2 and plain bytes, told by content. A web archive
//! (WARC) of gzip members stays as it is: they can be damaged one by one, and who reads it can tell which.

use std::io::{self, BufRead, BufReader, Read};

/// The most bytes one document may unpack to: 2 GiB. A month of The New York Times is 1–25 MB; what
/// is larger than this is a mistake or an attack.
pub const MAX_CONTENT: u64 = 2 << 30;

const GZIP: [u8; 2] = [0x1f, 0x8b];
/// With its size of block, a digit, and the mark of its first block.
const BZIP2: [&[u8]; 2] = [b"BZh", b"1AY&SY"];
const ZSTD: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// How an input was packed, as told by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Packing {
    Plain,
    Gzip,
    Bzip2,
    Zstd,
}

impl Packing {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Packing::Plain => "plain",
            Packing::Gzip => "gzip",
            Packing::Bzip2 => "bzip2",
            Packing::Zstd => "zstd",
        }
    }
}

/// Reads `input` as its decoded content: all members of a gzip file, all streams of a bzip2 file, all frames of a zstd
/// file, or the bytes as they are.
///
/// # Errors
/// Reading the first bytes fails, or the decoder cannot be set up.
pub fn decoded<'a>(input: impl Read + 'a) -> io::Result<Box<dyn Read + 'a>> {
    decoded_as(input).map(|(reader, _)| reader)
}

pub(crate) fn decoded_as<'a>(input: impl Read + 'a) -> io::Result<(Box<dyn Read + 'a>, Packing)> {
    let mut input = BufReader::with_capacity(128 * 1024, input);
    let head = input.fill_buf()?;
    if head.starts_with(&GZIP) && !is_warc(head) {
        return Ok((Box::new(flate2::bufread::MultiGzDecoder::new(input)), Packing::Gzip));
    }
    if head.starts_with(BZIP2[0]) && head.get(4..).is_some_and(|head| head.starts_with(BZIP2[1])) {
        return Ok((Box::new(bzip2::bufread::MultiBzDecoder::new(input)), Packing::Bzip2));
    }
    if head.starts_with(&ZSTD) {
        return Ok((Box::new(zstd::Decoder::with_buffer(input)?), Packing::Zstd));
    }
    Ok((Box::new(input), Packing::Plain))
}

/// Whether gzip that begins like this holds a web archive.
fn is_warc(head: &[u8]) -> bool {
    let mut start = [0; 5];
    flate2::bufread::GzDecoder::new(head).read_exact(&mut start).is_ok() && &start == b"WARC/"
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn check(input: &[u8], expected: Option<&str>) {
        let mut text = String::new();
        let read = decoded(input).and_then(|mut reader| reader.read_to_string(&mut text));
        assert_eq!(read.ok().map(|_| text.as_str()), expected);
    }

    #[test]
    fn members_of_a_web_archive_stay_packed() {
        let packed = [gzip(b"WARC/1.0\r\nx"), gzip(b"WARC/1.0\r\ny")].concat();
        for bytes in [&packed[..], &packed[..packed.len() - 3]] {
            let mut read = Vec::new();
            decoded(bytes).unwrap().read_to_end(&mut read).unwrap();
            assert_eq!(read, bytes);
        }
        check(b"WARC/1.0", Some("WARC/1.0"));
        check(&gzip(b"WAR"), Some("WAR"));
    }

    #[test]
    fn content_is_told_by_its_first_bytes() {
        let zst = zstd::encode_all(&b"[1]"[..], 3).unwrap();
        let two_members = [gzip(b"[1"), gzip(b"]")].concat();
        check(b"[1]", Some("[1]"));
        check(b"", Some(""));
        check(&gzip(b"[1]"), Some("[1]"));
        check(&two_members, Some("[1]"));
        check(&zst, Some("[1]"));
        check(&gzip(b"[1]")[..12], None);
        check(&zst[..zst.len() - 1], None);
        let mut bz2 = Vec::new();
        let read = bzip2::read::BzEncoder::new(&b"[1]"[..], bzip2::Compression::fast())
            .read_to_end(&mut bz2);
        assert!(read.is_ok());
        check(&bz2, Some("[1]"));
        check(&[&bz2[..], &bz2].concat(), Some("[1][1]"));
        check(&bz2[..bz2.len() - 1], None);
        check(b"BZh9 is how a text may begin", Some("BZh9 is how a text may begin"));
    }
}
