//! The domain's mistakes in plain English, with what to do where that is not plain.

use qadam_domain::Unit;
use qadam_domain::pack::{PackError, Problem};

pub(super) fn of(mistake: &PackError) -> String {
    let path = mistake.path.as_str();
    match &mistake.problem {
        Problem::Json { column, what, .. } => format!("cannot be read here (column {column}): {what}"),
        Problem::TooLong { given, max } if path == "pack" => {
            format!("has {given} bytes; a pack may have {max}")
        }
        Problem::TooLong { given, max } => format!("is too long: {given}, at most {max}"),
        Problem::Empty => "is empty; something must stand here".into(),
        Problem::BadId if path == "version" => {
            "is no version; letters, digits, '.', '_' and '-' are allowed".into()
        }
        Problem::BadId => "is no id; lower-case Latin letters, digits, '_' and '-' are allowed".into(),
        Problem::Twice => "stands there twice".into(),
        Problem::UnknownTrack => "the pack has no track of this id".into(),
        Problem::UnknownLevel => "the pack has no level of this id".into(),
        Problem::Cycle => {
            "goes round in a circle: only a level that stands earlier in the file can be named here".into()
        }
        Problem::NoRequirement if path == "tracks" => {
            "every track is optional, so that nothing would be needed for a claim".into()
        }
        Problem::NoRequirement if path.ends_with(".requirements") => {
            "the level asks nothing of any track that a claim needs".into()
        }
        Problem::NoRequirement => {
            "the level does not say what it asks of this track; write [] if that is nothing".into()
        }
        Problem::TooLittle { given, min } => format!("is {given}; at least {min} makes sense here"),
        Problem::TooMuch { given, max } => format!("is {given}; at most {max} is possible here"),
        Problem::MinAboveCap { min, cap } => format!(
            "a window needs {min} and adds {cap} at most, so that none could ever count; lower min or raise cap"
        ),
        Problem::TotalUnreachable { total, most } => {
            format!("the windows add up to {most} at most, so that {total} is never reached")
        }
        Problem::Nights { days, nights } => {
            format!("{nights} nights do not lie between {days} days; there are fewer nights than days")
        }
        Problem::Unit { unit: Unit::Days } => {
            "does not go with a track that counts days: those have a thing \
             (journey or stay), no daily cap, and no windows"
                .into()
        }
        Problem::Unit { unit } => {
            format!("does not go with a track that counts {}; only days go with it", unit_name(*unit))
        }
        Problem::NoSuchThing { what } => {
            format!("the track has no things of the kind {}; see its field thing", lower(what))
        }
        Problem::NotAttested => {
            "asks for somebody in charge, but the track is not attested, so that nobody would be named".into()
        }
        Problem::NotMultiple { given, of } => {
            format!("{given} days are not made of whole windows of {of} days")
        }
        Problem::NotTogether { with } => {
            format!("does not go together with {with} in one requirement; leave one of them out")
        }
        Problem::NoRegular => {
            "the track has no regular requirement at this level with the same window_days and min \
             as the other tracks of the choice"
                .into()
        }
    }
}

fn unit_name(unit: Unit) -> &'static str {
    match unit {
        Unit::Minutes => "minutes",
        Unit::Pages => "pages",
        Unit::Days => "days",
    }
}

/// A variant as the pack writes it.
fn lower(what: &impl std::fmt::Debug) -> String {
    format!("{what:?}").to_lowercase()
}
