//! `botrs-secure escape`: what would be sent for a user's text.

use std::error::Error;
use std::io::{self, Read};

use clap::{Args, ValueEnum};

use crate::cli::Answer;
use crate::place::Scene;
use crate::reply::Reply;

/// The longest text, in bytes.
const LONGEST: u64 = 1 << 20;

#[derive(Args)]
pub(super) struct Escape {
    /// 发到哪里 / Where it is sent
    #[arg(long, value_enum)]
    scene: To,
}

#[derive(Clone, Copy, ValueEnum)]
enum To {
    Guild,
    Direct,
    Group,
    C2c,
}

impl From<To> for Scene {
    fn from(to: To) -> Self {
        match to {
            To::Guild => Self::Guild,
            To::Direct => Self::Direct,
            To::Group => Self::Group,
            To::C2c => Self::C2c,
        }
    }
}

impl Escape {
    pub(super) fn run(self) -> Result<Answer, Box<dyn Error>> {
        let mut text = String::new();
        io::stdin().lock().take(LONGEST + 1).read_to_string(&mut text)?;
        if text.len() as u64 > LONGEST {
            return Err("文本超过 1 MiB / the text is over 1 MiB".into());
        }
        print!("{}", Reply::text(text).render(self.scene.into()));
        Ok(Answer::Yes)
    }
}
