//! `parquet.thrift`: what the headers and the footer of Parquet hold, as tables.

/// Fields of a structure by their numbers, rising; number 0 is told at its end.
pub(super) type Fields = &'static [(i16, Kind)];

/// What a field holds.
pub(super) enum Kind {
    Flag,
    Byte,
    Number,
    /// A number that somebody wants to know.
    Told(Told),
    Double,
    Bytes,
    One(Fields),
    Many(&'static Kind),
}

/// The numbers that are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Told {
    /// Bytes of a page when unpacked.
    Unpacked,
    /// Bytes of a page as they lie in the file.
    Packed,
    /// Values of a page, those that are missing and those within lists included.
    Values,
    /// Values of a page that is a dictionary.
    Entries,
    /// How values are written, by the format's number.
    Encoding,
    /// How many of the elements that follow in the schema are within this one.
    Children,
    /// An element of the schema is over; 0.
    Element,
}

use Kind::{Byte, Bytes, Double, Flag, Many, Number, One};

const STATISTICS: Fields = &[
    (1, Bytes),
    (2, Bytes),
    (3, Number),
    (4, Number),
    (5, Bytes),
    (6, Bytes),
    (7, Flag),
    (8, Flag),
    (9, Number),
];

/// Before each page.
pub(super) const PAGE: Fields = &[
    (1, Number),
    (2, Kind::Told(Told::Unpacked)),
    (3, Kind::Told(Told::Packed)),
    (4, Number),
    (5, One(DATA_PAGE)),
    (6, One(&[])),
    (7, One(&[(1, Kind::Told(Told::Entries)), (2, Number), (3, Flag)])),
    (8, One(DATA_PAGE_2)),
];

const DATA_PAGE: Fields = &[
    (1, Kind::Told(Told::Values)),
    (2, Kind::Told(Told::Encoding)),
    (3, Number),
    (4, Number),
    (5, One(STATISTICS)),
];

const DATA_PAGE_2: Fields = &[
    (1, Kind::Told(Told::Values)),
    (2, Number),
    (3, Number),
    (4, Kind::Told(Told::Encoding)),
    (5, Number),
    (6, Number),
    (7, Flag),
    (8, One(STATISTICS)),
];

/// At the end of the file.
pub(super) const FOOTER: Fields = &[
    (1, Number),
    (2, Many(&One(ELEMENT))),
    (3, Number),
    (4, Many(&One(GROUP))),
    (5, KEYS),
    (6, Bytes),
    (7, Many(&One(&[(1, One(&[])), (2, One(&[])), (3, One(&[]))]))),
];

const KEYS: Kind = Many(&One(&[(1, Bytes), (2, Bytes)]));

const ELEMENT: Fields = &[
    (0, Kind::Told(Told::Element)),
    (1, Number),
    (2, Number),
    (3, Number),
    (4, Bytes),
    (5, Kind::Told(Told::Children)),
    (6, Number),
    (7, Number),
    (8, Number),
    (9, Number),
    (10, One(LOGICAL)),
];

/// The newer annotation of a column; what is not here has no fields.
const LOGICAL: Fields = &[
    (5, One(&[(1, Number), (2, Number)])),
    (7, One(TIME)),
    (8, One(TIME)),
    (10, One(&[(1, Byte), (2, Flag)])),
    (16, One(&[(1, Byte)])),
    (17, One(&[(1, Bytes)])),
    (18, One(&[(1, Bytes), (2, Number)])),
];

const TIME: Fields = &[(1, Flag), (2, One(&[(1, One(&[])), (2, One(&[])), (3, One(&[]))]))];

const GROUP: Fields = &[
    (1, Many(&One(COLUMN))),
    (2, Number),
    (3, Number),
    (4, Many(&One(&[(1, Number), (2, Flag), (3, Flag)]))),
    (5, Number),
    (6, Number),
    (7, Number),
];

const COLUMN: Fields =
    &[(1, Bytes), (2, Number), (3, One(CHUNK)), (4, Number), (5, Number), (6, Number), (7, Number)];

const CHUNK: Fields = &[
    (1, Number),
    (2, Many(&Number)),
    (3, Many(&Bytes)),
    (4, Number),
    (5, Number),
    (6, Number),
    (7, Number),
    (8, KEYS),
    (9, Number),
    (10, Number),
    (11, Number),
    (12, One(STATISTICS)),
    (13, Many(&One(&[(1, Number), (2, Number), (3, Number)]))),
    (14, Number),
    (15, Number),
    (16, One(&[(1, Number), (2, Many(&Number)), (3, Many(&Number))])),
    (17, One(&[(1, One(BOX)), (2, Many(&Number))])),
];

const BOX: Fields = &[
    (1, Double),
    (2, Double),
    (3, Double),
    (4, Double),
    (5, Double),
    (6, Double),
    (7, Double),
    (8, Double),
];
