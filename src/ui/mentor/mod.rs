//! For mentors: the queue, a report under review, and everybody.

mod hints;
mod people;
mod queue;
mod review;
#[cfg(test)]
pub(crate) mod tests;
mod verdict;

pub use people::PeoplePage;
pub use queue::QueuePage;
pub use review::ReviewPage;
