//! The file of the socket: its owner's alone from the first moment on, and gone with the bot.

use std::fs::{self, DirBuilder, Metadata, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, FileTypeExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio::net::{UnixListener, UnixStream};

use crate::store::Cause;

/// How long somebody who may listen there has to take a connection.
const PATIENCE: Duration = Duration::from_secs(2);

/// A socket at its path; removed when it goes.
pub(super) struct Socket {
    path: PathBuf,
    bound: Metadata,
}

impl Socket {
    /// Listens at the path. One that a dead process left is replaced, and one of a living is an error.
    pub(super) async fn bind(path: &Path) -> Result<(Self, UnixListener), Cause> {
        make_way(path).await?;
        let folder = private_folder(path).map_err(Cause::Socket)?;
        let bound = bind_within(&folder, path);
        let removed = fs::remove_dir(&folder);
        let bound = bound.and_then(|bound| removed.map(|()| bound));
        bound.map_err(Cause::Socket)
    }

    /// As whom the bot runs, by the file that it made.
    pub(super) fn user(&self) -> u32 {
        self.bound.uid()
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        // Not that of whoever came after.
        let same =
            |found: Metadata| (found.dev(), found.ino()) == (self.bound.dev(), self.bound.ino());
        if fs::symlink_metadata(&self.path).is_ok_and(same) {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Leaves the path to a new socket, unless somebody listens there or it is no socket.
async fn make_way(path: &Path) -> Result<(), Cause> {
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(Cause::Socket(error)),
        Ok(found) if !found.file_type().is_socket() => return Err(Cause::NotASocket),
        Ok(_) => {}
    }
    match tokio::time::timeout(PATIENCE, UnixStream::connect(path)).await {
        Ok(Ok(stream)) => {
            let process = stream.peer_cred().ok().and_then(|peer| peer.pid());
            Err(Cause::Served(process))
        }
        // A backlog that is full is somebody's.
        Err(_) => Err(Cause::Served(None)),
        // It goes when the new one takes its place.
        Ok(Err(error)) if error.kind() == io::ErrorKind::ConnectionRefused => Ok(()),
        Ok(Err(error)) => Err(Cause::Socket(error)),
    }
}

/// A folder that nobody else may enter, beside the path.
fn private_folder(path: &Path) -> io::Result<PathBuf> {
    let mut folder = path.as_os_str().to_owned();
    folder.push(format!(".{}", std::process::id()));
    let folder = PathBuf::from(folder);
    // Left behind by a process of this number that was killed in the middle.
    let _ = fs::remove_file(folder.join("s"));
    let _ = fs::remove_dir(&folder);
    DirBuilder::new().mode(0o700).create(&folder)?;
    Ok(folder)
}

/// Binds where nobody else can connect, and moves the socket to its path when its mode is right.
fn bind_within(folder: &Path, path: &Path) -> io::Result<(Socket, UnixListener)> {
    let within = folder.join("s");
    let listener = UnixListener::bind(&within)?;
    let bound = fs::set_permissions(&within, Permissions::from_mode(0o600))
        .and_then(|()| fs::symlink_metadata(&within))
        .and_then(|bound| fs::rename(&within, path).map(|()| bound));
    match bound {
        Ok(bound) => Ok((Socket { path: path.into(), bound }, listener)),
        Err(error) => {
            let _ = fs::remove_file(&within);
            Err(error)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::tests::Folder;

    fn mode(path: &Path) -> u32 {
        fs::symlink_metadata(path).unwrap().permissions().mode() & 0o7777
    }

    #[test]
    fn it_is_bound_where_nobody_else_can_come() {
        let folder = Folder::new();
        let private = private_folder(&folder.join("sock")).unwrap();
        assert_eq!(mode(&private), 0o700);
        // What was left there is no hindrance.
        fs::write(private.join("s"), "").unwrap();
        assert_eq!(private_folder(&folder.join("sock")).unwrap(), private);
    }

    #[tokio::test]
    async fn it_is_its_owners_alone_and_gone_with_its_owner() {
        let folder = Folder::new();
        let path = folder.join("sock");
        let (socket, listener) = Socket::bind(&path).await.unwrap();
        assert_eq!(mode(&path), 0o600);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        assert!(UnixStream::connect(&path).await.is_ok());
        drop((socket, listener));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[tokio::test]
    async fn one_that_is_listened_to_is_an_error_with_the_process() {
        let folder = Folder::new();
        let path = folder.join("sock");
        let _bound = Socket::bind(&path).await.unwrap();
        let again = Socket::bind(&path).await.map(drop).unwrap_err();
        let this = i32::try_from(std::process::id()).unwrap();
        assert!(matches!(again, Cause::Served(Some(pid)) if pid == this), "{again:?}");
        assert!(UnixStream::connect(&path).await.is_ok());
    }

    #[tokio::test]
    async fn one_of_a_dead_process_is_replaced() {
        let folder = Folder::new();
        let path = folder.join("sock");
        drop(std::os::unix::net::UnixListener::bind(&path).unwrap());
        let (old, _listener) = Socket::bind(&path).await.unwrap();
        assert!(UnixStream::connect(&path).await.is_ok());
        // Whoever came after keeps theirs.
        fs::remove_file(&path).unwrap();
        let (_socket, _new) = Socket::bind(&path).await.unwrap();
        drop(old);
        assert!(UnixStream::connect(&path).await.is_ok());
    }

    #[tokio::test]
    async fn what_is_no_socket_is_left_alone() {
        let folder = Folder::new();
        let path = folder.join("sock");
        fs::write(&path, "mine").unwrap();
        assert!(matches!(Socket::bind(&path).await.map(drop), Err(Cause::NotASocket)));
        assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
        let link = folder.join("link");
        std::os::unix::fs::symlink(folder.join("nowhere"), &link).unwrap();
        assert!(matches!(Socket::bind(&link).await.map(drop), Err(Cause::NotASocket)));
    }
}
