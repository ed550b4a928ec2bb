//! Rules that are wrong, each in one way that somebody might think harmless.

use vestibule::auth::rotation::{PresentedToken, Verdict, judge};
use vestibule::clock::Timestamp;
use vestibule::config::ReuseWindows;
use vestibule::store::sessions::Session;

/// Returns how far behind the newest a token is.
fn behind(session: &Session, presented: &PresentedToken) -> i64 {
    session.generation - presented.generation
}

/// Whoever presents it, what was just replaced is repeated.
pub fn repeats_for_any_agent(
    session: &Session,
    presented: &PresentedToken,
    now: Timestamp,
    windows: ReuseWindows,
) -> Verdict {
    let agent = session.rotated_by.unwrap_or(presented.agent);
    judge(session, &PresentedToken { agent, ..*presented }, now, windows)
}

/// That the successor was used narrows nothing.
pub fn forgets_the_first_use(
    session: &Session,
    presented: &PresentedToken,
    now: Timestamp,
    windows: ReuseWindows,
) -> Verdict {
    let unused = Session { first_used_at: None, ..session.clone() };
    judge(&unused, presented, now, windows)
}

/// The grace counts from the latest use, so that whoever goes on using the successor keeps the
/// window open.
pub fn counts_from_the_latest_use(
    session: &Session,
    presented: &PresentedToken,
    now: Timestamp,
    windows: ReuseWindows,
) -> Verdict {
    let used_now = Session { first_used_at: session.first_used_at.map(|_| now), ..session.clone() };
    judge(&used_now, presented, now, windows)
}

/// The grace counts from the rotation alone: once the successor was used, it is over for a device
/// that slept.
pub fn counts_from_the_rotation(
    session: &Session,
    presented: &PresentedToken,
    now: Timestamp,
    windows: ReuseWindows,
) -> Verdict {
    let used_at_once = Session {
        first_used_at: session.first_used_at.map(|_| session.issued_at),
        ..session.clone()
    };
    judge(&used_at_once, presented, now, windows)
}

/// The predecessor answers for as long as its successor is unreplaced.
pub fn never_closes_the_window(
    session: &Session,
    presented: &PresentedToken,
    now: Timestamp,
    windows: ReuseWindows,
) -> Verdict {
    let just_now = Session { issued_at: now, ..session.clone() };
    judge(&just_now, presented, now, windows)
}

/// The window closes a moment late: `<=` for `<`.
pub fn closes_a_moment_late(
    session: &Session,
    presented: &PresentedToken,
    now: Timestamp,
    windows: ReuseWindows,
) -> Verdict {
    let moment = std::time::Duration::from_millis(1);
    let later = Session { issued_at: session.issued_at + moment, ..session.clone() };
    judge(&later, presented, now, windows)
}

/// The grace of the first use closes a moment late.
pub fn closes_a_moment_late_after_a_use(
    session: &Session,
    presented: &PresentedToken,
    now: Timestamp,
    windows: ReuseWindows,
) -> Verdict {
    let moment = std::time::Duration::from_millis(1);
    let later =
        Session { first_used_at: session.first_used_at.map(|at| at + moment), ..session.clone() };
    judge(&later, presented, now, windows)
}

/// Within the windows, any token of the chain is as good as the predecessor.
pub fn repeats_for_older_tokens(
    session: &Session,
    presented: &PresentedToken,
    now: Timestamp,
    windows: ReuseWindows,
) -> Verdict {
    let replaced = behind(session, presented) > 0;
    let generation = if replaced { session.generation - 1 } else { presented.generation };
    let hash = session.previous_hash.filter(|_| replaced).unwrap_or(presented.hash);
    judge(session, &PresentedToken { generation, hash, ..*presented }, now, windows)
}

/// The predecessor gets a new successor instead of the same.
pub fn forks(
    session: &Session,
    presented: &PresentedToken,
    now: Timestamp,
    windows: ReuseWindows,
) -> Verdict {
    match judge(session, presented, now, windows) {
        Verdict::Reissue => Verdict::Rotate,
        verdict => verdict,
    }
}

/// A replaced token is refused and that is all.
pub fn lets_a_theft_pass(
    session: &Session,
    presented: &PresentedToken,
    now: Timestamp,
    windows: ReuseWindows,
) -> Verdict {
    match judge(session, presented, now, windows) {
        Verdict::Theft => Verdict::Expired,
        verdict => verdict,
    }
}

/// The newest token of an ended session is exchanged.
pub fn outlives_the_end(
    session: &Session,
    presented: &PresentedToken,
    now: Timestamp,
    windows: ReuseWindows,
) -> Verdict {
    match judge(session, presented, now, windows) {
        Verdict::Revoked(_) if behind(session, presented) == 0 => Verdict::Rotate,
        verdict => verdict,
    }
}

/// What was replaced is a theft at once, as a plain reading of RFC 9700 has it.
pub fn has_no_windows(
    session: &Session,
    presented: &PresentedToken,
    now: Timestamp,
    _: ReuseWindows,
) -> Verdict {
    let none = std::time::Duration::ZERO;
    judge(session, presented, now, ReuseWindows { grace: none, recovery: none })
}

/// A lost answer is made good for no longer than a second tab.
pub fn has_no_recovery(
    session: &Session,
    presented: &PresentedToken,
    now: Timestamp,
    windows: ReuseWindows,
) -> Verdict {
    judge(session, presented, now, ReuseWindows { recovery: windows.grace, ..windows })
}

/// Once the successor was seen, its predecessor has no grace.
pub fn has_no_grace_once_seen(
    session: &Session,
    presented: &PresentedToken,
    now: Timestamp,
    windows: ReuseWindows,
) -> Verdict {
    if session.first_used_at.is_some() {
        has_no_windows(session, presented, now, windows)
    } else {
        judge(session, presented, now, windows)
    }
}
