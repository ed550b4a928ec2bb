//! What `static/enhance.js` adds to forms.

use serde_json::json;

use super::{PASSWORD, World};

#[actix_web::test]
async fn a_password_is_shown_and_hidden_by_a_button() {
    let Some(world) = World::build(&[], true).await else { return };
    world.visit("/login").await;
    let shown = world
        .chromium
        .run(
            "const [input, button] = ['#password', '.box button'].map(s => document.querySelector(s));
             const state = () => [input.type, button.textContent, button.getAttribute('aria-pressed')];
             const before = state();
             button.click();
             const between = state();
             button.click();
             return [before, between, state()]",
        )
        .await;
    let hidden = json!(["password", "Show", "false"]);
    assert_eq!(shown, json!([hidden, ["text", "Hide", "true"], hidden]));
}

#[actix_web::test]
async fn a_new_password_is_estimated_while_it_is_typed() {
    let Some(world) = World::build(&[], true).await else { return };
    world.visit("/register").await;
    for (typed, level, words) in [
        ("short", "1", "Weak. Add more words."),
        ("aaaaaaaaaaaaaaaa", "1", "Weak. Add more words."),
        ("battery7", "2", "Fair. Add one or two more words."),
        (PASSWORD, "4", "Strong."),
    ] {
        let script = format!(
            "const input = document.querySelector('#password');
             input.value = '{typed}';
             input.dispatchEvent(new Event('input'));
             const meter = document.querySelector('.strength');
             return [meter.hidden, meter.dataset.level, meter.textContent]"
        );
        assert_eq!(world.chromium.run(&script).await, json!([false, level, words]), "{typed}");
    }
}

#[actix_web::test]
async fn a_form_is_sent_once_however_often_its_button_is_pressed() {
    let Some(world) = World::build(&[], true).await else { return };
    world.visit("/login").await;
    let script = "let sent = 0;
         const form = document.querySelector('main form');
         document.querySelector('#login').value = 'ada';
         document.querySelector('#password').value = 'x';
         form.addEventListener('submit', event => {
           if (!event.defaultPrevented) { sent += 1; event.preventDefault(); }
         });
         const button = form.querySelector('[type=submit]');
         button.click();
         button.click();
         return [sent, button.getAttribute('aria-disabled')]";
    assert_eq!(world.chromium.run(script).await, json!([1, "true"]));
}

#[actix_web::test]
async fn times_are_shown_in_the_zone_of_the_browser() {
    let Some(world) = World::build(&[], true).await else { return };
    world.register("ada").await;
    let script = "const time = document.querySelector('time[data-local]');
         const here = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
         return [time.title.endsWith(' UTC'), time.textContent.includes(here.format(new Date(time.dateTime)))]";
    assert_eq!(world.chromium.run(script).await, json!([true, true]));
}
