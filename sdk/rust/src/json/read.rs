//! The reader: one pass over the bytes, no step taken twice.

use super::{Json, MAX_DEPTH};
use crate::Error;

/// Where the reader stands. `at` never goes beyond the end and never into the middle of a character.
struct Reader<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
}

/// What was found wrong; the place is that of the reader.
type Fault = &'static str;

pub(super) fn document(text: &str) -> Result<Json, Error> {
    let mut reader = Reader {
        text,
        bytes: text.as_bytes(),
        at: 0,
    };
    let read = reader.value(0).and_then(|value| {
        reader.space();
        if reader.at == reader.bytes.len() {
            Ok(value)
        } else {
            Err("something stands behind the value")
        }
    });
    read.map_err(|fault| reader.error(fault))
}

impl Reader<'_> {
    fn error(&self, fault: Fault) -> Error {
        let before = self.text.get(..self.at).unwrap_or(self.text);
        let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
        let column = before.chars().rev().take_while(|character| *character != '\n').count() + 1;
        let mut message = String::from("no JSON: line ");
        message.push_str(&line.to_string());
        message.push_str(", column ");
        message.push_str(&column.to_string());
        message.push_str(": ");
        message.push_str(fault);
        Error::new("bad-data", &message)
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn space(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.at += 1;
        }
    }

    fn takes(&mut self, byte: u8) -> bool {
        let taken = self.peek() == Some(byte);
        self.at += usize::from(taken);
        taken
    }

    fn value(&mut self, depth: usize) -> Result<Json, Fault> {
        self.space();
        match self.peek() {
            Some(b'{') => self.object(depth),
            Some(b'[') => self.array(depth),
            Some(b'"') => self.string().map(Json::String),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') => self.word("true", Json::Bool(true)),
            Some(b'f') => self.word("false", Json::Bool(false)),
            Some(b'n') => self.word("null", Json::Null),
            Some(_) => Err("a value was expected"),
            None => Err("it ends too early"),
        }
    }

    fn word(&mut self, word: &str, value: Json) -> Result<Json, Fault> {
        if !self.bytes[self.at..].starts_with(word.as_bytes()) {
            return Err("a value was expected");
        }
        self.at += word.len();
        Ok(value)
    }

    fn array(&mut self, depth: usize) -> Result<Json, Fault> {
        if depth == MAX_DEPTH {
            return Err("it is nested too deeply");
        }
        self.at += 1;
        let mut items = Vec::new();
        self.space();
        if self.takes(b']') {
            return Ok(Json::Array(items));
        }
        loop {
            items.push(self.value(depth + 1)?);
            self.space();
            if self.takes(b']') {
                return Ok(Json::Array(items));
            }
            if !self.takes(b',') {
                return Err(self.end_or("`,` or `]` was expected"));
            }
        }
    }

    fn object(&mut self, depth: usize) -> Result<Json, Fault> {
        if depth == MAX_DEPTH {
            return Err("it is nested too deeply");
        }
        self.at += 1;
        let mut members = Vec::new();
        self.space();
        if self.takes(b'}') {
            return Ok(Json::Object(members));
        }
        loop {
            self.space();
            if self.peek() != Some(b'"') {
                return Err(self.end_or("a member's name was expected"));
            }
            let name = self.string()?;
            self.space();
            if !self.takes(b':') {
                return Err(self.end_or("`:` was expected"));
            }
            members.push((name, self.value(depth + 1)?));
            self.space();
            if self.takes(b'}') {
                return Ok(Json::Object(members));
            }
            if !self.takes(b',') {
                return Err(self.end_or("`,` or `}` was expected"));
            }
        }
    }

    fn end_or(&self, fault: Fault) -> Fault {
        if self.at == self.bytes.len() {
            "it ends too early"
        } else {
            fault
        }
    }

    fn digits(&mut self) -> Result<(), Fault> {
        let start = self.at;
        while let Some(b'0'..=b'9') = self.peek() {
            self.at += 1;
        }
        if self.at == start {
            Err(self.end_or("a digit was expected"))
        } else {
            Ok(())
        }
    }

    fn number(&mut self) -> Result<Json, Fault> {
        let start = self.at;
        self.takes(b'-');
        if self.takes(b'0') {
            if let Some(b'0'..=b'9') = self.peek() {
                return Err("a number does not begin with a needless 0");
            }
        } else {
            self.digits()?;
        }
        if self.takes(b'.') {
            self.digits()?;
        }
        if self.takes(b'e') || self.takes(b'E') {
            let _sign = self.takes(b'+') || self.takes(b'-');
            self.digits()?;
        }
        Ok(Json::Number(self.text[start..self.at].to_owned()))
    }

    /// A string whose quote is next. Stretches without escapes are copied whole.
    fn string(&mut self) -> Result<String, Fault> {
        self.at += 1;
        let mut out = String::new();
        loop {
            let start = self.at;
            while !matches!(self.peek(), None | Some(b'"' | b'\\' | 0..=0x1F)) {
                self.at += 1;
            }
            // It stops at ASCII only, so both ends are borders of characters.
            out.push_str(&self.text[start..self.at]);
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(out);
                }
                Some(b'\\') => out.push(self.escape()?),
                Some(_) => return Err("a control character must be escaped"),
                None => return Err("it ends within a string"),
            }
        }
    }

    fn escape(&mut self) -> Result<char, Fault> {
        self.at += 1;
        let character = match self.peek() {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode(),
            Some(_) => return Err("there is no such escape"),
            None => return Err("it ends within a string"),
        };
        self.at += 1;
        Ok(character)
    }

    /// `uXXXX`, perhaps with a second half.
    fn unicode(&mut self) -> Result<char, Fault> {
        const LONE: Fault = "half of a surrogate pair";
        let first = self.unit()?;
        let code = match first {
            0xD800..=0xDBFF => {
                if !self.takes(b'\\') || self.peek() != Some(b'u') {
                    return Err(LONE);
                }
                let second = self.unit()?;
                if !(0xDC00..=0xDFFF).contains(&second) {
                    return Err(LONE);
                }
                0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00)
            }
            code => code,
        };
        char::from_u32(code).ok_or(LONE)
    }

    fn unit(&mut self) -> Result<u32, Fault> {
        let mut unit = 0;
        for at in self.at + 1..self.at + 5 {
            let digit = self.bytes.get(at).and_then(|byte| char::from(*byte).to_digit(16));
            unit = unit * 16 + digit.ok_or("four hexadecimal digits were expected")?;
        }
        self.at += 5;
        Ok(unit)
    }
}
