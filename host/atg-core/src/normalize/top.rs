//! The top of a row: what says who it is, and what of it is compared.

use super::members::{MemberClass, top_class};
use super::walk::{Member, Recorder, Seen, ValueSeed, Walker, member_seed};
use crate::identity::ArmId;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;

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
pub(crate) struct RowSeed<'w, 'n, R> {
    pub(crate) walker: &'w mut Walker<'n, R>,
    pub(crate) head: &'w mut Head,
}

impl<'de, R: Recorder> DeserializeSeed<'de> for RowSeed<'_, '_, R> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, R: Recorder> Visitor<'de> for RowSeed<'_, '_, R> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with the members of a resource")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let RowSeed { walker, head } = self;
        while let Some(top) = members.next_key_seed(TopSeed { walker: &mut *walker })? {
            match top {
                Top::Id => {
                    members.next_value_seed(TextInto(&mut head.id))?;
                    if let Some(subscription) = ArmId::parse(&head.id).and_then(|id| id.subscription()) {
                        walker.strings.know_subscription(subscription);
                    }
                }
                Top::Type => members.next_value_seed(TextInto(&mut head.type_name))?,
                Top::Ignored => {
                    members.next_value::<IgnoredAny>()?;
                }
                Top::Compared {
                    member,
                    class,
                    structured,
                    tags,
                } => {
                    let before = walker.recorder.waiting();
                    let value = ValueSeed {
                        walker: &mut *walker,
                        seed: member.seed,
                        class,
                        depth: 0,
                        fold_names: tags,
                    };
                    let seen = members.next_value_seed(TopValue { value, structured })?;
                    if class == MemberClass::ReferencesOnly {
                        walker.recorder.forget(before);
                    } else if let Some(digest) = walker.close_member(&member, &seen, before) {
                        head.sum = head.sum.wrapping_add(digest);
                    }
                }
            }
        }
        Ok(())
    }
}

enum Top {
    Id,
    Type,
    Ignored,
    Compared {
        member: Member,
        class: MemberClass,
        /// Some exports carry these as JSON text.
        structured: Structured,
        tags: bool,
    },
}

/// Whether text in place of a value may be JSON text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Structured {
    /// Text is text.
    No,
    /// Text that looks like JSON is JSON, other text is text (`sku` may be a word).
    Perhaps,
    /// Text that is no JSON cannot be read.
    Always,
}

struct TopSeed<'w, 'n, R> {
    walker: &'w mut Walker<'n, R>,
}

impl<'de, R: Recorder> DeserializeSeed<'de> for TopSeed<'_, '_, R> {
    type Value = Top;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Top, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<R: Recorder> Visitor<'_> for TopSeed<'_, '_, R> {
    type Value = Top;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member's name")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Top, E> {
        let class = match name {
            "id" => return Ok(Top::Id),
            "type" => return Ok(Top::Type),
            _ => top_class(name),
        };
        if class == MemberClass::Ignored {
            return Ok(Top::Ignored);
        }
        let structured = match name {
            "properties" | "tags" => Structured::Always,
            "location" | "kind" => Structured::No,
            _ => Structured::Perhaps,
        };
        let member = self.walker.top_member(name, member_seed(name));
        Ok(Top::Compared {
            member,
            class,
            structured,
            tags: name == "tags",
        })
    }
}

/// A value at the top, which may be JSON within text.
struct TopValue<'w, 'n, R> {
    value: ValueSeed<'w, 'n, R>,
    structured: Structured,
}

impl<'de, R: Recorder> DeserializeSeed<'de> for TopValue<'_, '_, R> {
    type Value = Seen;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Seen, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, R: Recorder> Visitor<'de> for TopValue<'_, '_, R> {
    type Value = Seen;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Seen, E> {
        self.value.visit_unit()
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Seen, E> {
        self.value.visit_bool(value)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Seen, E> {
        self.value.visit_u64(value)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Seen, E> {
        self.value.visit_i64(value)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Seen, E> {
        self.value.visit_f64(value)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Seen, E> {
        let TopValue { value, structured } = self;
        let json = text.trim_start();
        let looks = json.starts_with(['{', '[']) || json == "null";
        match structured {
            Structured::No => return value.visit_str(text),
            Structured::Perhaps if !looks => return value.visit_str(text),
            Structured::Always if json.is_empty() => return value.visit_unit(),
            Structured::Perhaps | Structured::Always => {}
        }
        let ValueSeed {
            walker,
            seed,
            class,
            fold_names,
            ..
        } = value;
        let mark = walker.mark();
        let mut nested = sonic_rs::Deserializer::from_str(text);
        let again = ValueSeed {
            walker: &mut *walker,
            seed,
            class,
            depth: 0,
            fold_names,
        };
        let seen = again
            .deserialize(&mut nested)
            .and_then(|seen| nested.end().map(|()| seen));
        Ok(seen.unwrap_or_else(|_| {
            walker.rewind(mark);
            walker.cut_off(seed)
        }))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Seen, A::Error> {
        self.value.visit_seq(items)
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Seen, A::Error> {
        self.value.visit_map(members)
    }
}

/// Puts a string into a buffer that is used again; anything else leaves it empty.
struct TextInto<'b>(&'b mut String);

impl<'de> DeserializeSeed<'de> for TextInto<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.0.clear();
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for TextInto<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        self.0.push_str(text);
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        while members.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(())
    }
}
