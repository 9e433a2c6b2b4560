//! The top of a row: what says who it is, and what of it is compared.

use super::by_name::ByName;
use super::json::{Malformed, Scanner};
use super::members::{MemberClass, TOP};
use super::walk::{Member, Place, Recorder, Seen, Walker, member_seed};
use crate::identity::ArmId;
use std::borrow::Cow;
use std::sync::LazyLock;

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
    let mut json = Scanner::new(row);
    walk_object(walker, head, &mut json)?;
    json.finish()
}

/// Id and type of a row, as [`walk_row`] takes them; empty where it has none. What follows them is not looked at.
pub(crate) fn read_head(row: &[u8]) -> Result<(Cow<'_, str>, Cow<'_, str>), Malformed> {
    let mut json = Scanner::new(row);
    if json.peek()? != b'{' {
        return Err(Malformed);
    }
    let (mut id, mut type_name) = (Cow::Borrowed(""), Cow::Borrowed(""));
    let mut more = json.enter(b'}')?;
    while more && (id.is_empty() || type_name.is_empty()) {
        let name = json.name()?;
        let wanted = match name {
            b"id" => Some(&mut id),
            b"type" => Some(&mut type_name),
            _ => None,
        };
        match wanted.filter(|wanted| wanted.is_empty()) {
            Some(wanted) if json.peek()? == b'"' => *wanted = json.own_text()?,
            _ => json.skip()?,
        }
        more = json.follows(b'}')?;
    }
    Ok((id, type_name))
}

/// Walks the row that a text begins with, if it ends in the same line. How long it is.
pub(crate) fn walk_ahead<R: Recorder>(
    walker: &mut Walker<'_, R>,
    head: &mut Head,
    text: &[u8],
) -> Result<usize, Malformed> {
    let mut json = Scanner::of_line(text);
    walk_object(walker, head, &mut json)?;
    Ok(json.taken())
}

fn walk_object<R: Recorder>(
    walker: &mut Walker<'_, R>,
    head: &mut Head,
    json: &mut Scanner<'_>,
) -> Result<(), Malformed> {
    head.clear();
    if json.peek()? != b'{' {
        return Err(Malformed);
    }
    let mut more = json.enter(b'}')?;
    let known = &*KNOWN;
    while more {
        let seed = member_seed(json.name()?);
        match known.get(seed) {
            // Of several the first, so that whoever needs no more need not read on.
            Top::Id if head.id.is_empty() => {
                text_into(json, &mut head.id)?;
                if let Some(subscription) = ArmId::subscription_of(&head.id) {
                    walker.strings.know_subscription(subscription);
                }
            }
            Top::Type if head.type_name.is_empty() => text_into(json, &mut head.type_name)?,
            Top::Id | Top::Type | Top::Ignored => json.skip()?,
            Top::Compared(name, class) => {
                let member = walker.top_member(name, class, seed);
                head.compare(walker, name, member, json)?;
            }
        }
        more = json.follows(b'}')?;
    }
    Ok(())
}

impl Head {
    fn compare<R: Recorder>(
        &mut self,
        walker: &mut Walker<'_, R>,
        name: &'static str,
        member: Member,
        json: &mut Scanner<'_>,
    ) -> Result<(), Malformed> {
        let before = walker.recorder.waiting();
        let place = Place {
            seed: member.seed,
            class: member.class,
            depth: 0,
            fold_names: name == "tags",
        };
        let seen = match json.peek()? {
            b'"' => text_or_json(walker, json.text()?, place, structured(name)),
            _ => walker.value(json, place)?,
        };
        if member.class == MemberClass::ReferencesOnly {
            walker.recorder.forget(before);
        } else if let Some(digest) = walker.close_member(&member, seen, before) {
            self.sum = self.sum.wrapping_add(digest);
        }
        Ok(())
    }
}

/// What a member at the top is.
#[derive(Debug, Clone, Copy)]
enum Top {
    Id,
    Type,
    Ignored,
    Compared(&'static str, MemberClass),
}

static KNOWN: LazyLock<ByName<Top, 256>> = LazyLock::new(|| {
    let compared = TOP.iter().map(|(name, class)| (*name, Top::Compared(name, *class)));
    ByName::new(Top::Ignored, compared.chain([("id", Top::Id), ("type", Top::Type)]))
});

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
