//! The page inside a native shell (phone or desktop window): what the renderer starts with, and how
//! the phone's back button finds the router.
//!
//! Android's activity calls `qadamShell.back()` and leaves the app when that is not `true`
//! (android/MainActivity.kt); it sets `--inset-top`, `-bottom`, `-left`, `-right` on the root element.
//! On iOS and in browsers the same comes from `env(safe-area-inset-*)`.

/// The page for `with_custom_index`. dioxus' own lacks `viewport-fit=cover`, without which
/// `env(safe-area-inset-*)` is 0 on iOS.
pub const INDEX: &str = r#"<!doctype html>
<html>
<head>
<meta charset="utf-8">
<title>Qadam</title>
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<style>:root { --inset-top: env(safe-area-inset-top, 0px); --inset-bottom: env(safe-area-inset-bottom, 0px); --inset-left: env(safe-area-inset-left, 0px); --inset-right: env(safe-area-inset-right, 0px); }</style>
</head>
<body><div id="main"></div></body>
</html>
"#;

/// Runs once in the page (through the renderer's `eval`): each press of the back button that the page
/// can answer arrives as the message `"back"`.
pub const LISTEN_BACK: &str = r#"
window.qadamShell = Object.assign({ canGoBack: false }, window.qadamShell, {
  back() { if (!this.canGoBack) return false; dioxus.send("back"); return true; }
});
await new Promise(() => {});
"#;

/// Tells the shell, after each change of the route, whether there is a way back.
pub const fn can_go_back(can: bool) -> &'static str {
    if can {
        "window.qadamShell = Object.assign(window.qadamShell || {}, { canGoBack: true });"
    } else {
        "window.qadamShell = Object.assign(window.qadamShell || {}, { canGoBack: false });"
    }
}
