//! What a formatter renders, and where to.

use std::io::{self, BufWriter};

use crate::{Cursor, Error, host};

/// A result, in sections: small ones are JSON, those that grow with the tenant are tables.
pub struct Report {
    inner: host::Report,
}

impl Report {
    pub(crate) fn new(inner: host::Report) -> Report {
        Report { inner }
    }

    /// `comparison`, `fidelity`, `iterations`, `trend`, `analysis`, `deployment`, or a later word.
    pub fn kind(&self) -> String {
        self.inner.kind()
    }

    /// Title, options asked for (`show-missing`), and the output: terminal, width, color.
    pub fn facts(&self) -> Vec<(String, String)> {
        self.inner.facts()
    }

    /// One of the facts.
    pub fn fact(&self, name: &str) -> Option<String> {
        self.inner
            .facts()
            .into_iter()
            .find(|(other, _)| other == name)
            .map(|(_, value)| value)
    }

    /// The names of the sections, in the order of the report.
    pub fn sections(&self) -> Vec<String> {
        self.inner.sections()
    }

    /// Whether there is such a section.
    pub fn has(&self, section: &str) -> bool {
        self.inner.sections().iter().any(|name| name == section)
    }

    /// A small section as JSON.
    ///
    /// # Errors
    ///
    /// `unsupported` where there is no such section, or it is a table.
    pub fn json(&self, section: &str) -> Result<String, Error> {
        Ok(self.inner.json(section)?)
    }

    /// A section that grows with the tenant.
    ///
    /// # Errors
    ///
    /// `unsupported` where there is no such section, or it is JSON.
    pub fn table(&self, section: &str) -> Result<Cursor, Error> {
        Ok(Cursor::new(self.inner.table(section)?))
    }
}

/// How much is written at once.
const BUFFER: usize = 64 << 10;

/// The bytes of a rendered report. The host owns the file; a formatter that fails leaves the old one as it was.
pub struct Document {
    inner: host::Document,
}

impl Document {
    pub(crate) fn new(inner: host::Document) -> Document {
        Document { inner }
    }

    /// Appends bytes; many small portions are better written through [`Document::writer`].
    ///
    /// # Errors
    ///
    /// `too-large` once the host takes no more.
    pub fn write(&self, bytes: &[u8]) -> Result<(), Error> {
        Ok(self.inner.write(bytes)?)
    }

    /// A buffered writer: `write!` into it, and flush it at the end.
    pub fn writer(&self) -> BufWriter<DocumentWriter<'_>> {
        BufWriter::with_capacity(BUFFER, DocumentWriter(self))
    }
}

/// Writes into a document.
pub struct DocumentWriter<'d>(&'d Document);

impl io::Write for DocumentWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes).map_err(io::Error::other)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
