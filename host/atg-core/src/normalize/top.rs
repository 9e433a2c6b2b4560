//! The top of a row: what says who it is, and what of it is compared.

use super::json::{Malformed, Scanner};
use super::members::{MemberClass, top_class};
use super::walk::{Place, Recorder, Seen, Walker};
use crate::identity::ArmId;

/// The members at the top that say what a row is, and the sum of those that are compared.
#[derive(Debug, Default)]
pub(crate) struct Head {
    pub(crate) id: String,
    pub(crate) type_name: String,
    pub(crate) sum: u128,
}

impl Head {
    pub(crate) fn clear(&mut self) {
        self.id.clear();
        self.type_name.clear();
        self.sum = 0;
    }
}

/// Walks a whole row.
pub(crate) fn walk_row<R: Recorder>(walker: &mut Walker<'_, R>, head: &mut Head, row: &[u8]) -> Result<(), Malformed> {
    head.clear();
    let mut json = Scanner::new(row);
    if json.peek()? != b'{' {
        return Err(Malformed);
    }
    let mut more = json.enter(b'}')?;
    while more {
        match top(json.name()?) {
            Top::Id => {
                text_into(&mut json, &mut head.id)?;
                if let Some(subscription) = ArmId::parse(&head.id).and_then(|id| id.subscription()) {
                    walker.strings.know_subscription(subscription);
                }
            }
            Top::Type => text_into(&mut json, &mut head.type_name)?,
            Top::Ignored => json.skip()?,
            Top::Compared(name) => head.compare(walker, name, &mut json)?,
        }
        more = json.follows(b'}')?;
    }
    json.finish()
}

impl Head {
    fn compare<R: Recorder>(
        &mut self,
        walker: &mut Walker<'_, R>,
        name: &'static str,
        json: &mut Scanner<'_>,
    ) -> Result<(), Malformed> {
        let class = top_class(name);
        let before = walker.recorder.waiting();
        let member = walker.top_member(name);
        let place = Place {
            seed: member.seed,
            class,
            depth: 0,
            fold_names: name == "tags",
        };
        let seen = match json.peek()? {
            b'"' => text_or_json(walker, json.text()?, place, structured(name)),
            _ => walker.value(json, place)?,
        };
        if class == MemberClass::ReferencesOnly {
            walker.recorder.forget(before);
        } else if let Some(digest) = walker.close_member(&member, &seen, before) {
            self.sum = self.sum.wrapping_add(digest);
        }
        Ok(())
    }
}

enum Top {
    Id,
    Type,
    Ignored,
    Compared(&'static str),
}

fn top(name: &[u8]) -> Top {
    Top::Compared(match name {
        b"id" => return Top::Id,
        b"type" => return Top::Type,
        b"properties" => "properties",
        b"tags" => "tags",
        b"kind" => "kind",
        b"identity" => "identity",
        b"plan" => "plan",
        b"zones" => "zones",
        b"location" => "location",
        b"sku" => "sku",
        b"managedBy" => "managedBy",
        b"extendedLocation" => "extendedLocation",
        _ => return Top::Ignored,
    })
}

/// Whether text in place of a value may be JSON text, as some exports have it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Structured {
    /// Text is text.
    No,
    /// Text that looks like JSON is JSON, other text is text (`sku` may be a word).
    Perhaps,
    /// Text that is no JSON cannot be read.
    Always,
}

fn structured(name: &str) -> Structured {
    match name {
        "properties" | "tags" => Structured::Always,
        "location" | "kind" => Structured::No,
        _ => Structured::Perhaps,
    }
}

fn text_or_json<R: Recorder>(walker: &mut Walker<'_, R>, text: &[u8], place: Place, structured: Structured) -> Seen {
    if structured == Structured::No {
        return walker.text(place, text);
    }
    let json = std::str::from_utf8(text).unwrap_or_default().trim_start();
    let looks = json.starts_with(['{', '[']) || json == "null";
    match structured {
        Structured::Perhaps if !looks => return walker.text(place, text),
        Structured::Always if json.is_empty() => return walker.null(place.seed),
        _ => {}
    }
    let mark = walker.mark();
    let mut nested = Scanner::new(text);
    let seen = walker.value(&mut nested, place);
    match seen.and_then(|seen| nested.finish().map(|()| seen)) {
        Ok(seen) => seen,
        Err(Malformed) => {
            walker.rewind(mark);
            walker.cut_off(place.seed)
        }
    }
}

/// Puts a string into a buffer that is used again; anything else leaves it empty.
fn text_into(json: &mut Scanner<'_>, into: &mut String) -> Result<(), Malformed> {
    into.clear();
    if json.peek()? != b'"' {
        return json.skip();
    }
    into.push_str(std::str::from_utf8(json.text()?).unwrap_or_default());
    Ok(())
}
