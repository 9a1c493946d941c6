//! Where this account is signed in, and signing another device out.

use crate::prelude::*;

#[component]
pub fn DevicesRow(me: MeView) -> Element {
    let (t, act) = (use_t(), use_act());
    let mut open = use_signal(|| false);
    let joined =
        matches!(me.joining, Joining::Joined { .. } | Joining::ConsentMissing { .. } | Joining::Asked { .. });
    rsx! {
        button {
            r#type: "button", class: "row rowbtn",
            onclick: move |_| {
                open.set(true);
                if joined {
                    act.run(Command::Devices { end: None }, |_| {});
                }
            },
            Icon { name: "devices" }
            span { class: "row__m",
                span { class: "row__t", {t.s("me-devices")} }
                span { class: "row__s", {t.s(if joined { "me-devices-row" } else { "me-devices-alone" })} }
            }
            span { class: "chev", "aria-hidden": "true", Icon { name: "chev-r" } }
        }
        if open() {
            Sheet { title: t.s("me-devices"), onclose: move |()| open.set(false),
                if joined {
                    Devices { devices: me.devices.clone(), hold: me.sync.hold }
                } else {
                    p { class: "mute", {t.s("me-devices-alone-text")} }
                }
            }
        }
    }
}

/// The list, or what keeps it from coming.
#[component]
pub fn Devices(devices: DevicesView, hold: Option<Hold>) -> Element {
    let t = use_t();
    let offline = devices.asking && matches!(hold, Some(Hold::Offline | Hold::Server));
    rsx! {
        p { class: "mute", {t.s("me-devices-text")} }
        p { class: "t-sm mute mt-2", role: "status",
            if offline {
                {t.s("me-devices-offline")}
            } else if devices.asking {
                {t.s("me-devices-asking")}
            }
        }
        if !devices.rows.is_empty() {
            ul { class: "card rows mt-3",
                for row in devices.rows {
                    li { key: "{row.device}", Device { row } }
                }
            }
        }
    }
}

#[component]
fn Device(row: DeviceRow) -> Element {
    let (t, act) = (use_t(), use_act());
    let mut sure = use_signal(|| false);
    let name = t.s(match row.kind.as_str() {
        "android-app" => "me-device-android-app",
        "android-browser" => "me-device-android-browser",
        "ios-app" => "me-device-ios-app",
        "ios-browser" => "me-device-ios-browser",
        "computer-app" => "me-device-computer-app",
        "computer-browser" => "me-device-computer-browser",
        _ => "me-device-other",
    });
    let device = row.device;
    rsx! {
        div { class: "row row--wrap",
            Icon { name: if row.kind.starts_with("computer") { "devices" } else { "phone" } }
            span { class: "row__m",
                span { class: "row__t", "{name}" }
                span { class: "row__s num", {t.f("me-device-since", &[("date", t.date_year(row.since).into())])} }
                if row.this {
                    span { class: "row__s", {t.s("me-device-this")} }
                } else if let Some(seen) = row.seen {
                    span { class: "row__s num", {t.f("me-device-seen", &[("date", t.date_year(seen).into())])} }
                }
                if row.ending {
                    span { class: "row__s", {t.s("me-device-ending")} }
                }
                if row.copy {
                    span { class: "row__s", {t.s("me-device-copy")} }
                }
            }
            if !row.this && !row.ending {
                button {
                    r#type: "button", class: if sure() { "btn btn--sm btn--warn" } else { "btn btn--sm btn--line" },
                    "aria-label": t.f(if sure() { "me-device-end-sure-label" } else { "me-device-end-label" }, &[("name", (&name).into())]),
                    onclick: move |_| {
                        if sure() {
                            act.run(Command::Devices { end: Some(device) }, |_| {});
                        }
                        sure.toggle();
                    },
                    {t.s(if sure() { "me-device-end-sure" } else { "me-device-end" })}
                }
            }
        }
    }
}
