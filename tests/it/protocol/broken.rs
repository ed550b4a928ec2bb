//! Broken rules, each with one mistake that could seem harmless.

use vestibule::auth::rotation::{PresentedToken, Verdict, judge};
use vestibule::clock::Timestamp;
use vestibule::config::ReuseWindows;
use vestibule::store::sessions::Session;

/// Returns how far behind the newest a token is.
fn behind(session: &Session, presented: &PresentedToken) -> i64 {
    session.generation - presented.generation
}

/// Reissues the successor to any `User-Agent`.
pub fn repeats_for_any_agent(
    session: &Session,
    presented: &PresentedToken,
    now: Timestamp,
    windows: ReuseWindows,
) -> Verdict {
    let agent = session.rotated_by.unwrap_or(presented.agent);
    judge(session, &PresentedToken { agent, ..*presented }, now, windows)
}

/// Ignores that the successor was used.
pub fn forgets_the_first_use(
    session: &Session,
    presented: &PresentedToken,
    now: Timestamp,
    windows: ReuseWindows,
) -> Verdict {
    let unused = Session { first_used_at: None, ..session.clone() };
    judge(&unused, presented, now, windows)
}

/// Counts the grace from the latest use, so that each use of the successor keeps the window open.
pub fn counts_from_the_latest_use(
    session: &Session,
    presented: &PresentedToken,
    now: Timestamp,
    windows: ReuseWindows,
) -> Verdict {
    let used_now = Session { first_used_at: session.first_used_at.map(|_| now), ..session.clone() };
    judge(&used_now, presented, now, windows)
}

/// Counts the grace only from the rotation: once the successor was used, a device that slept has no
/// grace left.
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

/// Reissues the successor for as long as it is not replaced.
pub fn never_closes_the_window(
    session: &Session,
    presented: &PresentedToken,
    now: Timestamp,
    windows: ReuseWindows,
) -> Verdict {
    let just_now = Session { issued_at: now, ..session.clone() };
    judge(&just_now, presented, now, windows)
}

/// Closes the window one millisecond late: `<=` instead of `<`.
pub fn closes_one_millisecond_late(
    session: &Session,
    presented: &PresentedToken,
    now: Timestamp,
    windows: ReuseWindows,
) -> Verdict {
    let moment = std::time::Duration::from_millis(1);
    let later = Session { issued_at: session.issued_at + moment, ..session.clone() };
    judge(&later, presented, now, windows)
}

/// Closes the grace of the first use one millisecond late.
pub fn closes_one_millisecond_late_after_a_use(
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

/// Treats any older token like the predecessor within the windows.
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

/// Gives the predecessor a new successor instead of the same.
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

/// Refuses a replaced token without ending the session.
pub fn ignores_a_theft(
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

/// Exchanges the newest token of a revoked session.
pub fn exchanges_after_revocation(
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

/// Treats every replaced token as stolen, as a strict reading of RFC 9700 would.
pub fn has_no_windows(
    session: &Session,
    presented: &PresentedToken,
    now: Timestamp,
    _: ReuseWindows,
) -> Verdict {
    let none = std::time::Duration::ZERO;
    judge(session, presented, now, ReuseWindows { grace: none, recovery: none })
}

/// Gives a lost response no more time than a second tab.
pub fn has_no_recovery(
    session: &Session,
    presented: &PresentedToken,
    now: Timestamp,
    windows: ReuseWindows,
) -> Verdict {
    judge(session, presented, now, ReuseWindows { recovery: windows.grace, ..windows })
}

/// Gives the predecessor no grace after the first use of its successor.
pub fn has_no_grace_after_first_use(
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
