//! Tests of the whole crate through its public doors.

mod advice;
mod enrolment;
mod entry;
mod examples;
mod histories;
mod journeys;
mod laws;
mod pauses;
mod photo;
mod plan;
mod reminders;
mod report;
mod wire;
pub mod world;
