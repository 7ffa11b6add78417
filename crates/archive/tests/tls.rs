//! A certificate that is not valid ends it at once, and the key is not sent.
#![allow(clippy::unwrap_used)]

use groundswell_archive::{Call, Fetcher, Key, Kind, Manners};
use rcgen::{CertificateParams, KeyPair};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

const CANARY: &str = "canary-key-4f1d0c9a7b";

/// Serves one connection with a certificate that nobody vouches for; gives back what was said inside.
fn server(names: &[&str], expired: bool) -> (u16, JoinHandle<Vec<u8>>) {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let mut params = CertificateParams::new(names).unwrap();
    if expired {
        params.not_after = rcgen::date_time_ymd(2001, 1, 1);
    }
    let key = KeyPair::generate().unwrap();
    let certificate = params.self_signed(&key).unwrap();
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let config = rustls::ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key)
        .unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let serve = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
        let mut connection = rustls::ServerConnection::new(Arc::new(config)).unwrap();
        let mut tls = rustls::Stream::new(&mut connection, &mut stream);
        let mut said = Vec::new();
        let mut buffer = [0; 1024];
        while let Ok(read @ 1..) = tls.read(&mut buffer) {
            said.extend_from_slice(&buffer[..read]);
            let _ = tls.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
        }
        said
    });
    (port, serve)
}

fn get(origin: &str) -> groundswell_archive::Unavailable {
    let manners = Manners {
        user_agent: "test".to_owned(),
        patience: Duration::from_secs(5),
        deadline: Duration::from_secs(5),
        insecure_test_host: true,
    };
    let fetcher = Fetcher::new(&manners).unwrap();
    let key = Key::new(CANARY).unwrap();
    let call = Call {
        origin,
        target: "/svc/archive/v1/1973/9.json",
        key: Some(("api-key", &key)),
        accept: "application/json",
        validators: None,
        max_wire_bytes: 1000,
    };
    let folder = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(fetcher.get(&call, &folder.path().join("body"))).unwrap_err()
}

#[test]
fn a_certificate_nobody_vouches_for_is_refused_before_the_key_is_sent() {
    for (names, expired) in [
        (&["127.0.0.1"][..], false), // self-signed
        (&["127.0.0.1"], true),
        (&["api.example.org"], false), // of another host
    ] {
        let (port, server) = server(names, expired);
        let error = get(&format!("https://127.0.0.1:{port}"));
        assert_eq!(error.kind, Kind::Lasting, "{names:?} {expired}: {error}");
        assert!(error.what.contains("certificate"), "{error}");
        assert!(!error.what.contains(CANARY) && !format!("{error:?}").contains(CANARY));
        assert!(server.join().unwrap().is_empty(), "{names:?}: something was sent");
    }
}

#[test]
fn a_server_that_does_not_speak_tls_may_do_so_later() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let serve = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut hello = [0; 2000];
        let read = stream.read(&mut hello).unwrap();
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
        hello[..read].to_vec()
    });
    let error = get(&format!("https://127.0.0.1:{port}"));
    assert_ne!(error.kind, Kind::Lasting, "{error}");
    let said = serve.join().unwrap();
    assert!(!said.windows(CANARY.len()).any(|bytes| bytes == CANARY.as_bytes()));
}

#[test]
fn an_address_that_is_not_https_is_refused_without_the_test_hosts_permission() {
    let manners = Manners {
        user_agent: "test".to_owned(),
        patience: Duration::from_secs(1),
        deadline: Duration::from_secs(1),
        insecure_test_host: false,
    };
    let call = Call {
        origin: "http://127.0.0.1:9",
        target: "/",
        key: None,
        accept: "*/*",
        validators: None,
        max_wire_bytes: 1,
    };
    let folder = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let fetcher = Fetcher::new(&manners).unwrap();
    let error = runtime.block_on(fetcher.get(&call, &folder.path().join("body"))).unwrap_err();
    assert_eq!(error.kind, Kind::Lasting, "{error}");
}
