//! Which language a request is answered in.

use std::cmp::Reverse;
use std::convert::Infallible;
use std::future::{Ready, ready};

use actix_web::dev::{Payload, ServiceResponse};
use actix_web::http::header::{ACCEPT_LANGUAGE, CONTENT_LANGUAGE, CONTENT_TYPE, HeaderValue, VARY};
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};

use super::cookies::Cookies;
use crate::app::App;
use crate::locale::Locale;

/// Chooses the language of the answer to a request: the one that the visitor chose, the first in
/// `Accept-Language` that there is, or the default.
pub fn of(request: &HttpRequest) -> Locale {
    let headers = request.headers();
    let cookies = request.app_data::<web::Data<Cookies>>();
    if let Some(chosen) = cookies.and_then(|cookies| cookies.language(headers)) {
        return chosen;
    }
    let default =
        request.app_data::<web::Data<App>>().map_or_else(Locale::english, |app| app.config.locale);
    let lines = headers.get_all(ACCEPT_LANGUAGE).filter_map(|line| line.to_str().ok());
    negotiate(lines, default)
}

/// The language that an answer has texts in.
struct AnswerLanguage(Locale);

/// Chooses the same for an answer that has texts in this language: [`describe`] says so in its
/// headers.
pub fn answer(request: &HttpRequest) -> Locale {
    let chosen = of(request);
    request.extensions_mut().insert(AnswerLanguage(chosen));
    chosen
}

/// Adds the headers about the language to an answer that has texts, and says by what it was chosen.
pub fn describe<B>(response: &mut ServiceResponse<B>) {
    let language = response.request().extensions_mut().remove::<AnswerLanguage>();
    let Some(AnswerLanguage(language)) = language else { return };
    let headers = response.headers_mut();
    // A redirect has none.
    if headers.contains_key(CONTENT_TYPE) {
        headers.insert(CONTENT_LANGUAGE, HeaderValue::from_static(language.tag()));
        headers.append(VARY, HeaderValue::from_static("Accept-Language, Cookie"));
    }
}

/// Chooses a language by the lines of `Accept-Language` (RFC 9110, 12.5.4): the first of those with
/// the greatest weight that there is.
fn negotiate<'a>(lines: impl Iterator<Item = &'a str>, default: Locale) -> Locale {
    let mut ranges: Vec<(&str, u16)> =
        lines.flat_map(|line| line.split(',')).filter_map(read_range).collect();
    // A weight of zero says "not acceptable" (RFC 9110, 12.4.2).
    let is_refused = |range: &(&str, u16)| range.1 == 0;
    let refused: Vec<Locale> = ranges
        .iter()
        .filter(|range| is_refused(range))
        .filter_map(|(tag, _)| Locale::find(tag))
        .collect();
    ranges.retain(|range| !is_refused(range));
    ranges.sort_by_key(|(_, weight)| Reverse(*weight));
    let is_acceptable = |language: &Locale| !refused.contains(language);
    let any = || [default].into_iter().chain(Locale::languages()).find(is_acceptable);
    let mut found = ranges.into_iter().filter_map(|(range, _)| match range {
        "*" => any(),
        range => Locale::look_up(range).filter(is_acceptable),
    });
    found.next().unwrap_or(default)
}

/// Reads a language range and its weight in thousandths; none where it cannot be read.
fn read_range(element: &str) -> Option<(&str, u16)> {
    let (range, parameter) = element.split_once(';').unwrap_or((element, "q=1"));
    let (name, weight) = parameter.split_once('=')?;
    if !name.trim().eq_ignore_ascii_case("q") {
        return None;
    }
    Some((range.trim(), read_weight(weight.trim())?))
}

/// Reads a weight: a number from 0 to 1 with at most three decimals (RFC 9110, 12.4.2).
fn read_weight(text: &str) -> Option<u16> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let is_number = decimals.len() <= 3 && decimals.bytes().all(|byte| byte.is_ascii_digit());
    let thousandths: u16 = format!("{decimals:0<3}").parse().ok().filter(|_| is_number)?;
    match whole {
        "0" => Some(thousandths),
        "1" if thousandths == 0 => Some(1000),
        _ => None,
    }
}

impl FromRequest for Locale {
    type Error = Infallible;
    type Future = Ready<Result<Self, Infallible>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(answer(request)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn negotiated(line: &str) -> &'static str {
        negotiate([line].into_iter(), Locale::english()).tag()
    }

    #[test]
    fn the_first_language_with_the_greatest_weight_is_chosen() {
        for (line, tag) in [
            ("de", "de"),
            ("DE-at", "de"),
            ("fr-CA-x-private, de;q=0.9", "fr"),
            ("de-Latn-1996-a-b, fr;q=0.9", "de"),
            ("pt, es;q=0.8, fr;q=0.9", "fr"),
            ("es;q=0.8,fr;q=0.8", "es"),
            ("ja ; q=0.001, *;q=0", "ja"),
            ("xx, de ; Q=1.000", "de"),
            ("pt, ar;q=0.333", "ar"),
        ] {
            assert_eq!(negotiated(line), tag, "{line}");
        }
        let lines = ["xx;q=0.4", "de;q=0.5", "fr;q=0.6"];
        assert_eq!(negotiate(lines.into_iter(), Locale::english()).tag(), "fr", "several lines");
    }

    #[test]
    fn a_language_that_is_refused_is_not_chosen() {
        for (line, tag) in [
            ("de;q=0, fr;q=0.1", "fr"),
            ("de-AT, de;q=0, fr;q=0.1", "fr"),
            ("de-AT;q=0, de", "de"),
            ("*, en;q=0.000", "ar"),
            ("en;q=0", "en"),
        ] {
            assert_eq!(negotiated(line), tag, "{line}: the default if nothing else is left");
        }
    }

    #[test]
    fn whatever_cannot_be_read_is_passed_over() {
        for line in ["", ";;;", "q=1", "xx", "*", "d", "de;q=1.1", "de;q=0.1234", "de;q=-1"] {
            assert_eq!(negotiated(line), "en", "{line}");
        }
        for line in ["de;q=", "de;q=.5", "de;level=1", "de;q=0.+5", "de_AT", "dé", "de fr"] {
            assert_eq!(negotiated(line), "en", "{line}");
        }
        assert_eq!(negotiated("de;q=2, fr;q=0.5"), "fr");
    }
}
