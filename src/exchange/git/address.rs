//! Where a repository lies: as git takes it, and as it is told. What opens it is never told: whoever asks for help pastes what
//! is said here.

use super::run::GitError;
use super::trust;

/// An address as git takes it, whatever folder it is run in.
pub(super) fn whole(url: &str) -> Result<String, GitError> {
    if url.starts_with('-') || url.contains(['\n', '\0']) || url.trim().is_empty() {
        return Err(GitError::Refused(format!("“{url}” is no address of a repository")));
    }
    if trust::is_elsewhere(url) || url.contains("://") {
        return Ok(url.to_owned());
    }
    let path = std::path::absolute(url)?;
    Ok(path.to_string_lossy().into_owned())
}

/// Without a password or a token.
pub(super) fn shown(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let (host, path) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
    let Some((user, host)) = host.rsplit_once('@') else { return url.to_owned() };
    // A name alone may be a token, but for ssh, where it opens nothing.
    let user = match user.split_once(':') {
        Some((user, _)) if scheme == "ssh" => format!("{user}:…"),
        None if scheme == "ssh" => user.to_owned(),
        _ => "…".to_owned(),
    };
    format!("{scheme}://{user}@{host}{path}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_opens_a_repository_is_not_told() {
        for (url, told) in [
            ("https://host.example/x.git", "https://host.example/x.git"),
            ("https://user:SECRET@host.example/x.git", "https://…@host.example/x.git"),
            ("https://ghp_SECRET@host.example/a@b/x.git", "https://…@host.example/a@b/x.git"),
            ("https://user:p@ss@host.example", "https://…@host.example"),
            ("ssh://git@host.example:22/x.git", "ssh://git@host.example:22/x.git"),
            ("ssh://git:SECRET@host.example/x.git", "ssh://git:…@host.example/x.git"),
            ("git@host.example:team/x.git", "git@host.example:team/x.git"),
            ("/srv/plan.git", "/srv/plan.git"),
        ] {
            assert_eq!(shown(url), told);
        }
    }
}
