//! Requirements that count finished things: books, projects.
//!
//! "Count of a thing only once": no thing counts twice, and no title does. Entries that finish a
//! thing pair an id with a title, so the count is the largest set of pairs that share neither: a
//! maximum matching. A simpler rule (first come, first counted) would let one more approved entry
//! lower the count, because the newcomer could shut out two others.

use std::collections::{HashMap, VecDeque};

use chrono::NaiveDate;

use super::amount::{BestOf, need};
use super::weigh::{Mark, Span, Weighed};
use super::{Best, Need, NeedKind, Reason};
use crate::entry::{ThingRef, words};
use crate::ids::ThingId;
use crate::pack::{ThingKind, Track};

#[derive(Debug)]
pub(super) struct Things {
    /// One for each entry, in their order.
    pub marks: Vec<Mark>,
    pub need: Need,
    /// Title of the thing last worked on that does not count yet.
    pub begun: Option<String>,
    /// Effort in things that are not finished, the largest first.
    pub efforts: Vec<u64>,
    pub best: Option<Best>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Open,
    /// Finished with a note of so many words, too few.
    Short(u32),
    /// Finished, but the thing or its title already counts.
    Twice,
    Provisional,
    Counted,
}

/// `items` in their order.
pub(super) fn things(
    items: &[Weighed<'_>],
    track: &Track,
    span: &Span,
    what: ThingKind,
    needed: u32,
    note_words: u32,
) -> Things {
    let admitted: Vec<Result<(), Reason>> = items.iter().map(|i| i.admitted(span)).collect();

    let mut pairs = Pairs::default();
    let mut states: HashMap<ThingId, State> = HashMap::new();
    for item in items.iter().zip(&admitted).filter(|(_, a)| a.is_ok()).map(|(i, _)| i) {
        let Some(thing) = thing_of(item, what) else { continue };
        let state = states.entry(thing.id).or_insert(State::Open);
        if thing.finished {
            let have = words(&item.entry.note);
            if have >= note_words {
                pairs.add(thing, item.is_counted());
                *state = State::Twice;
            } else if let State::Open | State::Short(_) = *state {
                let before = if let State::Short(n) = *state { n } else { 0 };
                *state = State::Short(have.max(before));
            }
        }
    }
    let matched = pairs.count();
    for (id, state) in [(&matched.all, State::Provisional), (&matched.counted, State::Counted)]
        .into_iter()
        .flat_map(|(ids, state)| ids.iter().map(move |id| (id, state)))
    {
        states.insert(*id, state);
    }

    let mut marks = Vec::with_capacity(items.len());
    let mut begun = None;
    let mut efforts: HashMap<ThingId, u64> = HashMap::new();
    let mut best = BestOf::default();
    let mut day = (NaiveDate::MIN, 0u64);
    // Titles are written the same way again and again: each spelling is looked up once.
    let mut by_title: HashMap<&str, State> = HashMap::new();
    for (item, admitted) in items.iter().zip(admitted) {
        if let Err(reason) = admitted {
            marks.push(Mark { reason: Some(reason), ..Mark::default() });
            continue;
        }
        if day.0 != item.on {
            day = (item.on, 0);
        }
        day.1 += u64::from(item.amount);
        best.offer(day.1, day.0);

        let thing = thing_of(item, what);
        let mut state = thing.and_then(|t| states.get(&t.id).copied()).unwrap_or(State::Open);
        if let (State::Open, Some(thing)) = (state, thing) {
            // The same book under a second id, as two phones of one person would make it.
            state = *by_title
                .entry(thing.title.as_str())
                .or_insert_with(|| matched.titles.get(&title_key(thing)).copied().unwrap_or(State::Open));
        }
        if let (State::Open | State::Short(_), Some(thing)) = (state, thing) {
            begun = Some(thing.title.as_str());
            *efforts.entry(thing.id).or_default() += u64::from(item.amount);
        }
        marks.push(match state {
            State::Counted if item.is_counted() => Mark { counted: item.amount, ..Mark::default() },
            State::Counted | State::Provisional => Mark { provisional: item.amount, ..Mark::default() },
            State::Twice => Mark { reason: Some(Reason::AlreadyCounted), ..Mark::default() },
            State::Open => Mark { reason: Some(Reason::NotFinished), ..Mark::default() },
            State::Short(have) => {
                Mark { reason: Some(Reason::NoteTooShort { have, need: note_words }), ..Mark::default() }
            }
        });
    }
    let mut efforts: Vec<u64> = efforts.into_values().collect();
    efforts.sort_unstable_by(|a, b| b.cmp(a));
    Things {
        marks,
        need: need(NeedKind::Things { what }, matched.counted.len() as u64, matched.all.len() as u64, needed),
        begun: begun.map(str::to_owned),
        efforts,
        best: best.finish(track.unit, 1),
    }
}

fn thing_of<'a>(item: &Weighed<'a>, what: ThingKind) -> Option<&'a ThingRef> {
    item.entry.thing.as_ref().filter(|t| t.kind == what)
}

