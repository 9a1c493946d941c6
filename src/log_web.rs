//! The log in the browser: warnings and errors to the console. Our own, because a phone downloads it:
//! tracing-subscriber would cost more than many a screen.

use std::fmt::Write as _;

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};
use web_sys::console;

struct Console;

#[derive(Default)]
struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        let written = match field.name() {
            "message" => write!(self.0, " {value:?}"),
            name => write!(self.0, " {name}={value:?}"),
        };
        // only a Debug that fails by itself gets here: the line is then shorter
        written.unwrap_or_default();
    }
}

impl Subscriber for Console {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() <= Level::WARN
    }
    fn max_level_hint(&self) -> Option<tracing::level_filters::LevelFilter> {
        Some(tracing::level_filters::LevelFilter::WARN)
    }
    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }
    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
    fn event(&self, event: &Event<'_>) {
        let mut line = Line(event.metadata().target().to_owned());
        event.record(&mut line);
        if *event.metadata().level() == Level::ERROR {
            console::error_1(&line.0.into());
        } else {
            console::warn_1(&line.0.into());
        }
    }
}

/// Starts it, once, before anything else.
pub(crate) fn start() {
    // The panic itself ends in a trap that names no place.
    std::panic::set_hook(Box::new(|panic| console::error_1(&panic.to_string().into())));
    if tracing::subscriber::set_global_default(Console).is_err() {
        console::warn_1(&"the log was started twice".into());
    }
}
