//! The app: starts the core behind its door and the screens before it. One feature chooses the renderer:
//! `web`, `desktop` or `mobile`.

#[cfg_attr(target_family = "wasm", path = "log_web.rs")]
#[cfg_attr(not(target_family = "wasm"), path = "log_native.rs")]
mod log;

#[cfg(all(feature = "web", target_family = "wasm"))]
mod apart_web;
#[cfg(all(feature = "web", target_family = "wasm"))]
mod page_web;

#[cfg(all(feature = "web", target_family = "wasm"))]
fn main() {
    log::start();
    // The same file runs twice: the page has the screens, the worker has the core and SQLite.
    if qadam_platform::port::is_worker() {
        qadam_core::web::serve();
    } else {
        let door = qadam_core::web::connect();
        let lang = page_web::language();
        apart_web::give_first_texts(&lang);
        // `qadam`, not `main`: screens have a landmark of that name, and so has the first paint.
        dioxus::LaunchBuilder::web()
            .with_cfg(dioxus::web::Config::new().rootname("qadam"))
            .with_context(door)
            .with_context(qadam_ui::PageFiles(page_web::save))
            .with_context(page_web::reminders())
            .with_context(qadam_ui::FirstLang(lang))
            .with_context(apart_web::apart())
            .with_context_provider(|| Box::new(page_web::document()))
            .launch(qadam_ui::App);
    }
}

#[cfg(all(any(feature = "desktop", feature = "mobile"), not(target_family = "wasm")))]
fn main() -> std::process::ExitCode {
    log::start();
    match qadam_core::native::start() {
        Ok(door) => {
            let app = dioxus::LaunchBuilder::new()
                .with_cfg(window::config())
                .with_context(door)
                .with_context(qadam_ui::FirstLang(qadam_platform::native::language().unwrap_or_default()));
            #[cfg(any(target_os = "android", target_os = "ios"))]
            let app = {
                use qadam_platform::remind::{ask, may, set};
                let photos = qadam_ui::PagePhotos(photos::chosen);
                app.with_context(qadam_ui::PageReminders { may, ask, set, closed: true }).with_context(photos)
            };
            app.launch(qadam_ui::AppInWebView);
            std::process::ExitCode::SUCCESS
        }
        Err(cause) => {
            tracing::error!(%cause, "Qadam cannot start");
            // A window without a core says so to whoever tapped the icon.
            dioxus::LaunchBuilder::new()
                .with_cfg(window::config())
                .with_context(qadam_core::native::without(&cause))
                .with_context(qadam_ui::FirstLang(qadam_platform::native::language().unwrap_or_default()))
                .launch(qadam_ui::App);
            std::process::ExitCode::FAILURE
        }
    }
}

#[cfg(any(target_os = "android", target_os = "ios"))]
mod photos {
    use data_encoding::BASE64;
    use dioxus::document::eval;

    /// A file field of the page's own making, which nobody keeps from opening the system's picker.
    pub(crate) fn chosen() -> std::pin::Pin<Box<dyn Future<Output = Vec<Vec<u8>>>>> {
        let asked = eval("return await qadamPage.photos()");
        Box::pin(async move {
            let files: Vec<String> = asked.join().await.unwrap_or_else(|cause| {
                tracing::error!(%cause, "no pictures were chosen");
                Vec::new()
            });
            files.iter().filter_map(|file| BASE64.decode(file.as_bytes()).ok()).collect()
        })
    }
}

#[cfg(all(any(feature = "desktop", feature = "mobile"), not(target_family = "wasm")))]
mod window {
    #[cfg(feature = "desktop")]
    use dioxus::desktop::Config;
    #[cfg(not(feature = "desktop"))]
    use dioxus::mobile::Config;

    /// The same styles as on the web, inside the page: a web view has no server to fetch them from.
    /// `viewport-fit=cover`, or iOS reports no safe area.
    const INDEX: &str = concat!(
        r#"<!DOCTYPE html><html lang="kk"><head><meta charset="utf-8"><title>Qadam</title>"#,
        r#"<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">"#,
        "<style>",
        include_str!(concat!(env!("OUT_DIR"), "/app.css")),
        "</style><script>",
        include_str!("../assets/web/page.js"),
        r#"</script></head><body><div id="qadam"></div></body></html>"#
    );

    pub(crate) fn config() -> Config {
        // `qadam`, not dioxus' `main`: screens have a landmark of that name
        let config = Config::new().with_custom_index(INDEX.to_owned()).with_root_name("qadam");
        place(config.with_disable_context_menu(true))
    }

    /// A window as tall as a phone: the screens are drawn for a thumb.
    #[cfg(feature = "desktop")]
    fn place(config: Config) -> Config {
        use dioxus::desktop::{LogicalSize, WindowBuilder};
        let window = WindowBuilder::new()
            .with_title("Qadam")
            .with_inner_size(LogicalSize::new(430.0, 900.0))
            .with_min_inner_size(LogicalSize::new(320.0, 480.0));
        let config = config.with_window(window).with_menu(None);
        // A bench or a test with a folder of its own keeps what the web view writes there, too.
        match std::env::var_os("QADAM_DATA").filter(|v| !v.is_empty()) {
            Some(folder) => config.with_data_directory(std::path::Path::new(&folder).join("webview")),
            None => config,
        }
    }

    #[cfg(not(feature = "desktop"))]
    fn place(config: Config) -> Config {
        config
    }
}

#[cfg(not(any(
    all(feature = "web", target_family = "wasm"),
    all(any(feature = "desktop", feature = "mobile"), not(target_family = "wasm"))
)))]
fn main() {
    log::start();
    println!(
        "This build of Qadam has no screens. `./dev run` serves it to a browser, `./dev desktop` opens a window."
    );
}
