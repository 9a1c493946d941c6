//! Codes that people read aloud and type: joining codes and one-time sign-in codes.
//!
//! Crockford base32 without I, L, O, U; typed in any case, with or without hyphens, and with O, I and
//! L taken for 0 and 1. A joining code has 12 signs (60 bits), a sign-in code 20 (100 bits), so the
//! length tells them apart.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::clock::Entropy;

const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// What a code is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CodeKind {
    /// A mentor's invitation: 12 signs.
    Joining,
    /// Signs in once: a new mentor, a lost phone. 20 signs.
    SignIn,
}

impl CodeKind {
    /// How many signs, hyphens not counted.
    #[expect(clippy::len_without_is_empty, reason = "no kind of code is empty")]
    pub fn len(self) -> usize {
        match self {
            Self::Joining => 12,
            Self::SignIn => 20,
        }
    }
}

/// A code in its canonical form: upper case, no hyphens.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Code(String);

/// Why typed text is no code.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq, Serialize, Deserialize)]
pub enum CodeError {
    /// Neither 12 nor 20 signs.
    #[error("wrong length")]
    Length,
    /// A sign that codes do not have.
    #[error("unknown sign")]
    Sign,
}

impl Code {
    /// A fresh code.
    pub fn new(kind: CodeKind, entropy: &impl Entropy) -> Self {
        let mut bytes = vec![0u8; kind.len()];
        entropy.fill(&mut bytes);
        Self(bytes.iter().map(|b| char::from(SIGNS[usize::from(b & 31)])).collect())
    }

    /// Reads what a person typed.
    pub fn parse(typed: &str) -> Result<Self, CodeError> {
        let mut out = String::new();
        for c in typed.chars() {
            let c = match c.to_ascii_uppercase() {
                '-' | '–' | '—' => continue,
                c if c.is_whitespace() => continue,
                'O' => '0',
                'I' | 'L' => '1',
                c => c,
            };
            if !c.is_ascii() || !SIGNS.contains(&(c as u8)) {
                return Err(CodeError::Sign);
            }
            out.push(c);
            if out.len() > 20 {
                return Err(CodeError::Length);
            }
        }
        if out.len() == CodeKind::Joining.len() || out.len() == CodeKind::SignIn.len() {
            Ok(Self(out))
        } else {
            Err(CodeError::Length)
        }
    }

    /// What this code is for.
    pub fn kind(&self) -> CodeKind {
        if self.0.len() == CodeKind::Joining.len() { CodeKind::Joining } else { CodeKind::SignIn }
    }

    /// Canonical form, as hashed by the server.
    pub fn canonical(&self) -> &str {
        &self.0
    }

    /// For people: groups of four.
    pub fn grouped(&self) -> String {
        let chars: Vec<char> = self.0.chars().collect();
        chars.chunks(4).map(|c| c.iter().collect::<String>()).collect::<Vec<_>>().join("-")
    }
}

impl std::fmt::Debug for Code {
    /// A code is a key: it never reaches a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Code(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_as_people_type_them() {
        let a = Code::parse("j3km-7q2p-x4td").unwrap();
        assert_eq!(a.grouped(), "J3KM-7Q2P-X4TD");
        assert_eq!(a.kind(), CodeKind::Joining);
        assert_eq!(Code::parse(" J3KM 7Q2P–X4TD ").unwrap(), a);
        assert_eq!(Code::parse("OIL0-1111-0000").unwrap().canonical(), "011011110000");
        assert_eq!(Code::parse("ҚАЗАҚША"), Err(CodeError::Sign));
        assert_eq!(Code::parse("ABC"), Err(CodeError::Length));
        assert_eq!(Code::parse(&"A".repeat(100_000)), Err(CodeError::Length));
        assert_eq!(format!("{a:?}"), "Code(…)");
    }
}
