//! What only Android's Java side knows. Types are checked without an SDK; nothing here has run in CI.
#![allow(unsafe_code)] // JNI hands out raw pointers

use std::path::PathBuf;

use jni::objects::{JObject, JString};
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
