//! Encrypted connections to a real server with a certificate.

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};

use super::{instance, say};
use crate::support::Exit;
use crate::support::cluster::Cluster;

const ENCRYPTED_ONLY: &str = "host all vestibule 127.0.0.1/32 trust\n\
     hostssl all all 127.0.0.1/32 trust\n";
const ANYHOW: &str = "host all all 127.0.0.1/32 trust\n";

/// Who vouches for servers.
struct Authority {
    certificate: String,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    fn new(name: &str) -> Self {
        let key = KeyPair::generate().unwrap();
        let mut parameters = CertificateParams::new(Vec::new()).unwrap();
        parameters.distinguished_name.push(DnType::CommonName, name);
        parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let certificate = parameters.self_signed(&key).unwrap().pem();
        Self { certificate, issuer: Issuer::new(parameters, key) }
    }

    /// Gives a server a certificate for a name.
    fn certify(&self, cluster: &Cluster, name: &str) {
        let key = KeyPair::generate().unwrap();
        let parameters = CertificateParams::new(vec![name.to_owned()]).unwrap();
        let certificate = parameters.signed_by(&key, &self.issuer).unwrap();
        cluster.put("server.crt", &certificate.pem());
        cluster.put("server.key", &key.serialize_pem());
    }
}

/// Lists accounts over a connection of the application's user to a host.
fn list(cluster: &Cluster, host: &str, parameters: &str) -> Exit {
    let url = cluster.url_of("app", "app").replace("@127.0.0.1:", &format!("@{host}:"));
    instance(&format!("{url}?{parameters}"), &[]).run(&["users", "list"])
}

#[track_caller]
fn assert_refused(exit: &Exit, why: &str) {
    assert_eq!(exit.code, Some(1), "{exit:?}");
    assert_eq!(exit.err.lines().count(), 1, "{exit:?}");
    assert!(exit.err.starts_with("Cannot open the database postgres://app@"), "{exit:?}");
    assert!(exit.err.contains(why), "{why}: {exit:?}");
}

#[test]
fn a_certificate_is_checked_as_the_url_says() {
    let Some(cluster) = Cluster::create() else {
        return say("TLS to PostgreSQL: not tested, its server programs are not here");
    };
    let authority = Authority::new("ours");
    let (stranger, impostor) = (Authority::new("a stranger"), Authority::new("ours"));
    authority.certify(&cluster, "localhost");
    cluster.configure("ssl = on");
    cluster.put("pg_hba.conf", ENCRYPTED_ONLY);
    cluster.start_again();
    cluster.create_role("secret");
    let file = |name: &str, text: &str| {
        cluster.put(name, text);
        format!("sslrootcert={}/data/{name}", cluster.folder().display())
    };
    let good = file("good.pem", &authority.certificate);
    let other = file("other.pem", &stranger.certificate);
    let same_name = file("same-name.pem", &impostor.certificate);
    let empty = file("empty.pem", "");

    for (host, parameters) in [
        ("localhost", good.clone()),
        ("localhost", format!("sslmode=verify-full&{good}")),
        ("localhost", format!("sslmode=require&{good}")),
        ("127.0.0.1", format!("sslmode=require&{good}")),
    ] {
        let exit = list(&cluster, host, &parameters);
        assert_eq!((exit.code, exit.err.as_str()), (Some(0), ""), "{parameters}: {exit:?}");
    }
    for (host, parameters, why) in [
        ("127.0.0.1", format!("sslmode=verify-full&{good}"), "certificate not valid for name"),
        ("localhost", format!("sslmode=verify-full&{other}"), "sslrootcert=FILE"),
        ("localhost", format!("sslmode=require&{other}"), "sslrootcert=FILE"),
        ("localhost", format!("sslmode=verify-full&{same_name}"), "sslrootcert=FILE"),
        ("localhost", "sslmode=require".to_owned(), "sslrootcert=FILE"),
        ("localhost", format!("sslmode=require&{empty}"), "empty.pem has no certificate"),
        ("localhost", format!("{good}.missing"), "good.pem.missing"),
        ("localhost", "sslmode=disable".to_owned(), "no encryption"),
    ] {
        assert_refused(&list(&cluster, host, &parameters), why);
    }
    cluster.put("pg_hba.conf", ANYHOW);
    cluster.restart();
    let exit = list(&cluster, "localhost", "sslmode=disable");
    assert_eq!(exit.code, Some(0), "{exit:?}");
}

#[test]
fn a_server_without_tls_is_refused_where_the_url_asks_for_it() {
    let Some(cluster) = Cluster::start() else {
        return say("a server without TLS: not tested, PostgreSQL's programs are not here");
    };
    cluster.create_role("secret");
    let exit = list(&cluster, "localhost", "sslmode=require");
    assert_refused(&exit, "server does not support TLS");
}
