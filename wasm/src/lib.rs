//! The detector without a standard library, behind three functions of numbers, for a web page.
//!
//! It is an example to start from, and a proof: a standard library anywhere below would bring a second panic
//! handler, and this would not compile.

#![no_std]

extern crate alloc;

use alloc::vec::Vec;
use core::alloc::{GlobalAlloc, Layout};
use core::cell::UnsafeCell;
use core::ptr::null_mut;
use core::sync::atomic::{AtomicI64, AtomicU8, AtomicUsize, Ordering::Relaxed};
use groundswell_detector::{Cell, Outcome, Rule, Series};

/// The longest series taken here.
const YEARS: usize = 1_000;

static COUNTS: [AtomicI64; YEARS] = [const { AtomicI64::new(-1) }; YEARS];
static OUTCOMES: [AtomicU8; YEARS] = [const { AtomicU8::new(0) }; YEARS];

/// Sets the count of the year at this position from 0; a negative one stands for no count. Without effect beyond
/// the longest series.
#[unsafe(no_mangle)]
pub extern "C" fn set(index: u32, count: i64) {
    if let Some(cell) = COUNTS.get(index as usize) {
        cell.store(count, Relaxed);
    }
}

/// Judges the first `years` counts by the published rule. The number of waves; −1 if they cannot be judged.
#[unsafe(no_mangle)]
pub extern "C" fn judge(first_year: i32, years: u32) -> i32 {
    ALLOCATED.store(0, Relaxed);
    let Some(counts) = COUNTS.get(..years as usize) else { return -1 };
    let cell = |count: &AtomicI64| {
        u64::try_from(count.load(Relaxed)).map_or(Cell::Missing, Cell::Observed)
    };
    let cells: Vec<Cell> = counts.iter().map(cell).collect();
    let Ok(series) = Series::new(first_year, cells) else { return -1 };
    let Ok(judgement) = groundswell_detector::judge(&series, &Rule::published()) else { return -1 };
    for (verdict, outcome) in judgement.verdicts.iter().zip(&OUTCOMES) {
        let number = match verdict.verdict {
            Outcome::Missing => 0,
            Outcome::Undetermined => 1,
            Outcome::None => 2,
            Outcome::Wave => 3,
        };
        outcome.store(number, Relaxed);
    }
    judgement.waves.len() as i32
}

/// What the last judgement said of the year at this position: 0 missing, 1 undetermined, 2 none, 3 wave.
#[unsafe(no_mangle)]
pub extern "C" fn outcome(index: u32) -> u32 {
    OUTCOMES.get(index as usize).map_or(0, |outcome| outcome.load(Relaxed).into())
}

/// Memory is handed out in a row and taken back at once, when the next judgement begins: nothing outlives one.
const ARENA: usize = 4 << 20;

static ALLOCATED: AtomicUsize = AtomicUsize::new(0);

#[global_allocator]
static MEMORY: Arena = Arena(UnsafeCell::new([0; ARENA]));

#[repr(align(16))]
struct Arena(UnsafeCell<[u8; ARENA]>);

// SAFETY: a page has one thread, and `judge` is not called from within itself.
unsafe impl Sync for Arena {}

// SAFETY: every piece lies in the arena, behind all pieces given since the judgement began, and is aligned.
unsafe impl GlobalAlloc for Arena {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let start = ALLOCATED.load(Relaxed).next_multiple_of(layout.align());
        let Some(end) = start.checked_add(layout.size()).filter(|end| *end <= ARENA) else {
            return null_mut();
        };
        if layout.align() > align_of::<Self>() {
            return null_mut();
        }
        ALLOCATED.store(end, Relaxed);
        // SAFETY: `start` is inside the arena.
        unsafe { self.0.get().cast::<u8>().add(start) }
    }

    unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    loop {}
}
