//! PINs: they keep a brother out of a sister's diary, not a thief out of a phone. The files are not
//! encrypted by them, and the screens do not claim so.

use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use qadam_domain::Entropy;
use qadam_door::Fault;

/// Wrong tries before a pause.
pub const TRIES: u32 = 5;
/// The first pause, in seconds; each further wrong try doubles it, up to an hour.
pub const PAUSE_S: u32 = 30;

fn hasher() -> Result<Argon2<'static>, Fault> {
    // 8 MiB and two passes: about a quarter of a second on a cheap phone, in the browser too.
    let params = Params::new(8 * 1024, 2, 1, None).map_err(|_| Fault::Storage)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// Whether this can be a PIN.
pub fn check_form(pin: &str) -> Result<(), Fault> {
    let good = (4..=8).contains(&pin.len()) && pin.bytes().all(|b| b.is_ascii_digit());
    if good { Ok(()) } else { Err(Fault::PinForm) }
}

/// The stored form of a PIN.
pub fn hash(pin: &str, entropy: &impl Entropy) -> Result<String, Fault> {
    check_form(pin)?;
    let mut salt = [0u8; 16];
    entropy.fill(&mut salt);
    let salt = SaltString::encode_b64(&salt).map_err(|_| Fault::Storage)?;
    Ok(hasher()?.hash_password(pin.as_bytes(), &salt).map_err(|_| Fault::Storage)?.to_string())
}

/// Whether a PIN is the stored one.
pub fn fits(pin: &str, stored: &str) -> Result<bool, Fault> {
    let stored = PasswordHash::new(stored).map_err(|_| Fault::Storage)?;
    Ok(hasher()?.verify_password(pin.as_bytes(), &stored).is_ok())
}

/// Seconds to wait after so many wrong tries in a row.
pub fn pause_s(failures: u32) -> u32 {
    if failures < TRIES { 0 } else { (PAUSE_S << (failures - TRIES).min(7)).min(3_600) }
}
