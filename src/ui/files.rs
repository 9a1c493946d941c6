//! Giving a file to the person: the browser downloads it, elsewhere the core writes it to a folder.

use std::pin::Pin;

use dioxus::prelude::*;
use qadam_door::command::{Command, Outcome};

use crate::hooks::{Act, use_act};
use crate::say::T;

/// How the page around the screens gives a file (name, kind, text). Optional context of [`crate::App`]:
/// where there is none, the core writes to the folder for downloads.
#[derive(Clone, Copy, Debug)]
pub struct PageFiles(pub fn(&str, &str, &str));

/// Pictures that a person has chosen, as their files.
pub type Chosen = Pin<Box<dyn Future<Output = Vec<Vec<u8>>>>>;

/// How the page around the screens has pictures chosen. Optional context of [`crate::App`]: for web views whose
/// file fields do nothing (dioxus keeps the click for itself and asks a dialogue that phones do not have).
#[derive(Clone, Copy, Debug)]
pub struct PagePhotos(pub fn() -> Chosen);

/// Where a file went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    /// The browser has it, under this name.
    Download(String),
    /// It is there.
    At(String),
}

impl Given {
    /// Where it is, as a sentence.
    pub fn sentence(&self, t: T) -> String {
        match self {
            Self::Download(name) => t.f("common-file-download", &[("name", name.into())]),
            Self::At(path) => t.f("common-file-at", &[("path", path.into())]),
        }
    }
}

/// Gives files to the person.
#[derive(Clone, Copy, Debug)]
pub struct Files {
    act: Act,
    page: Option<PageFiles>,
}

/// Gives files to the person.
pub fn use_files() -> Files {
    let act = use_act();
    let page = use_hook(try_consume_context::<PageFiles>);
    Files { act, page }
}

impl Files {
    /// Gives a text file; says an error, tells on success where it went. `kind` is its MIME type.
    pub fn give(self, name: String, kind: &str, text: String, then: impl FnOnce(Given) + 'static) {
        let Some(PageFiles(page)) = self.page else {
            return self.act.run(Command::FileSave { name, text }, |outcome| {
                if let Outcome::FileSaved { path } = outcome {
                    then(Given::At(path));
                }
            });
        };
        page(&name, kind, &text);
        then(Given::Download(name));
    }
}
