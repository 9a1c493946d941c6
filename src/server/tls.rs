//! TLS to others (PostgreSQL, a store of pictures): rustls with ring, certificates always checked.

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};
use std::path::Path;
use std::sync::Arc;

/// Trusts whom everybody trusts, or those of a file (PEM) alone. The error is a sentence for the operator.
pub(crate) fn client(ca: Option<&Path>) -> Result<ClientConfig, String> {
    let mut roots = RootCertStore::empty();
    match ca {
        None => {
            for one in webpki_root_certs::TLS_SERVER_ROOT_CERTS {
                roots.add(one.clone()).map_err(|e| e.to_string())?;
            }
        }
        Some(file) => {
            let wrong = |e: &dyn std::fmt::Display| format!("certificates in {}: {e}", file.display());
            let certificates = CertificateDer::pem_file_iter(file).map_err(|e| wrong(&e))?;
            for one in certificates {
                roots.add(one.map_err(|e| wrong(&e))?).map_err(|e| wrong(&e))?;
            }
            if roots.is_empty() {
                return Err(wrong(&"there are none"));
            }
        }
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|e| e.to_string())?;
    Ok(config.with_root_certificates(roots).with_no_client_auth())
}
