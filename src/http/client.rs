//! The client of a request: its address, which trusted proxies may report, and its User-Agent.

use std::future::{Ready, ready};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::{Arc, Once};

use actix_web::dev::Payload;
use actix_web::http::header::{FORWARDED, HeaderName, USER_AGENT, X_FORWARDED_FOR};
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};

use super::cookies::Cookies;
use super::forwarded::{self, Origin, is_trusted};
use super::locale;
use crate::app::App;
use crate::auth::{Client, Context};
use crate::client::{LogTag, RequestId};
use crate::user_agent::UserAgent;

/// The headers in which proxies report the client's address. Only the first one is used.
static FORWARDING: [HeaderName; 3] =
    [X_FORWARDED_FOR, FORWARDED, HeaderName::from_static("x-real-ip")];

/// The request's ID: from a trusted proxy in the request, from us in the response.
pub static X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

impl FromRequest for Client {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, Self::Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(of(request)))
    }
}

impl FromRequest for Context {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, Self::Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(context(request)))
    }
}

/// Returns the context of a request for the rules in `auth`.
pub fn context(request: &HttpRequest) -> Context {
    Context {
        app: Arc::clone(app(request)),
        client: Arc::new(of(request)),
        locale: locale::of(request),
    }
}

/// Returns who sends a request.
pub fn of(request: &HttpRequest) -> Client {
    let app = app(request);
    let (peer, headers) = (peer(request), request.headers());
    let Origin { ip, is_unreadable } = origin(request, app);
    let forwards = FORWARDING.iter().any(|name| headers.contains_key(name));
    let is_peer_trusted = is_trusted(peer, &app.config.trusted_proxies);
    let agent = headers.get(USER_AGENT).map_or(&b""[..], |value| value.as_bytes());
    let cookies = request.app_data::<web::Data<Cookies>>();
    let tag = request.extensions().get::<LogTag>().cloned();
    Client {
        ip,
        is_address_shared: if is_peer_trusted {
            is_unreadable && warn_of_unreadable(peer)
        } else {
            forwards && is_undeclared_proxy(peer)
        },
        agent: UserAgent::from_header(agent),
        device: cookies.and_then(|cookies| cookies.device(headers)),
        tag: tag.unwrap_or_else(|| self::tag(request, app)),
    }
}

/// Creates what the log has of a request: its name, and the address that it is from.
pub fn tag(request: &HttpRequest, app: &App) -> LogTag {
    let mut names = request.headers().get_all(&X_REQUEST_ID);
    // From anybody else it could be the name of another's request, to mislead readers of the log.
    let given = match (names.next(), names.next()) {
        (Some(name), None) if is_trusted(peer(request), &app.config.trusted_proxies) => {
            RequestId::given(name.as_bytes())
        }
        _ => None,
    };
    LogTag::new(given.unwrap_or_default(), origin(request, app).ip, app.config.log_client_ip)
}

/// Returns the application that serves a request.
pub(super) fn app(request: &HttpRequest) -> &web::Data<App> {
    request.app_data::<web::Data<App>>().expect("every route is served with the application")
}

fn peer(request: &HttpRequest) -> IpAddr {
    request.peer_addr().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.ip()).to_canonical()
}

fn origin(request: &HttpRequest, app: &App) -> Origin {
    let lines = request.headers().get_all(&FORWARDING[0]).map(|value| value.as_bytes());
    forwarded::origin(peer(request), lines, &app.config.trusted_proxies)
}

/// Logs once that a trusted proxy names clients in a way that cannot be read.
///
/// Such requests have no limit by address: they would share one quota, and an attacker could use it
/// up for all. The element itself may contain anything and is not logged.
fn warn_of_unreadable(proxy: IpAddr) -> bool {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        log::warn!(
            "{proxy} forwards requests without a readable address in X-Forwarded-For: nothing is limited by address there"
        );
    });
    true
}

/// Returns whether a peer that forwards requests, and is not in `TRUSTED_PROXIES`, is probably a
/// proxy. Logs that once, because it should be in `TRUSTED_PROXIES`.
///
/// Its headers are not trusted. But in a private network it is probably a proxy of this
/// installation with all clients behind it. So it has no limits by address, or one attacker would
/// use them up for all. The limits of accounts apply. From the public internet anyone can send such
/// a header, so such a client is limited like all others.
fn is_undeclared_proxy(peer: IpAddr) -> bool {
    static PRIVATE: Once = Once::new();
    static PUBLIC: Once = Once::new();
    if is_private(peer) {
        PRIVATE.call_once(|| {
            log::warn!(
                "{peer} forwards requests and is not in TRUSTED_PROXIES: nothing is limited by address behind it"
            );
        });
        return true;
    }
    PUBLIC.call_once(|| {
        log::warn!("a proxy that is not in TRUSTED_PROXIES forwards requests: all its clients count as one address");
    });
    false
}

/// Returns whether an address is none of the public internet: loopback, private use, link-local,
/// shared by a carrier.
fn is_private(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => {
            let shared = ip.octets()[0] == 100 && ip.octets()[1] & 0xC0 == 64;
            ip.is_loopback() || ip.is_private() || ip.is_link_local() || shared
        }
        IpAddr::V6(ip) => ip.is_loopback() || ip.is_unique_local() || ip.is_unicast_link_local(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_networks_are_told_from_the_public_internet() {
        for private in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.1.1",
            "100.64.0.1",
            "::1",
            "fd00::1",
        ] {
            assert!(is_private(private.parse().unwrap()), "{private}");
        }
        for public in ["203.0.113.9", "172.32.0.1", "100.128.0.1", "2001:db8::1"] {
            assert!(!is_private(public.parse().unwrap()), "{public}");
        }
    }
}
