//! What a command answers.
