//! A client that keeps hold of its connection, and of the certificate that it was shown.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{
    ClientConfig, ClientConnection, ProtocolVersion, RootCertStore, StreamOwned,
    SupportedProtocolVersion,
};

use super::Pair;

/// A connection over TLS.
pub struct Line(StreamOwned<ClientConnection, TcpStream>);

impl Line {
    /// Connects to `localhost` and trusts only this certificate.
    pub fn open(address: &str, trusted: &Pair) -> io::Result<Self> {
        Self::open_with(address, trusted, rustls::ALL_VERSIONS, &[])
    }

    /// Connects with these versions of TLS and these protocols to choose from.
    pub fn open_with(
        address: &str,
        trusted: &Pair,
        versions: &[&'static SupportedProtocolVersion],
        protocols: &[&str],
    ) -> io::Result<Self> {
        let mut roots = RootCertStore::empty();
        roots.add(trusted.der.clone()).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let builder =
            ClientConfig::builder_with_provider(provider).with_protocol_versions(versions).unwrap();
        let mut config = builder.with_root_certificates(roots).with_no_client_auth();
        config.alpn_protocols =
            protocols.iter().map(|protocol| protocol.as_bytes().to_vec()).collect();
        let name = ServerName::try_from("localhost").unwrap();
        let mut client = ClientConnection::new(Arc::new(config), name).unwrap();
        let mut socket = TcpStream::connect(address.trim_start_matches("http://"))?;
        socket.set_read_timeout(Some(Duration::from_secs(20)))?;
        while client.is_handshaking() {
            client.complete_io(&mut socket)?;
        }
        Ok(Self(StreamOwned::new(client, socket)))
    }

    pub fn version(&self) -> Option<ProtocolVersion> {
        self.0.conn.protocol_version()
    }

    pub fn protocol(&self) -> Option<&[u8]> {
        self.0.conn.alpn_protocol()
    }

    pub fn certificate(&self) -> &CertificateDer<'_> {
        &self.0.conn.peer_certificates().unwrap()[0]
    }

    /// Sends the head of a request and a body, and reads the answer: the head and the body.
    pub fn ask(&mut self, head: &str, body: &str) -> io::Result<(String, String)> {
        let length = body.len();
        write!(self.0, "{head}\r\nHost: localhost\r\nContent-Length: {length}\r\n\r\n{body}")?;
        let mut answer = Vec::new();
        let head = loop {
            let mut byte = [0];
            self.0.read_exact(&mut byte)?;
            answer.push(byte[0]);
            if answer.ends_with(b"\r\n\r\n") {
                break String::from_utf8(answer).unwrap().to_lowercase();
            }
        };
        let length =
            head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
        let mut body = vec![0; length.unwrap_or(0)];
        self.0.read_exact(&mut body)?;
        Ok((head, String::from_utf8(body).unwrap()))
    }

    /// Sends bytes and waits for nothing.
    pub fn begin(&mut self, bytes: &str) -> io::Result<()> {
        self.0.write_all(bytes.as_bytes())?;
        self.0.flush()
    }

    /// Reads whatever comes until the server closes.
    pub fn read_rest(&mut self) -> String {
        let mut rest = Vec::new();
        let _ = self.0.read_to_end(&mut rest);
        String::from_utf8_lossy(&rest).into_owned()
    }

    pub fn get(&mut self, path: &str) -> io::Result<(String, String)> {
        self.ask(&format!("GET {path} HTTP/1.1"), "")
    }

    /// Whether the server still answers on this very connection.
    pub fn is_alive(&mut self) -> bool {
        self.get("/healthz").is_ok_and(|(head, _)| head.starts_with("http/1.1 200 "))
    }
}
