//! The icons of the pages: one path each, in a square of 24. Templates put them inline, beside a word.

/// An icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// A person.
    User,
    /// A computer.
    Laptop,
    /// A phone.
    Phone,
    /// A tablet.
    Tablet,
    /// A program.
    Terminal,
    /// Security.
    Shield,
    /// Danger to the account.
    ShieldAlert,
    /// Time.
    Clock,
    /// A mail or an address.
    Mail,
    /// A password.
    Lock,
    /// Something that is done.
    Check,
    /// Success.
    Ok,
    /// A problem.
    Alert,
    /// A note.
    Info,
    /// A search.
    Search,
    /// Something new.
    Plus,
    /// Signing out.
    Out,
    /// Languages.
    Globe,
    /// Accounts.
    Users,
    /// Numbers.
    Chart,
    /// A log.
    List,
    /// Deleting.
    Bin,
    /// What is not allowed.
    Ban,
    /// Waiting.
    Timer,
    /// A busy server.
    Pause,
    /// A wrong way.
    Compass,
}

impl Icon {
    /// Returns its path, as the attribute `d` has it.
    pub const fn path(self) -> &'static str {
        match self {
            Self::User => concat!(
                "M8 8a4 4 0 1 0 8 0 4 4 0 1 0-8 0M4 20.5c1.2-3.8 4.3-5.5 8-5.5",
                "s6.8 1.7 8 5.5",
            ),
            Self::Laptop => concat!(
                "M6.5 5h11a2 2 0 0 1 2 2v6.5a2 2 0 0 1-2 2h-11a2 2 0 0 1-2-2v-6.5",
                "a2 2 0 0 1 2-2zM2 19h20",
            ),
            Self::Phone => concat!(
                "M9.5 2.5h5a2.5 2.5 0 0 1 2.5 2.5v14a2.5 2.5 0 0 1-2.5 2.5h-5",
                "a2.5 2.5 0 0 1-2.5-2.5v-14a2.5 2.5 0 0 1 2.5-2.5zM11 18.2h2",
            ),
            Self::Tablet => concat!(
                "M7.5 3h9a2.5 2.5 0 0 1 2.5 2.5v13a2.5 2.5 0 0 1-2.5 2.5h-9",
                "a2.5 2.5 0 0 1-2.5-2.5v-13a2.5 2.5 0 0 1 2.5-2.5zM11 17.7h2",
            ),
            Self::Terminal => concat!(
                "M5.5 4h13a2.5 2.5 0 0 1 2.5 2.5v11a2.5 2.5 0 0 1-2.5 2.5h-13",
                "a2.5 2.5 0 0 1-2.5-2.5v-11a2.5 2.5 0 0 1 2.5-2.5zM7 9l3 3-3 3M13 15h4",
            ),
            Self::Shield => "M12 3l7.5 2.8v5.4c0 4.6-3 8-7.5 9.8-4.5-1.8-7.5-5.2-7.5-9.8V5.8z",
            Self::ShieldAlert => concat!(
                "M12 3l7.5 2.8v5.4c0 4.6-3 8-7.5 9.8-4.5-1.8-7.5-5.2-7.5-9.8V5.8zM12 8",
                "v4.5M12 15.8v.01",
            ),
            Self::Clock => "M3 12a9 9 0 1 0 18 0 9 9 0 1 0-18 0M12 7v5.2l3.2 2",
            Self::Mail => concat!(
                "M5.5 5h13a2.5 2.5 0 0 1 2.5 2.5v9a2.5 2.5 0 0 1-2.5 2.5h-13",
                "a2.5 2.5 0 0 1-2.5-2.5v-9a2.5 2.5 0 0 1 2.5-2.5zM3.8 7.5 12 13l8.2-5.5",
            ),
            Self::Lock => concat!(
                "M7.5 10.5h9a2.5 2.5 0 0 1 2.5 2.5v5a2.5 2.5 0 0 1-2.5 2.5h-9",
                "a2.5 2.5 0 0 1-2.5-2.5v-5a2.5 2.5 0 0 1 2.5-2.5zM8 10.5v-3",
                "a4 4 0 0 1 8 0v3",
            ),
            Self::Check => "M5 12.5l4.5 4.5L19 7.5",
            Self::Ok => "M3 12a9 9 0 1 0 18 0 9 9 0 1 0-18 0M8 12.3l2.8 2.8L16 9.5",
            Self::Alert => "M12 4 2.8 19.5h18.4zM12 10v4M12 16.8v.01",
            Self::Info => "M3 12a9 9 0 1 0 18 0 9 9 0 1 0-18 0M12 11v5M12 8v.01",
            Self::Search => "M4.5 11a6.5 6.5 0 1 0 13 0 6.5 6.5 0 1 0-13 0M16 16l4.5 4.5",
            Self::Plus => "M12 5v14M5 12h14",
            Self::Out => concat!(
                "M14 4.5H6.5a2 2 0 0 0-2 2v11a2 2 0 0 0 2 2H14M10 12h10.5M17 8.5",
                "l3.5 3.5-3.5 3.5",
            ),
            Self::Globe => concat!(
                "M3 12a9 9 0 1 0 18 0 9 9 0 1 0-18 0M3 12h18M12 3c3 2.7 4 5.8 4 9",
                "s-1 6.3-4 9c-3-2.7-4-5.8-4-9s1-6.3 4-9z",
            ),
            Self::Users => concat!(
                "M5.5 8.5a3.5 3.5 0 1 0 7 0 3.5 3.5 0 1 0-7 0M2.5 19.5",
                "c.8-3.4 3.3-5 6.5-5s5.7 1.6 6.5 5M15.5 5.3a3.5 3.5 0 0 1 0 6.4",
                "M17.5 14.9c2 .7 3.4 2.2 4 4.6",
            ),
            Self::Chart => "M4 20h16M7 16v-4M12 16V6M17 16V9",
            Self::List => "M9 6h11M9 12h11M9 18h11M4.5 6v.01M4.5 12v.01M4.5 18v.01",
            Self::Bin => concat!(
                "M4.5 6.5h15M9.5 6.5V4h5v2.5M6.5 6.5l.8 13h9.4l.8-13M10.3 10.5V16",
                "M13.7 10.5V16",
            ),
            Self::Ban => "M3 12a9 9 0 1 0 18 0 9 9 0 1 0-18 0M5.7 5.7l12.6 12.6",
            Self::Timer => concat!(
                "M4.5 13.5a7.5 7.5 0 1 0 15 0 7.5 7.5 0 1 0-15 0M12 9.5v4l2.5 1.5",
                "M9.5 2.5h5",
            ),
            Self::Pause => "M3 12a9 9 0 1 0 18 0 9 9 0 1 0-18 0M10 9v6M14 9v6",
            Self::Compass => "M3 12a9 9 0 1 0 18 0 9 9 0 1 0-18 0M15.5 8.5l-2 5-5 2 2-5z",
        }
    }

    /// Returns the class that turns it around where text runs from right to left.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Out => "turns",
            _ => "",
        }
    }
}
