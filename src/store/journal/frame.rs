//! What stands around a record, so that the journal is read from both ends and what was torn off is seen.

use std::io::{self, BufWriter, Seek, SeekFrom, Write};

use serde::Serialize;

/// What stands around a payload: its length, a checksum, the count of steps, and its length again.
pub(super) const FRAME: usize = 16;

/// Of that, what stands before it.
const HEAD: usize = 12;

/// And what stands behind it.
pub(super) const TAIL: usize = FRAME - HEAD;

/// Write a record there, with what stands around it; says how many bytes that are. Piece by piece, since a step may be as
/// large as its files. What stands before it is written last: until then nobody takes it for a record.
pub(super) fn write(file: impl Write + Seek, at: u64, steps: u32, record: &impl Serialize) -> io::Result<u64> {
    write_by(file, at, steps, |summed| Ok(serde_json::to_writer(summed, record)?))
}

/// The same of a payload that `fill` writes.
pub(super) fn write_by<F: Write + Seek>(
    mut file: F,
    at: u64,
    steps: u32,
    fill: impl FnOnce(&mut BufWriter<Summed<&mut F>>) -> io::Result<()>,
) -> io::Result<u64> {
    file.seek(SeekFrom::Start(at))?;
    file.write_all(&[0; HEAD])?;
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(&steps.to_le_bytes());
    // Summed up behind the buffer: what fills it says a few letters at a time.
    let mut summed = BufWriter::with_capacity(1 << 16, Summed { inner: &mut file, hasher, length: 0 });
    fill(&mut summed)?;
    let Summed { hasher, length, .. } = summed.into_inner().map_err(io::IntoInnerError::into_error)?;
    let length = u32::try_from(length).map_err(|_| io::Error::other("the step is larger than 4 GiB"))?;
    file.write_all(&length.to_le_bytes())?;
    let sum = hasher.finalize();
    let mut head = [0; HEAD];
    for (at, number) in [length, sum, steps].into_iter().enumerate() {
        head[at * 4..at * 4 + 4].copy_from_slice(&number.to_le_bytes());
    }
    file.seek(SeekFrom::Start(at))?;
    file.write_all(&head)?;
    Ok(u64::from(length) + FRAME as u64)
}

/// Counts and sums up what is written through it.
pub(super) struct Summed<W> {
    inner: W,
    hasher: crc32fast::Hasher,
    length: u64,
}

impl<W: Write> Write for Summed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.inner.write(bytes)?;
        self.hasher.update(&bytes[..count]);
        self.length += count as u64;
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// The payload at the beginning of these bytes, and the count that stands with it; nothing if it is not whole.
pub(super) fn payload(rest: &[u8]) -> Option<(&[u8], u32)> {
    let number = |at: usize| Some(u32::from_le_bytes(rest.get(at..at + 4)?.try_into().ok()?));
    let (length, sum, steps) = (number(0)? as usize, number(4)?, number(8)?);
    let payload = rest.get(12..12 + length)?;
    (number(12 + length)? as usize == length && checksum(steps, payload) == sum).then_some((payload, steps))
}

/// Whether these bytes, which are no whole record and no whole one follows, are the beginning of one that was being written
/// behind so many steps when the power went, or the program: nothing of it ever counted.
pub(super) fn is_torn(rest: &[u8], steps: u32) -> bool {
    let Some(head) = rest.get(..HEAD) else { return true };
    let number = |at: usize| u32::from_le_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
    let reaches_the_end = number(0) as usize >= rest.len().saturating_sub(FRAME);
    head == [0; HEAD] || (reaches_the_end && number(8).wrapping_sub(steps) <= 1)
}

fn checksum(steps: u32, payload: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(&steps.to_le_bytes());
    hasher.update(payload);
    hasher.finalize()
}
