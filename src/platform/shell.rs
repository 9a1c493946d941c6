//! The page inside a phone's native shell: how the back button finds the router.
//!
//! Android's activity calls `qadamShell.back()` and leaves the app when that is not `true`
//! (android/MainActivity.kt). It also sets `--inset-top`, `-bottom`, `-left`, `-right` on the root
//! element; on iOS and in browsers the same sizes come from `env(safe-area-inset-*)`.

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
