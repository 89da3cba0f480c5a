//! What can go wrong before a measurement begins, in words for the person who typed the command.

use std::fmt;

/// A refusal: the text for standard error. Everything that goes wrong with a single script is a
/// [`Problem`](crate::session::Problem) instead, so that the rest goes on.
#[derive(Debug)]
pub struct Error(String);

/// Result with a text for the user.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// An error with this text.
    pub fn new(text: impl Into<String>) -> Error {
        Error(text.into())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Error {}

/// Adds what was attempted to an operating system's error.
pub trait Context<T> {
    /// `what: error`.
    fn context(self, what: impl fmt::Display) -> Result<T>;
}

impl<T, E: fmt::Display> Context<T> for std::result::Result<T, E> {
    fn context(self, what: impl fmt::Display) -> Result<T> {
        self.map_err(|e| Error(format!("{what}: {e}")))
    }
}
