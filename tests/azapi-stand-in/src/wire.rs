//! Protocol Buffers, as far as Terraform's protocol needs them: fields of numbers, bytes and messages.

/// A message being written. Zeros and empty texts are left out, as the format wants it.
#[derive(Debug, Default)]
pub(crate) struct Message(Vec<u8>);

impl Message {
    pub(crate) fn number(&mut self, field: u32, number: u64) -> &mut Message {
        if number == 0 { self } else { self.chosen(field, number) }
    }

    /// A number that is written even where it is zero, because being there says something.
    pub(crate) fn chosen(&mut self, field: u32, number: u64) -> &mut Message {
        self.varint(u64::from(field) << 3);
        self.varint(number);
        self
    }

    pub(crate) fn flag(&mut self, field: u32, flag: bool) -> &mut Message {
        self.number(field, u64::from(flag))
    }

    pub(crate) fn bytes(&mut self, field: u32, bytes: &[u8]) -> &mut Message {
        if !bytes.is_empty() {
            self.field(field, bytes);
        }
        self
    }

    pub(crate) fn text(&mut self, field: u32, text: &str) -> &mut Message {
        self.bytes(field, text.as_bytes())
    }

    /// A message in this one; written even where it is empty.
    pub(crate) fn message(&mut self, field: u32, message: &Message) -> &mut Message {
        self.field(field, &message.0);
        self
    }

    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    fn field(&mut self, field: u32, bytes: &[u8]) {
        self.varint((u64::from(field) << 3) | 2);
        self.varint(bytes.len() as u64);
        self.0.extend_from_slice(bytes);
    }

    fn varint(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.0.push((number & 0x7f) as u8 | 0x80);
            number >>= 7;
        }
        self.0.push(number as u8);
    }
}

/// The last value of a field that holds bytes, a text or a message; empty where the message has none or is broken.
pub(crate) fn bytes(message: &[u8], field: u32) -> &[u8] {
    Fields(message)
        .filter(|(number, _)| *number == field)
        .last()
        .map_or(&[], |(_, bytes)| bytes)
}

/// The same as a text; empty where it is none.
pub(crate) fn text(message: &[u8], field: u32) -> &str {
    std::str::from_utf8(bytes(message, field)).unwrap_or_default()
}

/// The fields of a message that hold bytes; numbers are passed over.
struct Fields<'a>(&'a [u8]);

impl<'a> Iterator for Fields<'a> {
    type Item = (u32, &'a [u8]);

    fn next(&mut self) -> Option<(u32, &'a [u8])> {
        while !self.0.is_empty() {
            let tag = self.varint()?;
            let field = u32::try_from(tag >> 3).ok()?;
            match tag & 7 {
                0 => {
                    self.varint()?;
                }
                1 => self.0 = self.0.get(8..)?,
                2 => {
                    let length = usize::try_from(self.varint()?).ok()?;
                    let (bytes, rest) = self.0.split_at_checked(length)?;
                    self.0 = rest;
                    return Some((field, bytes));
                }
                5 => self.0 = self.0.get(4..)?,
                _ => return None,
            }
        }
        None
    }
}

impl Fields<'_> {
    fn varint(&mut self) -> Option<u64> {
        let mut number = 0;
        for place in 0..10 {
            let (byte, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= u64::from(byte & 0x7f) << (7 * place);
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let mut inner = Message::default();
        inner.text(1, "name").number(2, 300);
        let mut message = Message::default();
        message
            .number(1, 0)
            .flag(2, true)
            .text(3, "")
            .message(4, &inner)
            .text(5, &"x".repeat(200));
        let bytes_of = message.into_bytes();
        assert_eq!(text(bytes(&bytes_of, 4), 1), "name");
        assert_eq!(text(&bytes_of, 5).len(), 200);
        assert_eq!(bytes(&bytes_of, 3), b"");
        assert_eq!(bytes_of[..2], [0x10, 1]);
    }

    #[test]
    fn broken_messages_end() {
        assert_eq!(bytes(&[0x0a, 0xff, 0xff], 1), b"");
        assert_eq!(bytes(&[0x0a, 5, b'a'], 1), b"");
        assert_eq!(bytes(&[0xff; 20], 1), b"");
    }
}