/// A title as two people would agree that it is the same: letters and digits, in lower case. A title
/// without any is told apart by its thing.
fn title_key(thing: &ThingRef) -> String {
    let mut key = String::with_capacity(thing.title.len());
    for word in thing.title.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
        if !key.is_empty() {
            key.push(' ');
        }
        key.extend(word.chars().flat_map(char::to_lowercase));
    }
    if key.is_empty() { format!("#{}", thing.id) } else { key }
}

/// Finished things: ids on the left, titles on the right.
#[derive(Default)]
struct Pairs {
    ids: Vec<ThingId>,
    id_index: HashMap<ThingId, usize>,
    title_index: HashMap<String, usize>,
    /// For each id its titles, and whether that pair is approved.
    edges: Vec<Vec<(usize, bool)>>,
}

struct Matched {
    /// Ids that count by approved entries alone.
    counted: Vec<ThingId>,
    /// Ids that count with what waits.
    all: Vec<ThingId>,
    /// What became of each title that counts.
    titles: HashMap<String, State>,
}

impl Pairs {
    fn add(&mut self, thing: &ThingRef, counted: bool) {
        let id = *self.id_index.entry(thing.id).or_insert_with(|| {
            self.ids.push(thing.id);
            self.edges.push(Vec::new());
            self.ids.len() - 1
        });
        let next = self.title_index.len();
        let title = *self.title_index.entry(title_key(thing)).or_insert(next);
        match self.edges[id].iter_mut().find(|(t, _)| *t == title) {
            Some(edge) => edge.1 |= counted,
            None => self.edges[id].push((title, counted)),
        }
    }

    fn count(self) -> Matched {
        let mut of_title: Vec<Option<usize>> = vec![None; self.title_index.len()];
        let mut of_id: Vec<Option<usize>> = vec![None; self.ids.len()];
        self.augment(&mut of_id, &mut of_title, true);
        let counted = self.matched(&of_id);
        let counted_titles: Vec<bool> = of_title.iter().map(Option::is_some).collect();
        self.augment(&mut of_id, &mut of_title, false);
        let all = self.matched(&of_id);
        let titles = self
            .title_index
            .into_iter()
            .filter(|(_, t)| of_title[*t].is_some())
            .map(|(key, t)| (key, if counted_titles[t] { State::Counted } else { State::Provisional }))
            .collect();
        Matched { counted, all, titles }
    }

    fn matched(&self, of_id: &[Option<usize>]) -> Vec<ThingId> {
        self.ids.iter().zip(of_id).filter(|(_, t)| t.is_some()).map(|(id, _)| *id).collect()
    }

    /// Breadth first and without recursion: a phone's stack is small. What is matched stays matched.
    fn augment(&self, of_id: &mut [Option<usize>], of_title: &mut [Option<usize>], counted_only: bool) {
        let mut reached_from: Vec<(usize, usize)> = vec![(usize::MAX, 0); of_title.len()];
        for root in 0..self.ids.len() {
            if of_id[root].is_some() {
                continue;
            }
            let mut queue = VecDeque::from([root]);
            'search: while let Some(id) = queue.pop_front() {
                for &(title, counted) in &self.edges[id] {
                    if (counted_only && !counted) || reached_from[title].0 == root {
                        continue;
                    }
                    reached_from[title] = (root, id);
                    match of_title[title] {
                        Some(other) => queue.push_back(other),
                        None => {
                            let mut free = title;
                            loop {
                                let from = reached_from[free].1;
                                let next = of_id[from].replace(free);
                                of_title[free] = Some(from);
                                match next {
                                    Some(title) if from != root => free = title,
                                    _ => break,
                                }
                            }
                            break 'search;
                        }
                    }
                }
            }
        }
    }
}
