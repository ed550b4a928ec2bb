//! BRAND_LOGO: a picture, looked at before it is served.

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use super::reader::Reader;

const NAME: &str = "BRAND_LOGO";

/// The most bytes of a logo: every page loads it.
const MAX_BYTES: u64 = 64 * 1024;

/// How every PNG file begins: its signature, and the name of its first chunk.
const PNG: &[u8; 8] = b"\x89PNG\r\n\x1a\n";
const PNG_HEADER: &[u8; 4] = b"IHDR";

/// The attribute of an SVG document's root without which no browser draws it.
const SVG_NAMESPACE: &str = "http://www.w3.org/2000/svg";

/// A picture.
#[derive(Clone)]
pub struct Logo {
    /// Its kind.
    pub kind: LogoKind,
    /// The file.
    pub bytes: Arc<[u8]>,
}

/// A kind of picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogoKind {
    /// Lines and areas, as XML.
    Svg,
    /// Pixels.
    Png,
}

impl fmt::Debug for Logo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} of {} bytes", self.kind, self.bytes.len())
    }
}

/// Reads the setting and the file that it names.
pub(super) fn read(reader: &mut Reader<'_>) -> Option<Logo> {
    let path = reader.path(NAME)?;
    let shown = path.display();
    let bytes = match read_file(&path) {
        Ok(bytes) => bytes,
        Err(error) => {
            let message = format!("must be a readable file; cannot read {shown} ({error})");
            reader.error(NAME, &message, "Write the path of an SVG or PNG file.");
            return None;
        }
    };
    if bytes.len() as u64 > MAX_BYTES {
        let message = format!("must be a file of at most 64 KiB; {shown} is larger");
        reader.error(NAME, &message, "It is shown 32 pixels high: save a smaller picture.");
        return None;
    }
    let kind = kind(&bytes);
    if kind.is_none() {
        let message = format!("must be an SVG or PNG file; {shown} is neither");
        reader.error(NAME, &message, "Save the picture as SVG (in UTF-8) or PNG.");
    }
    kind.map(|kind| Logo { kind, bytes: bytes.into() })
}

/// Reads a file, one byte further than it may be long.
fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Returns the kind of a picture by its content.
fn kind(bytes: &[u8]) -> Option<LogoKind> {
    let is_png = bytes.starts_with(PNG) && bytes.get(12..16) == Some(PNG_HEADER.as_slice());
    let is_svg = || std::str::from_utf8(bytes).is_ok_and(is_svg);
    if is_png { Some(LogoKind::Png) } else { is_svg().then_some(LogoKind::Svg) }
}

/// Returns whether the root element of an XML document is that of a picture.
fn is_svg(text: &str) -> bool {
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    loop {
        let declares = rest.split('>').next().is_some_and(|head| head.contains('['));
        let end = match rest {
            _ if rest.starts_with("<?") => "?>",
            _ if rest.starts_with("<!--") => "-->",
            _ if rest.starts_with("<!DOCTYPE") && declares => "]>",
            _ if rest.starts_with("<!DOCTYPE") => ">",
            _ => break,
        };
        let Some((_, after)) = rest.split_once(end) else { return false };
        rest = after.trim_start();
    }
    let Some((root, _)) = rest.strip_prefix("<svg").and_then(|rest| rest.split_once('>')) else {
        return false;
    };
    // An entity of the document may stand for it, as drawing programs write it.
    let is_named = root.contains(SVG_NAMESPACE) || root.contains("xmlns=\"&");
    root.starts_with(char::is_whitespace) && is_named
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOT: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"/>";

    #[test]
    fn what_may_stand_before_the_root_of_an_svg_is_passed_over() {
        for before in [
            "",
            "\u{feff}",
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
            "<?xml version=\"1.0\"?><!-- <html> -->\n<!DOCTYPE svg PUBLIC \"-//W3C\" \"x.dtd\">\n",
            "<!DOCTYPE svg [ <!ENTITY ns \"x\"> ]>",
        ] {
            assert_eq!(kind(format!("{before}{ROOT}").as_bytes()), Some(LogoKind::Svg), "{before}");
        }
    }

    #[test]
    fn what_only_resembles_a_picture_is_none() {
        let utf16: Vec<u8> = ROOT.encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in [
            b"".as_slice(),
            b"<svg/>",
            b"<svg>http://www.w3.org/2000/svg</svg>",
            b"<svgx xmlns=\"http://www.w3.org/2000/svg\"/>",
            b"<html><svg xmlns=\"http://www.w3.org/2000/svg\"/></html>",
            b"<!-- <svg xmlns=\"http://www.w3.org/2000/svg\"/>",
            b"\x89PNG\r\n\x1a\n",
            b"\xff\xd8\xff\xe0\0\x10JFIF",
            b"GIF89a",
            &utf16,
        ] {
            assert_eq!(kind(bytes), None, "{}", String::from_utf8_lossy(bytes));
        }
    }
}
