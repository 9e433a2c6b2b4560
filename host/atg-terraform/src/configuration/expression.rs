//! The references in a text: a tolerant scan of Terraform's templates and expressions, which evaluates nothing and never
//! fails. What it cannot make out refers to nothing.

/// A reference as it stands in an expression.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reference {
    /// What is referred to: `azurerm_subnet.a`, `data.azurerm_client_config.b`, `var.c`, `local.d`, `module.e`.
    pub address: String,
    /// The names after it, without indexes: `id`, `identity.principal_id`; may be empty.
    pub attribute: String,
}

/// Expressions in quoted texts in expressions: nobody nests deeper on purpose.
const DEEPEST: u32 = 32;

/// All references in a text with `${…}` and `%{…}`, in their order. `$${` is no expression.
pub fn references(text: &str) -> Vec<Reference> {
    // Most texts of a configuration are plain.
    if !text.contains("${") && !text.contains("%{") {
        return Vec::new();
    }
    let mut scan = Scan::new(text);
    scan.template(false);
    scan.found
}

/// The reference that a text is, where it stands without `${…}`, as in `depends_on`.
pub fn bare_reference(text: &str) -> Option<Reference> {
    let mut scan = Scan::new(text);
    scan.expression(Inside::Nothing);
    match scan.found.as_slice() {
        [one] => Some(one.clone()),
        _ => None,
    }
}

/// What an expression stands in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    Nothing,
    /// `${…}`, `%{…}`
    Template,
    Parentheses,
    Brackets,
    /// `{…}`, where a name may be a key.
    Object,
}

impl Inside {
    fn closing(self) -> Option<char> {
        match self {
            Inside::Nothing => None,
            Inside::Template | Inside::Object => Some('}'),
            Inside::Parentheses => Some(')'),
            Inside::Brackets => Some(']'),
        }
    }
}

struct Scan<'t> {
    text: &'t str,
    at: usize,
    depth: u32,
    found: Vec<Reference>,
    /// Names that `for` gave, which refer to nothing outside.
    bound: Vec<&'t str>,
}

impl<'t> Scan<'t> {
    fn new(text: &'t str) -> Scan<'t> {
        Scan {
            text,
            at: 0,
            depth: 0,
            found: Vec::new(),
            bound: Vec::new(),
        }
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let letter = self.peek()?;
        self.at += letter.len_utf8();
        Some(letter)
    }

    fn eat(&mut self, expected: &str) -> bool {
        let found = self.rest().starts_with(expected);
        if found {
            self.at += expected.len();
        }
        found
    }

    fn spaces(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    /// Text with expressions, to its end or to the closing quote.
    fn template(&mut self, quoted: bool) {
        self.depth += 1;
        while self.depth < DEEPEST {
            if self.eat("$${") || self.eat("%%{") {
                continue;
            }
            if self.eat("${") || self.eat("%{") {
                self.expression(Inside::Template);
                continue;
            }
            match self.next() {
                None => break,
                Some('"') if quoted => break,
                Some('\\') if quoted => {
                    self.next();
                }
                Some(_) => {}
            }
        }
        if self.depth >= DEEPEST {
            self.at = self.text.len();
        }
        self.depth -= 1;
    }

    /// An expression, to the closing sign or to the end.
    fn expression(&mut self, inside: Inside) {
        self.depth += 1;
        let bound = self.bound.len();
        let mut before = '{';
        let mut loops = false;
        while self.depth < DEEPEST {
            let Some(letter) = self.peek() else { break };
            if Some(letter) == inside.closing() {
                self.next();
                break;
            }
            match letter {
                '"' => {
                    self.next();
                    self.template(true);
                }
                '(' => self.within(Inside::Parentheses),
                '[' => self.within(Inside::Brackets),
                '{' => self.within(Inside::Object),
                _ if is_start(letter) => {
                    let key = inside == Inside::Object && matches!(before, '{' | ',' | '\n');
                    loops |= self.word(key);
                }
                _ if letter.is_ascii_digit() => self.number(),
                _ => {
                    self.next();
                }
            }
            if letter == '\n' || !letter.is_whitespace() {
                before = letter;
            }
        }
        if self.depth >= DEEPEST {
            self.at = self.text.len();
        }
        // The names of `%{ for … }` hold until its `endfor`, which is not looked for.
        if !(loops && inside == Inside::Template) {
            self.bound.truncate(bound);
        }
        self.depth -= 1;
    }

    fn within(&mut self, inside: Inside) {
        self.next();
        self.expression(inside);
    }

    fn number(&mut self) {
        while self
            .peek()
            .is_some_and(|letter| letter.is_alphanumeric() || letter == '.')
        {
            self.next();
        }
    }

    fn name(&mut self) -> &'t str {
        let rest = self.rest();
        let end = rest.find(|letter| !is_inside(letter)).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    /// A name and what hangs on it; says whether it began a loop.
    fn word(&mut self, key: bool) -> bool {
        let first = self.name();
        if first == "for" {
            self.bindings();
            return true;
        }
        if self.eat("::") {
            // A function of a provider: `provider::azapi::parse_resource_id(`.
            return false;
        }
        let after = self.rest().trim_start();
        let is_key = key
            && (after.starts_with(':')
                || (after.starts_with('=') && !after.starts_with("==") && !after.starts_with("=>")));
        if after.starts_with('(') || is_key {
            return false;
        }
        let names = self.steps(first);
        if !self.bound.contains(&first) {
            self.found.extend(reference(&names));
        }
        false
    }

    /// `k, v in`.
    fn bindings(&mut self) {
        loop {
            self.spaces();
            let name = self.name();
            self.spaces();
            if name.is_empty() || name == "in" {
                break;
            }
            self.bound.push(name);
            self.eat(",");
        }
    }

    /// The names of `a.b[0].c["d"].e`; indexes are passed over, and scanned for references of their own.
    fn steps(&mut self, first: &'t str) -> Vec<&'t str> {
        let mut names = vec![first];
        loop {
            let rest = self.rest();
            if let Some(after) = rest.strip_prefix('.') {
                match after.chars().next() {
                    Some(letter) if is_start(letter) => {
                        self.at += 1;
                        names.push(self.name());
                    }
                    Some(letter) if letter == '*' || letter.is_ascii_digit() => {
                        self.at += 2;
                        while self.peek().is_some_and(|letter| letter.is_ascii_digit()) {
                            self.at += 1;
                        }
                    }
                    _ => return names,
                }
            } else if rest.starts_with('[') {
                self.within(Inside::Brackets);
            } else {
                return names;
            }
        }
    }
}

fn reference(names: &[&str]) -> Option<Reference> {
    let length = match *names.first()? {
        "each" | "count" | "self" | "path" | "terraform" | "provider" => return None,
        "data" | "ephemeral" => 3,
        _ => 2,
    };
    let (address, attribute) = names.split_at_checked(length)?;
    Some(Reference {
        address: address.join("."),
        attribute: attribute.join("."),
    })
}

fn is_start(letter: char) -> bool {
    letter.is_alphabetic() || letter == '_'
}

fn is_inside(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '_' | '-')
}

#[cfg(test)]
mod tests;
