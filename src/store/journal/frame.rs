//! What stands around a record, so that the journal is read from both ends and what was torn off is seen.

use std::io;

use serde::Serialize;

use super::record::Image;

/// How long it will be as a record. Quotes and line ends take a second character.
pub(super) fn about(image: &Image) -> usize {
    let length = |text: &Option<String>| text.as_ref().map_or(0, String::len);
    (length(&image.before) + length(&image.after)) / 8 * 9 + 1_024
}

/// What stands around a payload: its length, a checksum, the count of steps, and its length again.
pub(super) const FRAME: usize = 16;

/// Of that, what stands before it.
const HEAD: usize = 12;

/// A record as it is written. `about` says how long it will be, as far as that is known.
pub(super) fn frame(record: &impl Serialize, steps: u32, about: usize) -> io::Result<Vec<u8>> {
    framed(about, |framed| Ok(serde_json::to_writer(framed, record)?), steps)
}

/// What `fill` writes, with what stands around it. In place: a step may be as large as its files.
pub(super) fn framed(
    about: usize,
    fill: impl FnOnce(&mut Vec<u8>) -> io::Result<()>,
    steps: u32,
) -> io::Result<Vec<u8>> {
    let mut framed = Vec::with_capacity(about + FRAME);
    framed.resize(HEAD, 0);
    fill(&mut framed)?;
    let length = u32::try_from(framed.len() - HEAD).map_err(|_| io::Error::other("the step is larger than 4 GiB"))?;
    let sum = checksum(steps, &framed[HEAD..]);
    for (at, number) in [length, sum, steps].into_iter().enumerate() {
        framed[at * 4..at * 4 + 4].copy_from_slice(&number.to_le_bytes());
    }
    framed.extend(length.to_le_bytes());
    Ok(framed)
}

/// The payload at the beginning of these bytes, and the count that stands with it; nothing if it is not whole.
pub(super) fn payload(rest: &[u8]) -> Option<(&[u8], u32)> {
    let number = |at: usize| Some(u32::from_le_bytes(rest.get(at..at + 4)?.try_into().ok()?));
    let (length, sum, steps) = (number(0)? as usize, number(4)?, number(8)?);
    let payload = rest.get(12..12 + length)?;
    (number(12 + length)? as usize == length && checksum(steps, payload) == sum).then_some((payload, steps))
}

fn checksum(steps: u32, payload: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(&steps.to_le_bytes());
    hasher.update(payload);
    hasher.finalize()
}
