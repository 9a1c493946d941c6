//! A mentor's joining codes.

use crate::prelude::*;

#[component]
pub fn Invites(invites: Vec<InviteRow>, offset_min: i16) -> Element {
    let (t, act, toast) = (use_t(), use_act(), use_toasts());
    rsx! {
        div { class: "sec", h2 { {t.s("me-invites")} } }
        section { class: "card",
            p { class: "card--pad t-sm mute",
                {t.s("me-invites-text")}
                if invites.is_empty() {
                    " "
                    {t.s("me-invite-none")}
                }
            }
            if !invites.is_empty() {
                ul { class: "rows out",
                    for invite in invites {
                        li { key: "{invite.code}", class: "row",
                            span { class: "row__m",
                                span { class: "row__t num", "{invite.code}" }
                                span { class: "row__s num",
                                    {t.f("me-invite-left", &[("n", invite.uses_left.into())])}
                                    ", "
                                    {t.f("me-invite-until", &[("when", t.moment(invite.expires_at, offset_min).into())])}
                                }
                            }
                            button {
                                r#type: "button", class: "btn btn--sm btn--line",
                                "aria-label": t.f("me-invite-copy-label", &[("code", (&invite.code).into())]),
                                onclick: {
                                    let code = invite.code.clone();
                                    move |_| {
                                        copy(&code);
                                        toast.say(t.f("me-invite-copied", &[("code", (&code).into())]));
                                    }
                                },
                                Icon { name: "copy", small: true }
                                {t.s("me-invite-copy")}
                            }
                        }
                    }
                }
            }
            div { class: "card--pad",
                button {
                    r#type: "button", class: "btn btn--tonal btn--block",
                    onclick: move |_| act.run(Command::InviteMake, move |_| toast.say(t.s("me-invite-made"))),
                    Icon { name: "plus", small: true }
                    {t.s("me-invite-make")}
                }
            }
        }
    }
}

/// Into the clipboard, where the page may; the code can be selected as well.
fn copy(code: &str) {
    // A code is letters, digits and hyphens: it needs no quoting in a script.
    let code: String = code.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    document::eval(&format!("qadamPage.copy({code:?})"));
}
