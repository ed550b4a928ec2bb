//! The colours of a mail's button and links. Mail programs know no functions of colours, so what the
//! style sheet of the pages works out is worked out here.

use crate::config::Accent;

/// The luminance from which black is easier to read on a colour than white.
const BRIGHT: f64 = 0.179;
/// The luminance of a link, at most: 7:1 on white.
const LINK: f64 = 0.085;
/// The luminance of the button and of a link on a dark ground, at least.
const BUTTON_IN_DARK: f64 = 0.45;
const LINK_IN_DARK: f64 = 0.55;

/// The colours that follow the accent, as HTML writes them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Colours {
    pub(super) button: String,
    pub(super) on_button: &'static str,
    pub(super) link: String,
    /// Black is written on it.
    pub(super) button_in_dark: String,
    pub(super) link_in_dark: String,
}

impl Colours {
    /// Works out the colours for an accent, or returns the built-in ones.
    pub(super) fn new(accent: Option<Accent>) -> Self {
        let Some(accent) = accent else {
            return Self {
                button: "#17604b".to_owned(),
                on_button: "#ffffff",
                link: "#17604b".to_owned(),
                button_in_dark: "#86c9ae".to_owned(),
                link_in_dark: "#93d5bb".to_owned(),
            };
        };
        let light = Light::of(accent);
        Self {
            button: accent.to_string(),
            on_button: if light.luminance() < BRIGHT { "#ffffff" } else { "#000000" },
            link: light.at_most(LINK).to_string(),
            button_in_dark: light.at_least(BUTTON_IN_DARK).to_string(),
            link_in_dark: light.at_least(LINK_IN_DARK).to_string(),
        }
    }
}

/// A colour as amounts of red, green and blue light, from 0 to 1: those can be added.
#[derive(Clone, Copy)]
struct Light([f64; 3]);

impl Light {
    /// Converts from sRGB (IEC 61966-2-1).
    fn of(Accent(bytes): Accent) -> Self {
        Self(bytes.map(|byte| match f64::from(byte) / 255.0 {
            value if value <= 0.04045 => value / 12.92,
            value => ((value + 0.055) / 1.055).powf(2.4),
        }))
    }

    /// Returns the relative luminance (WCAG 2.2).
    fn luminance(self) -> f64 {
        let Self([red, green, blue]) = self;
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// Takes light away until the luminance is no greater.
    fn at_most(self, luminance: f64) -> Accent {
        let share = (luminance / self.luminance()).min(1.0);
        self.map(|light| light * share)
    }

    /// Adds white until the luminance is no less.
    fn at_least(self, luminance: f64) -> Accent {
        let own = self.luminance();
        let share = if own < luminance { (luminance - own) / (1.0 - own) } else { 0.0 };
        self.map(|light| light + (1.0 - light) * share)
    }

    /// Changes each amount and converts back.
    fn map(self, change: impl Fn(f64) -> f64) -> Accent {
        Accent(self.0.map(|light| {
            let value = match change(light) {
                light if light <= 0.003_130_8 => light * 12.92,
                light => 1.055 * light.powf(1.0 / 2.4) - 0.055,
            };
            // From 0 to 255, as every value is from 0 to 1.
            (value * 255.0).round() as u8
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the contrast of two colours (WCAG 2.2).
    fn contrast(one: &str, other: &str) -> f64 {
        let luminance = |text: &str| Light::of(text.parse().unwrap()).luminance() + 0.05;
        let (one, other) = (luminance(one), luminance(other));
        one.max(other) / one.min(other)
    }

    #[test]
    fn every_accent_can_be_read() {
        let steps = [0, 51, 102, 153, 204, 255];
        let accents = steps.iter().flat_map(|red| {
            steps.iter().flat_map(move |green| steps.map(|blue| Accent([*red, *green, blue])))
        });
        for accent in accents {
            let colours = Colours::new(Some(accent));
            for (text, ground, least) in [
                (colours.on_button, colours.button.as_str(), 4.5),
                (&colours.link, "#ffffff", 7.0),
                (&colours.link, "#f4f6f5", 7.0),
                ("#000000", &colours.button_in_dark, 7.0),
                (&colours.link_in_dark, "#1a1d1c", 7.0),
            ] {
                let found = contrast(text, ground);
                assert!(found >= least, "{accent}: {text} on {ground} has {found:.2}");
            }
        }
    }

    #[test]
    fn an_accent_that_can_be_read_already_stays_as_it_is() {
        let colours = Colours::new(Some(Accent([0x10, 0x20, 0x40])));
        assert_eq!((colours.button.as_str(), colours.link.as_str()), ("#102040", "#102040"));
    }
}
