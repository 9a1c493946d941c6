//! What only Android's Java side knows. Types are checked without an SDK; nothing here has run in CI.
#![allow(unsafe_code)] // JNI hands out raw pointers

use std::path::PathBuf;

use jni::objects::{JClass, JLongArray, JObject, JObjectArray, JString, JValue};
use jni::{JNIEnv, JavaVM};

use crate::FileError;

/// The app's own folder (`Context.getFilesDir()`): private, kept over updates. `directories` knows no
/// such place (directories-rs #83).
pub(crate) fn files_dir() -> Result<PathBuf, FileError> {
    with_context(|env, context| {
        let dir = env.call_method(context, "getFilesDir", "()Ljava/io/File;", &[])?.l()?;
        let path = env.call_method(&dir, "getAbsolutePath", "()Ljava/lang/String;", &[])?.l()?;
        let path: String = env.get_string(&JString::from(path))?.into();
        Ok(PathBuf::from(path))
    })
    .map_err(|e| FileError {
        action: "find the folder for",
        name: "Qadam".into(),
        cause: e.to_string(),
    })
}

/// The app's folder for documents on the shared storage: a computer by cable and file managers reach it,
/// and no permission is asked for. Gone with the app.
pub(crate) fn documents_dir() -> Result<PathBuf, FileError> {
    with_context(|env, context| {
        let kind = env.new_string("Documents")?;
        let signature = "(Ljava/lang/String;)Ljava/io/File;";
        let dir = env.call_method(context, "getExternalFilesDir", signature, &[(&kind).into()])?.l()?;
        let path = env.call_method(&dir, "getAbsolutePath", "()Ljava/lang/String;", &[])?.l()?;
        let path: String = env.get_string(&JString::from(path))?.into();
        Ok(PathBuf::from(path))
    })
    .map_err(|e| FileError {
        action: "find the documents of",
        name: "Qadam".into(),
        cause: e.to_string(),
    })
}

fn with_context<T>(
    work: impl FnOnce(&mut JNIEnv<'_>, &JObject<'_>) -> jni::errors::Result<T>,
) -> jni::errors::Result<T> {
    let android = ndk_context::android_context();
    // SAFETY: wry fills ndk_context before Rust's main runs, with the process's only JavaVM and with a
    // global reference to the activity, which lives as long as the process draws anything.
    let (vm, context) =
        unsafe { (JavaVM::from_raw(android.vm().cast())?, JObject::from_raw(android.context().cast())) };
    // detaches again when dropped, if this thread was not attached before
    let mut env = vm.attach_current_thread()?;
    let result = work(&mut env, &context);
    if result.is_err() && env.exception_check()? {
        // a pending exception would abort at the next JNI call
        env.exception_clear()?;
    }
    result
}

// ---- reminders: `Reminders` of android/MainActivity.kt -----------------------------------------------------

/// See [`crate::remind::may`].
pub(crate) fn may_remind() -> &'static str {
    let may = with_reminders(|env, class, context| {
        env.call_static_method(class, "may", "(Landroid/content/Context;)I", &[context.into()])?.i()
    });
    match said(may) {
        Some(1) => "granted",
        Some(2) => "denied",
        _ => "default",
    }
}

/// See [`crate::remind::ask`].
pub(crate) fn ask_remind() {
    said(with_reminders(|env, class, context| {
        env.call_static_method(class, "ask", "(Landroid/content/Context;)V", &[context.into()])?.v()
    }));
}

/// See [`crate::remind::set`].
pub(crate) fn set_reminders(title: &str, list: &[(f64, String)]) {
    said(with_reminders(|env, class, context| {
        let at: Vec<i64> = list.iter().map(|(at, _)| *at as i64).collect();
        let length = i32::try_from(list.len()).unwrap_or(0);
        let moments: JLongArray<'_> = env.new_long_array(length)?;
        env.set_long_array_region(&moments, 0, &at)?;
        let texts: JObjectArray<'_> = env.new_object_array(length, "java/lang/String", JObject::null())?;
        for (n, (_, text)) in (0..length).zip(list) {
            let text = env.new_string(text)?;
            env.set_object_array_element(&texts, n, &text)?;
            env.delete_local_ref(text)?;
        }
        let title = env.new_string(title)?;
        let signature = "(Landroid/content/Context;Ljava/lang/String;[J[Ljava/lang/String;)V";
        let arguments =
            [JValue::from(context), JValue::from(&title), JValue::from(&moments), JValue::from(&texts)];
        env.call_static_method(class, "set", signature, &arguments)?.v()
    }));
}

fn said<T>(result: jni::errors::Result<T>) -> Option<T> {
    result.inspect_err(|cause| tracing::error!(%cause, "no reminders")).ok()
}

/// The app's own class, by the activity's loader: a thread of ours knows the system's classes alone.
fn with_reminders<T>(
    work: impl FnOnce(&mut JNIEnv<'_>, &JClass<'_>, &JObject<'_>) -> jni::errors::Result<T>,
) -> jni::errors::Result<T> {
    with_context(|env, context| {
        let loader = env.call_method(context, "getClassLoader", "()Ljava/lang/ClassLoader;", &[])?.l()?;
        let name = env.new_string("dev.dioxus.main.Reminders")?;
        let signature = "(Ljava/lang/String;)Ljava/lang/Class;";
        let class = env.call_method(&loader, "loadClass", signature, &[(&name).into()])?.l()?;
        work(env, &JClass::from(class), context)
    })
}
