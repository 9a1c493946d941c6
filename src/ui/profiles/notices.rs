//! What a person should be told once.

use crate::prelude::*;

/// Notices above everything, until they were read.
#[component]
pub fn Notices(notices: Vec<Notice>) -> Element {
    let (t, act) = (use_t(), use_act());
    rsx! {
        if !notices.is_empty() {
            section { class: "notices", role: "status",
                for notice in notices {
                    div { key: "{notice.id}", class: if is_damage(&notice) { "banner banner--warn notice" } else { "banner notice" },
                        Icon { name: if is_damage(&notice) { "warn" } else { "info" } }
                        {words(t, &notice)}
                        button {
                            r#type: "button", class: "btn btn--sm btn--line",
                            onclick: move |_| act.run(Command::NoticeSeen { id: notice.id }, |_| {}),
                            {t.s("profiles-notice-ok")}
                        }
                    }
                }
            }
        }
    }
}

fn is_damage(notice: &Notice) -> bool {
    matches!(notice.kind, NoticeKind::Damaged { .. })
}

fn words(t: T, notice: &Notice) -> Element {
    let (title, text) = match &notice.kind {
        NoticeKind::Damaged { kept_as, at } => {
            let day = chrono::DateTime::from_timestamp_millis(at.0).map(|d| t.date_year(d.date_naive()));
            let args = [("date", day.unwrap_or_default().into()), ("name", kept_as.into())];
            ("profiles-notice-damaged-title", t.f("profiles-notice-damaged", &args))
        }
        NoticeKind::Copied { .. } => ("profiles-notice-copied-title", t.s("profiles-notice-copied")),
        NoticeKind::NotPersistent => ("profiles-notice-fleeting-title", t.s("profiles-notice-fleeting")),
    };
    rsx! {
        span {
            b { {t.s(title)} }
            "{text}"
        }
    }
}
