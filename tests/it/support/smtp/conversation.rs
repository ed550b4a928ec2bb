//! One conversation, with its fault.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{IpAddr, TcpStream};
use std::thread;
use std::time::Duration;

use mailin::{Action, AuthMechanism, Handler, Response, Session, SessionBuilder, response};
use rustls::{ServerConnection, StreamOwned};

use super::{Received, Security, Shared, SmtpFault};
use crate::support::Mail;

struct Conversation<'a> {
    shared: &'a Shared,
    fault: SmtpFault,
    encrypted: bool,
    signed_in: Option<(String, String)>,
    from: String,
    to: Vec<String>,
    data: Vec<u8>,
}

impl Handler for &mut Conversation<'_> {
    fn mail(&mut self, _: IpAddr, _: &str, from: &str) -> Response {
        self.from = from.to_owned();
        match self.fault {
            SmtpFault::Sender(code) => {
                Response::custom(code, format!("{}.7.1 <{from}>: not you", code / 100))
            }
            _ => response::OK,
        }
    }

    fn rcpt(&mut self, to: &str) -> Response {
        self.to.push(to.to_owned());
        match self.fault {
            // Real servers put the address in their answer.
            SmtpFault::Recipient(code) => {
                Response::custom(code, format!("{}.1.1 <{to}>: not now or never", code / 100))
            }
            _ => response::OK,
        }
    }

    fn data(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.data.extend_from_slice(bytes);
        Ok(())
    }

    fn data_end(&mut self) -> Response {
        if let SmtpFault::Mail(code) = self.fault {
            return Response::custom(code, "not now or never".to_owned());
        }
        self.shared.received.lock().unwrap().push(Received {
            from: self.from.clone(),
            to: self.to.clone(),
            mail: Mail::parse(&self.data),
            encrypted: self.encrypted,
            signed_in: self.signed_in.clone(),
        });
        response::OK
    }

    fn auth_plain(&mut self, _: &str, user: &str, password: &str) -> Response {
        if let SmtpFault::Password(code) = self.fault {
            return Response::custom(code, "5.7.8 no, ada".to_owned());
        }
        self.signed_in = Some((user.to_owned(), password.to_owned()));
        response::AUTH_OK
    }
}

pub fn converse(mut stream: TcpStream, shared: &Shared, security: Security) -> io::Result<()> {
    *shared.conversations.lock().unwrap() += 1;
    let fault = shared.faults.lock().unwrap().pop_front().unwrap_or(SmtpFault::None);
    let (from, to, data) = (String::new(), Vec::new(), Vec::new());
    let mut conversation =
        Conversation { shared, fault, encrypted: false, signed_in: None, from, to, data };
    if fault == SmtpFault::Silence {
        thread::sleep(Duration::from_secs(60));
        return Ok(());
    }
    let mut builder = SessionBuilder::new("mail.example.com");
    match security.clone() {
        Security::None => &mut builder,
        Security::Password => {
            builder.enable_auth(AuthMechanism::Plain).insecure_enable_plaintext_auth()
        }
        Security::Tls(_) => builder.enable_auth(AuthMechanism::Plain).enable_start_tls(),
        Security::TlsAtOnce(config) => {
            let mut stream =
                StreamOwned::new(ServerConnection::new(config).map_err(io::Error::other)?, stream);
            builder.enable_auth(AuthMechanism::Plain).insecure_enable_plaintext_auth();
            conversation.encrypted = true;
            let mut session = builder.build(IpAddr::from([127, 0, 0, 1]), &mut conversation);
            let mut greeting = Vec::new();
            session.greeting().write_to(&mut greeting)?;
            stream.write_all(&greeting)?;
            stream.flush()?;
            talk(&mut session, &mut stream, shared, fault, false)?;
            return Ok(());
        }
    };
    let mut stream = {
        let mut session = builder.build(stream.peer_addr()?.ip(), &mut conversation);
        session.greeting().write_to(&mut stream)?;
        if !talk(&mut session, &mut stream, shared, fault, true)? {
            return Ok(());
        }
        let Security::Tls(config) = security else { return Ok(()) };
        StreamOwned::new(ServerConnection::new(config).map_err(io::Error::other)?, stream)
    };
    conversation.encrypted = true;
    let mut builder = SessionBuilder::new("mail.example.com");
    builder.enable_auth(AuthMechanism::Plain).insecure_enable_plaintext_auth();
    let mut session = builder.build(IpAddr::from([127, 0, 0, 1]), &mut conversation);
    talk(&mut session, &mut stream, shared, fault, false)?;
    Ok(())
}

/// Talks until the end. Returns whether encryption is to begin.
fn talk<H: Handler>(
    session: &mut Session<H>,
    stream: &mut (impl Read + Write),
    shared: &Shared,
    fault: SmtpFault,
    plain: bool,
) -> io::Result<bool> {
    let mut in_data = false;
    loop {
        let line = read_line(stream)?;
        if line.is_empty() {
            return Ok(false);
        }
        if plain {
            shared.plain.lock().unwrap().extend_from_slice(&line);
        }
        if in_data && fault == SmtpFault::DropInData {
            return Ok(false);
        }
        if fault == SmtpFault::NoGoodbye && line.to_ascii_uppercase().starts_with(b"QUIT") {
            continue;
        }
        let answer = session.process(&line);
        let over = in_data && line == b".\r\n";
        if over && fault == SmtpFault::DropAfterData {
            return Ok(false);
        }
        in_data = answer.code == 354 || in_data && !over;
        if answer.action == Action::NoReply {
            continue;
        }
        let mut bytes = Vec::new();
        answer.write_to(&mut bytes)?;
        stream.write_all(&bytes)?;
        stream.flush()?;
        match answer.action {
            Action::Close => return Ok(false),
            Action::UpgradeTls => return Ok(true),
            _ => {}
        }
    }
}

/// Reads a line byte by byte, so that nothing of what is encrypted afterwards is taken with it.
fn read_line(stream: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut line = Vec::new();
    BufReader::with_capacity(1, stream).read_until(b'\n', &mut line)?;
    Ok(line)
}
