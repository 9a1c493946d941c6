//! Draws what a person sees first, before the program is there: `prerender FOLDER` writes `kk.html`,
//! `ru.html` and `en.html`, which the web build puts into the page. The app itself draws it; this only
//! plays a phone on which nobody has started yet.

use std::error::Error;
use std::path::PathBuf;
use std::pin::pin;
use std::task::{Context, Poll};

use chrono::NaiveDate;
use dioxus::prelude::*;
use qadam_domain::Pack;
use qadam_door::query::Query;
use qadam_door::view::{BootView, ProgrammeView};
use qadam_door::{CoreEnd, Event, FromCore, ToCore, door, frame};
use qadam_i18n::Lang;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("usage: prerender FOLDER")?);
    std::fs::create_dir_all(&folder)?;
    for lang in Lang::ALL {
        let html = first_paint(lang)?;
        std::fs::write(folder.join(format!("{}.html", lang.code())), html)?;
    }
    Ok(())
}

fn first_paint(lang: Lang) -> Result<String, Box<dyn Error>> {
    let (door, mut core) = door();
    core.deliver().frame(FromCore::Event { event: Event::Ready });
    let mut page = VirtualDom::new(qadam_ui::App).with_root_context(door);
    page.rebuild_in_place();
    // Answers bring tasks and effects, these bring new questions: a few rounds and all is quiet.
    for _ in 0..32 {
        answer(&mut core, lang)?;
        let mut context = Context::from_waker(std::task::Waker::noop());
        // Ready: something wants to be drawn; pending: nothing left to do in this round.
        let _ready: Poll<()> = pin!(page.wait_for_work()).poll(&mut context);
        page.render_immediate(&mut dioxus::core::NoOpMutations);
    }
    Ok(dioxus_ssr::render(&page))
}

fn answer(core: &mut CoreEnd, lang: Lang) -> Result<(), Box<dyn Error>> {
    while let Ok(asked) = core.frames.try_recv() {
        if let ToCore::Ask { id, query } | ToCore::Watch { id, query } = frame::read(&asked)? {
            let view = match query {
                Query::Boot => frame::write(&BootView {
                    language: Some(lang.code().into()),
                    theme: "auto".into(),
                    text_size: 100,
                    profiles: Vec::new(),
                    open: None,
                    role: None,
                    enrolled: false,
                    sign_in: None,
                    notices: Vec::new(),
                    today: NaiveDate::default(),
                })?,
                Query::Programme => frame::write(&ProgrammeView { pack: Pack::shipped()? })?,
                // The first screen asks nothing else.
                _ => continue,
            };
            core.deliver().frame(FromCore::View { id, result: Ok(view) });
        }
    }
    Ok(())
}
