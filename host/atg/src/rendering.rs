//! From a report to bytes in a file or on standard output, by a formatter; whole or not at all.

use std::io::{self, BufWriter, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use atg_core::report::{Presentation, Redaction, Report};
use atg_plugins::PluginError;
use tempfile::SpooledTempFile;

use crate::commands::Context;
use crate::errors::Error;
use crate::formats::{self, Format};
use crate::output::{self, Destination, OutputFile};
use crate::plugins::Plugins;
use crate::printer::Printer;
use crate::settings::Redact;
use crate::terminal::TerminalText;

/// Documents up to this many bytes are held in memory until they are whole.
const HELD: usize = 8 << 20;
/// Columns of a text in a file.
const USUAL_WIDTH: u16 = 80;

/// Which formatter renders, and where its bytes go.
#[derive(Debug)]
pub(crate) struct Output {
    format: Format,
    place: Place,
    /// Something else shows the same.
    beside: bool,
}

#[derive(Debug, PartialEq, Eq)]
enum Place {
    Standard,
    File(PathBuf),
    /// A pipe or `/dev/…`, which is written as it is.
    Device(PathBuf),
}

impl Output {
    /// What `--format` and `--output` ask for; `-` is standard output.
    pub(crate) fn choose(
        format: Option<&str>,
        path: Option<&Path>,
        plugins: &Plugins<'_>,
        context: &Context<'_>,
    ) -> Result<Output, Error> {
        let path = path.filter(|path| *path != Path::new("-"));
        let format = formats::choose(format, path, "table", &plugins.formats())?.clone();
        if path.is_none() && format.binary && context.printer.console.output_is_terminal {
            return Err(
                Error::usage(format!("`{}` is no text, and a terminal cannot show it", format.name))
                    .hint(format!("write it to a file: `--output report.{}`", format.extension)),
            );
        }
        let place = match path {
            None => Place::Standard,
            Some(path) if output::is_device(path) => Place::Device(path.to_path_buf()),
            Some(path) => Place::File(path.to_path_buf()),
        };
        Ok(Output {
            format,
            place,
            beside: false,
        })
    }

    /// A file of this format that is written beside whatever else is asked for.
    pub(crate) fn file(format: &str, path: &Path, plugins: &Plugins<'_>) -> Result<Output, Error> {
        let format = formats::choose(Some(format), None, format, &plugins.formats())?.clone();
        Ok(Output {
            format,
            place: Place::File(path.to_path_buf()),
            beside: true,
        })
    }

    /// What a report is told about the other end: whether it is a terminal, how wide it is, whether colour is wanted.
    pub(crate) fn presentation(&self, context: &Context<'_>) -> Presentation {
        let console = context.printer.console;
        let standard = self.place == Place::Standard;
        Presentation {
            terminal: standard && console.output_is_terminal,
            width: if standard { console.width } else { USUAL_WIDTH },
            color: standard && context.printer.colour,
            redact: match context.settings.redact {
                Redact::Full => Redaction::Full,
                Redact::Minimal => Redaction::Minimal,
                Redact::None => Redaction::None,
            },
            ..Presentation::default()
        }
    }

    /// Opens the place, so that one that cannot be written is told before anything else is written.
    pub(crate) fn open(&self) -> Result<Opened<'_>, Error> {
        let sink = match &self.place {
            Place::File(path) => Sink::File(BufWriter::new(OutputFile::create(path)?)),
            Place::Standard | Place::Device(_) => Sink::Held(SpooledTempFile::new(HELD)),
        };
        Ok(Opened { output: self, sink })
    }

    /// Opens the place and delivers; see [`Opened::deliver`].
    pub(crate) fn deliver(&self, report: Report, plain: &str, plugins: &Plugins<'_>) -> Result<(), Error> {
        self.open()?.deliver(report, plain, plugins, || Ok(()))
    }

    fn failed(&self, error: io::Error) -> Error {
        match &self.place {
            Place::File(path) | Place::Device(path) => Error::write(path, error),
            Place::Standard => Error::failed("cannot hold a report until it is whole").because(error),
        }
    }
}

/// An output whose place is open.
pub(crate) struct Opened<'o> {
    output: &'o Output,
    sink: Sink,
}

impl Opened<'_> {
    /// Renders a report and puts it in place; `keep` writes down what must stay of a run whose report could be shown. Where
    /// the formatter fails, that is told, `plain` is printed instead, and whatever was in the file stays.
    pub(crate) fn deliver(
        self,
        report: Report,
        plain: &str,
        plugins: &Plugins<'_>,
        keep: impl FnOnce() -> Result<(), Error>,
    ) -> Result<(), Error> {
        let Opened { output, mut sink } = self;
        let whole = match plugins.render(&output.format.name, &Arc::new(report), &mut sink) {
            Err(Error::Plugin(PluginError::Output { source })) => return Err(output.failed(source)),
            rendered => rendered?,
        };
        sink.flush().map_err(|error| output.failed(error))?;
        let printer = plugins.printer();
        if !whole {
            keep()?;
            return printer.line(plain);
        }
        match (sink, &output.place) {
            (Sink::File(file), place) => {
                let file = file.into_inner().map_err(|error| output.failed(error.into_error()))?;
                // What remains is a rename: what is kept and what is shown agree.
                keep()?;
                file.finish()?;
                if let Place::File(path) = place {
                    let plain = if output.beside { "" } else { plain };
                    printer.note(format!("{plain}\nwrote `{}`", path.display()).trim_start());
                }
                Ok(())
            }
            (Sink::Held(mut held), Place::Device(path)) => {
                let mut device = Destination::open(path)?;
                let copied = held.rewind().and_then(|()| io::copy(&mut held, &mut device));
                copied.map_err(|error| output.failed(error))?;
                device.finish()?;
                keep()
            }
            (Sink::Held(held), _) => {
                print(held, printer)?;
                keep()
            }
        }
    }
}

fn print(mut held: SpooledTempFile, printer: &Printer) -> Result<(), Error> {
    let failed = |error: io::Error| Error::failed("cannot read back what a formatter wrote").because(error);
    held.rewind().map_err(failed)?;
    let mut text = TerminalText::new(printer.colour);
    let mut buffer = vec![0_u8; 64 << 10];
    loop {
        let count = held.read(&mut buffer).map_err(failed)?;
        let bytes = &buffer[..count];
        if printer.console.output_is_terminal {
            printer.data(text.next(bytes).as_bytes())?;
        } else {
            printer.data(bytes)?;
        }
        if count == 0 {
            return Ok(());
        }
    }
}

/// Where bytes wait until they are whole.
enum Sink {
    File(BufWriter<OutputFile>),
    Held(SpooledTempFile),
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Sink::File(file) => file.write(bytes),
            Sink::Held(held) => held.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Sink::File(file) => file.flush(),
            Sink::Held(held) => held.flush(),
        }
    }
}
