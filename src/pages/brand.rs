//! What an operator's brand gives to every page: the name, the accent, the logo, links.

use std::sync::Arc;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::web;
use url::Url;

use super::assets::Asset;
use crate::config::{Brand, LogoKind};

/// The policy of an SVG that somebody opens by itself: no script in it runs, and it loads nothing.
/// It may say how it looks, in dark mode too.
const SVG_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox";

tokio::task_local! {
    /// The brand of the server whose request is being answered. Every page shows it, and no page
    /// has anything else to do with it.
    static CURRENT: Arc<PageBrand>;
}

/// How the pages of a server look.
pub struct PageBrand {
    /// What stands in the header and in titles.
    pub name: String,
    /// The terms of use.
    pub terms_url: Option<Url>,
    /// What becomes of personal data.
    pub privacy_url: Option<Url>,
    /// Where people get help.
    pub support_url: Option<Url>,
    style: Option<Asset>,
    logo: Option<Asset>,
}

impl PageBrand {
    /// Creates the files that the settings ask for.
    pub fn new(brand: &Brand) -> Self {
        let style = brand.accent.map(|accent| {
            Asset::new("brand.css", format!(":root {{ --accent: {accent}; }}\n").into_bytes())
        });
        let logo = brand.logo.as_ref().map(|logo| match logo.kind {
            LogoKind::Svg => Asset::new("logo.svg", logo.bytes.to_vec()).with_policy(SVG_POLICY),
            LogoKind::Png => Asset::new("logo.png", logo.bytes.to_vec()),
        });
        let Brand { name, terms_url, privacy_url, support_url, .. } = brand.clone();
        Self { name, terms_url, privacy_url, support_url, style, logo }
    }

    /// Returns the address of the style sheet with the accent.
    pub fn style(&self) -> Option<String> {
        self.style.as_ref().map(Asset::address)
    }

    /// Returns the address of the logo.
    pub fn logo(&self) -> Option<String> {
        self.logo.as_ref().map(Asset::address)
    }

    /// Returns a file by its name.
    pub(super) fn file(&self, name: &str) -> Option<&Asset> {
        [&self.style, &self.logo].into_iter().flatten().find(|asset| asset.name() == name)
    }
}

/// Returns the brand of the server whose request is being answered, for templates.
pub fn current() -> Arc<PageBrand> {
    CURRENT.with(Arc::clone)
}

/// Keeps the brand at hand while a request is answered.
pub async fn keep_at_hand(
    brand: web::Data<PageBrand>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    CURRENT.scope(brand.into_inner(), next.call(request)).await
}
