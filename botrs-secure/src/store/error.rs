//! Why the store fails, and what to do about it.

use std::fmt;
#[cfg(unix)]
use std::io;
use std::path::{Path, PathBuf};

use crate::changes::{MOST_GRANTS, MOST_OF_ONE};
use crate::private_file::FileError;
use crate::store::blocks::MOST_BLOCKS;
use crate::store::tables::FORMAT;

/// Why a store cannot be opened, or a change was not kept. Its text names the file and the cure, in
/// Chinese and English.
pub struct StoreError {
    path: PathBuf,
    cause: Cause,
}

/// What went wrong.
#[derive(Debug)]
pub(crate) enum Cause {
    File(FileError),
    /// Another process, or another [`Store`](crate::Store), has it open.
    InUse,
    /// There is a file and nothing in it.
    Empty,
    /// A database, but none of this library.
    Foreign,
    /// Of another version of the library.
    Format(u64),
    /// Not what was written.
    Damaged(String),
    /// The change was not kept.
    Failed(String),
    /// The socket beside the store cannot be used.
    #[cfg(unix)]
    Socket(io::Error),
    /// What is at its path is no socket, or none of the store's owner.
    #[cfg(unix)]
    NotASocket,
    /// Another process, with this number, listens there.
    #[cfg(unix)]
    Served(Option<i32>),
    /// The bot refused what it was asked for.
    #[cfg(unix)]
    Refused {
        zh: String,
        en: String,
    },
    /// What listens there is no bot of this library.
    #[cfg(unix)]
    Answer,
    /// As many grants as there may be.
    TooManyGrants,
    /// As many grants as one person may have.
    TooManyOfOne,
    /// As many blocks as there may be.
    TooManyBlocks,
}

impl StoreError {
    pub(crate) fn new(path: &Path, cause: Cause) -> Self {
        Self { path: path.into(), cause }
    }

    /// Whether another process, or another [`Store`](crate::Store) of this one, has the file open.
    #[must_use]
    pub fn is_in_use(&self) -> bool {
        matches!(self.cause, Cause::InUse)
    }

    #[cfg(test)]
    pub(crate) fn cause(&self) -> &Cause {
        &self.cause
    }
}

impl std::error::Error for StoreError {}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (zh, en) = self.cause.texts(&self.path);
        let path = self.path.display();
        write!(f, "存储文件 {path}：{zh} / the store {path}: {en}")
    }
}

/// The same as `Display`, so that a `main` which returns it prints a sentence.
impl fmt::Debug for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Cause {
    fn texts(&self, path: &Path) -> (String, String) {
        let path = path.display();
        match self {
            Self::File(FileError::Io(cause)) => {
                (format!("操作系统拒绝：{cause}"), format!("the system refused: {cause}"))
            }
            Self::File(FileError::SymbolicLink) => (
                "它是符号链接；请写出真实路径".into(),
                "it is a symbolic link; name the real path instead".into(),
            ),
            Self::File(FileError::NotAFile) => {
                ("它不是普通文件".into(), "it is not a regular file".into())
            }
            Self::File(FileError::Replaced) => (
                "它在打开时被替换；请检查谁能写入该目录".into(),
                "it was replaced while it was opened; check who may write to its directory".into(),
            ),
            Self::File(FileError::Mode(mode)) => (
                format!("权限是 {mode:04o}，其他用户可以访问；请执行 chmod 600 {path}"),
                format!("its mode is {mode:04o}, so others have access; run chmod 600 {path}"),
            ),
            Self::InUse => (
                "已被打开；一个存储同时只能由一个进程打开一次".into(),
                "it is open already; a store is opened by one process, once".into(),
            ),
            Self::Empty => (
                "文件是空的，原有的授予和封禁都不在了；请恢复备份，或删除它以重新开始".into(),
                "the file is empty, so the grants and blocks that it had are gone; restore a backup, or \
                 remove it to begin anew"
                    .into(),
            ),
            Self::Foreign => (
                "它不是 botrs-secure 的存储；请换一个路径".into(),
                "it is no store of botrs-secure; choose another path".into(),
            ),
            Self::Format(found) => (
                format!("格式版本是 {found}，本程序只认识 {FORMAT}；请使用写出它的 botrs-secure 版本"),
                format!(
                    "its format is {found} and this program knows {FORMAT}; use the version of \
                     botrs-secure that wrote it"
                ),
            ),
            Self::Damaged(why) => (
                format!("文件已损坏（{why}）；请恢复备份，或移走它以重新开始"),
                format!("it is damaged ({why}); restore a backup, or move it away to begin anew"),
            ),
            Self::Failed(why) => (
                format!("更改未能保存，因此没有生效（{why}）；请检查磁盘，必要时重启机器人"),
                format!(
                    "the change could not be kept, so it is not in force ({why}); check the disk and, if \
                     need be, start the bot again"
                ),
            ),
            #[cfg(unix)]
            Self::Socket(cause) => (
                format!("无法使用控制套接字 {path}.sock：{cause}"),
                format!("the control socket {path}.sock cannot be used: {cause}"),
            ),
            #[cfg(unix)]
            Self::NotASocket => (
                format!("{path}.sock 不是这个存储的控制套接字；请移走它"),
                format!("{path}.sock is no control socket of this store; move it away"),
            ),
            #[cfg(unix)]
            Self::Served(process) => {
                let process = process.map_or("?".to_owned(), |process| process.to_string());
                (
                    format!("进程 {process} 正在监听 {path}.sock；请先停止它"),
                    format!("process {process} listens on {path}.sock; stop it first"),
                )
            }
            #[cfg(unix)]
            Self::Refused { zh, en } => (zh.clone(), en.clone()),
            #[cfg(unix)]
            Self::Answer => (
                format!("{path}.sock 的回答无法理解；请使用与机器人相同的版本"),
                format!("{path}.sock gave no answer that is understood; use the bot's version"),
            ),
            Self::TooManyGrants => (
                format!("已有 {MOST_GRANTS} 项授予，不能再多；请先收回一些"),
                format!("it holds {MOST_GRANTS} grants and no more; revoke some first"),
            ),
            Self::TooManyOfOne => (
                format!("此人已有 {MOST_OF_ONE} 项授予，不能再多"),
                format!("this person has {MOST_OF_ONE} grants and no more"),
            ),
            Self::TooManyBlocks => (
                format!("已有 {MOST_BLOCKS} 项封禁，不能再多；请先解除一些"),
                format!("it holds {MOST_BLOCKS} blocks and no more; lift some first"),
            ),
        }
    }
}
