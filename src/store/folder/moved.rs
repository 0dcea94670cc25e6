//! Which accounts a step puts elsewhere: into the archive, or back. Said by its images alone.

use std::path::Path;

use super::OF_ACCOUNTS;
use crate::store::journal::Image;

/// From where to where: what is said there now was said here, or, merged with what others have made of it, it has the name
/// from here.
pub(super) fn moved(images: &[Image]) -> Vec<(&Path, &Path)> {
    let is_of_an_account =
        |image: &&Image| OF_ACCOUNTS.iter().any(|folder| image.file.parent() == Some(Path::new(folder)));
    let (gone, there): (Vec<&Image>, Vec<&Image>) =
        images.iter().filter(is_of_an_account).partition(|image| image.after.is_none());
    let new: Vec<&Image> = there.into_iter().filter(|image| image.before.is_none()).collect();
    gone.into_iter()
        .filter_map(|gone| {
            let is_called_so = |new: &&&Image| new.file.file_name() == gone.file.file_name();
            let to = new.iter().find(|new| new.after == gone.before).or_else(|| new.iter().find(is_called_so))?;
            Some((gone.file.as_path(), to.file.as_path()))
        })
        .collect()
}
