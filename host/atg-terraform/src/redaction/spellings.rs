//! The spellings of a known secret, as regular expressions.

use std::fmt::Write;

use regex::{Regex, RegexBuilder};

use super::SHORTEST;

/// Longer secrets are removed in portions: a certificate as one expression would be larger than a text it is sought in.
const PORTION: usize = 512;
/// A part of a base64 text that is shorter than this is no evidence.
const BASE64_SHORTEST: usize = 6;
/// Secrets of this length and more are also sought inside longer base64 texts.
const INSIDE_SHORTEST: usize = 8;

/// Expressions that match the secrets in any spelling. Several where one would grow beyond its bounds.
pub(super) fn expressions(secrets: &[String]) -> Vec<Regex> {
    let mut portions: Vec<&str> = secrets.iter().flat_map(|secret| portions(secret)).collect();
    // Where one begins with another, the longer one must win.
    portions.sort_unstable_by(|one, other| other.len().cmp(&one.len()).then_with(|| one.cmp(other)));
    portions.dedup();
    let patterns: Vec<String> = portions.iter().map(|portion| pattern(portion)).collect();
    let mut expressions = Vec::new();
    compile(&patterns, &mut expressions);
    expressions
}

fn compile(patterns: &[String], expressions: &mut Vec<Regex>) {
    if patterns.is_empty() {
        return;
    }
    match RegexBuilder::new(&patterns.join("|")).size_limit(16 << 20).build() {
        Ok(expression) => expressions.push(expression),
        // A single portion is far below the bound.
        Err(_) if patterns.len() == 1 => {}
        Err(_) => {
            let (one, other) = patterns.split_at(patterns.len() / 2);
            compile(one, expressions);
            compile(other, expressions);
        }
    }
}

/// The secret itself, in portions where it is long, and each of its lines: a text may come line by line.
fn portions(secret: &str) -> Vec<&str> {
    let secret = secret.trim_end_matches(['\r', '\n']);
    let mut found = Vec::new();
    let mut rest = secret;
    while rest.len() > PORTION + SHORTEST {
        let mut end = PORTION;
        while !rest.is_char_boundary(end) {
            end -= 1;
        }
        found.push(&rest[..end]);
        rest = &rest[end..];
    }
    found.push(rest);
    found.extend(
        secret
            .lines()
            .map(str::trim)
            .filter(|line| line.len() >= INSIDE_SHORTEST && *line != secret),
    );
    found.retain(|portion| portion.len() >= SHORTEST && portion.len() <= PORTION + SHORTEST);
    found
}

fn pattern(secret: &str) -> String {
    let mut alternatives: Vec<String> = vec![secret.chars().map(character).collect()];
    for offset in 0..3 {
        alternatives.extend(base64_pattern(secret.as_bytes(), offset));
    }
    alternatives.join("|")
}

/// One character: itself, behind the backslashes of JSON in JSON, as an escape, URL-encoded once or more often, as an entity.
fn character(one: char) -> String {
    if one.is_ascii_alphanumeric() {
        return one.to_string();
    }
    let mut pattern = String::from("(?:");
    match one {
        '\\' => pattern.push_str(r"\\+"),
        '\n' => pattern.push_str(r"\r?\n|\\+n|\\+r\\+n"),
        '\r' => pattern.push_str(r"\r|\\+r"),
        '\t' => pattern.push_str(r"\t|\\+t"),
        '\u{8}' => pattern.push_str(r"\x08|\\+b"),
        '\u{c}' => pattern.push_str(r"\x0c|\\+f"),
        _ => {
            pattern.push_str(r"\\*");
            pattern.push_str(&regex::escape(one.encode_utf8(&mut [0; 4])));
        }
    }
    let entity = match one {
        ' ' => r"|\+",
        '&' => "|&amp;",
        '<' => "|&lt;",
        '>' => "|&gt;",
        '"' => "|&quot;|&#34;",
        '\'' => "|&#39;|&apos;",
        _ => "",
    };
    pattern.push_str(entity);
    pattern.push('|');
    for byte in one.encode_utf8(&mut [0; 4]).bytes() {
        // Writing into a text cannot fail.
        let _ = write!(pattern, "%(?:25)*(?i:{byte:02x})");
    }
    pattern.push('|');
    for unit in one.encode_utf16(&mut [0; 2]) {
        let _ = write!(pattern, r"\\+u(?i:{unit:04x})");
    }
    pattern.push(')');
    pattern
}

/// What is sure of the secret's base64 when `offset` unknown bytes (modulo 3) come before it.
fn base64_pattern(secret: &[u8], offset: usize) -> Option<String> {
    if offset > 0 && secret.len() < INSIDE_SHORTEST {
        return None;
    }
    let mut bytes = vec![0; offset];
    bytes.extend_from_slice(secret);
    let text = base64(&bytes);
    let first = (offset * 8).div_ceil(6);
    // The last character also depends on what follows, unless it ends with a byte; a short secret stands alone.
    let sure = bytes.len() * 8 / 6;
    let end = if secret.len() < INSIDE_SHORTEST {
        text.len()
    } else {
        sure
    };
    let sure = text.get(first..end).filter(|sure| sure.len() >= BASE64_SHORTEST)?;
    Some(sure.chars().map(base64_character).collect())
}

/// Of the standard alphabet or the one for URLs, which may be URL-encoded or escaped itself.
fn base64_character(one: char) -> String {
    match one {
        '+' => r"(?:[+-]|%(?:25)*2[Bb]|\\+u002[Bb])".to_owned(),
        '/' => r"(?:\\*/|_|%(?:25)*2[Ff]|\\+u002[Ff])".to_owned(),
        other => other.to_string(),
    }
}

/// Base64 with the standard alphabet and without padding.
pub(super) fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let mut group = 0u32;
        for at in 0..3 {
            group = group << 8 | u32::from(chunk.get(at).copied().unwrap_or(0));
        }
        for at in 0..=chunk.len() {
            let index = (group >> (18 - 6 * at)) & 63;
            text.push(char::from(ALPHABET[index as usize]));
        }
    }
    text
}
