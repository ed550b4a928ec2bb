//! Mails as their readers see them, parsed by a library that had no part in writing them.

use std::fs;

use mail_parser::{MessageParser, MimeHeaders};

use super::TestApp;

#[derive(Clone, Debug)]
pub struct Mail {
    pub raw: String,
    pub from: String,
    pub to: Vec<String>,
    pub subject: String,
    pub text: String,
    pub html: String,
}

impl Mail {
    pub fn parse(raw: &[u8]) -> Self {
        let mail = MessageParser::default().parse(raw).expect("a mail");
        let address = |of: Option<&mail_parser::Address<'_>>| -> Vec<String> {
            of.into_iter()
                .flat_map(|of| of.iter())
                .filter_map(|one| one.address().map(str::to_owned))
                .collect()
        };
        assert!(
            mail.content_type()
                .is_some_and(|is| is.ctype() == "multipart" && is.subtype() == Some("alternative"))
        );
        assert_eq!(
            (mail.text_body_count(), mail.html_body_count(), mail.attachment_count()),
            (1, 1, 0)
        );
        Self {
            raw: String::from_utf8(raw.to_vec()).expect("seven bits would do"),
            from: address(mail.from()).join(","),
            to: address(mail.to()),
            subject: mail.subject().unwrap().to_owned(),
            text: mail.body_text(0).unwrap().into_owned(),
            html: mail.body_html(0).unwrap().into_owned(),
        }
    }

    /// The link, which is the same in both parts.
    #[track_caller]
    pub fn link(&self) -> String {
        let link = self
            .text
            .split_whitespace()
            .find(|word| word.contains("?token="))
            .expect("a link")
            .to_owned();
        assert!(self.html.contains(&format!("href=\"{link}\"")), "{}", self.html);
        link
    }

    #[track_caller]
    pub fn token(&self) -> String {
        self.link().split_once("?token=").unwrap().1.to_owned()
    }

    /// The path and the query of the link.
    #[track_caller]
    pub fn path(&self) -> String {
        url::Url::parse(&self.link()).unwrap()[url::Position::BeforePath..].to_owned()
    }

    /// The six digits, which are the same in both parts.
    #[track_caller]
    pub fn code(&self) -> String {
        let is_code =
            |word: &&str| word.len() == 6 && word.bytes().all(|byte| byte.is_ascii_digit());
        let code = self.text.split_whitespace().find(is_code).expect("a code").to_owned();
        assert!(self.html.contains(&format!(">{code}<")));
        code
    }
}

impl TestApp {
    /// Delivers what is due, now.
    pub async fn deliver(&self) {
        self.app.delivery().deliver_due().await.unwrap();
    }

    /// Every mail in the outbox of a kind so far, oldest first; tests let time pass between those
    /// that they tell apart.
    pub async fn mails(&self, kind: &str) -> Vec<Mail> {
        self.settle().await;
        self.deliver().await;
        let files = fs::read_dir(self.directory().join("outbox")).into_iter().flatten();
        let mut files: Vec<_> = files.map(|file| file.unwrap().path()).collect();
        files.retain(|path| path.to_str().unwrap().contains(&format!("-{kind}-")));
        files.sort();
        files.iter().map(|path| Mail::parse(&fs::read(path).unwrap())).collect()
    }

    /// The latest mail of a kind.
    pub async fn mail(&self, kind: &str) -> Mail {
        self.mails(kind).await.pop().unwrap_or_else(|| panic!("there is no mail {kind}"))
    }
}
