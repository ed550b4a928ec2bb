//! One to four instances on one PostgreSQL server, and one on SQLite, with 64 clients.
//!
//! The yardstick is `pgbench` on the same server: one durable update of a single row per
//! transaction, also with 64 clients. Everything runs on this machine and shares its cores, so
//! ratios mean more than rates. The mix is Keycloak's: one sign-in to five refreshes.
//!
//! ```sh
//! cargo bench --bench instances
//! ```

#[allow(dead_code, unreachable_pub, reason = "tests share it, and stop and stall it too")]
#[path = "../tests/it/support/cluster.rs"]
mod cluster;
#[path = "support/fleet.rs"]
mod fleet;
#[path = "support/load.rs"]
mod load;

use std::process::{Command, Stdio};
use std::time::Duration;

use cluster::Cluster;
use fleet::Fleet;
use load::Workload;

const CLIENTS: usize = 64;
/// How long each figure is measured.
const SECONDS: u64 = 4;

fn main() {
    let Some(cluster) = Cluster::start() else {
        println!("PostgreSQL's server programs are not here (Debian: postgresql).");
        return;
    };
    let before = pgbench(&cluster.url());
    println!("| per second | {} |", Workload::ALL.map(Workload::name).join(" | "));
    println!("|---|{}", "---|".repeat(Workload::ALL.len()));
    measure("SQLite", &Fleet::on_sqlite());
    for instances in [1, 2, 4] {
        let name = format!("PostgreSQL, instances: {instances}");
        let database = cluster.url().replace("/postgres", &format!("/fleet{instances}"));
        create_database(&cluster.url(), &format!("fleet{instances}"));
        measure(&name, &Fleet::on_server(&database, instances));
    }
    let after = pgbench(&cluster.url());
    println!("\npgbench: {before:.0} updates per second before, {after:.0} after.");
}

/// Prints a row of the table.
fn measure(name: &str, fleet: &Fleet) {
    let runtime = actix_web::rt::Runtime::new().expect("a runtime starts");
    let mut clients = runtime.block_on(load::sign_in(&fleet.addresses(), CLIENTS));
    let rates = Workload::ALL.map(|workload| {
        let duration = Duration::from_secs(SECONDS);
        let rate = runtime.block_on(load::measure(&mut clients, workload, duration));
        format!("{rate:.0}")
    });
    println!("| {name} | {} |", rates.join(" | "));
}

fn create_database(url: &str, name: &str) {
    psql(url, &format!("CREATE DATABASE {name}"));
}

fn psql(url: &str, sql: &str) {
    let mut command = Command::new("psql");
    command.args(["--quiet", "--command", sql, url]).stdout(Stdio::null());
    assert!(command.status().expect("psql is here").success(), "{sql}");
}

/// Returns how many transactions a second the server makes, each one durable update by the key.
fn pgbench(url: &str) -> f64 {
    psql(url, "CREATE TABLE IF NOT EXISTS counts (id bigint PRIMARY KEY, count bigint NOT NULL)");
    psql(
        url,
        "INSERT INTO counts SELECT id, 0 FROM generate_series(1, 1000) id ON CONFLICT DO NOTHING",
    );
    let folder = tempfile::tempdir().expect("a folder");
    let script = folder.path().join("update.sql");
    let sql = "\\set id random(1, 1000)\nUPDATE counts SET count = count + 1 WHERE id = :id;\n";
    std::fs::write(&script, sql).expect("the script is written");
    let mut command = Command::new("pgbench");
    command.args(["--no-vacuum", "--protocol=prepared", "--jobs=2"]);
    command.arg(format!("--client={CLIENTS}")).arg(format!("--time={SECONDS}"));
    command.arg("--file").arg(&script).arg(url);
    let output = command.output().expect("pgbench is here");
    let text = String::from_utf8_lossy(&output.stdout);
    let line = text.lines().find_map(|line| line.strip_prefix("tps = "));
    let rate = line.and_then(|line| line.split(' ').next()?.parse().ok());
    rate.unwrap_or_else(|| panic!("{text}{}", String::from_utf8_lossy(&output.stderr)))
}
