//! Writing a result into a file: whole or not at all.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::errors::Error;
use crate::interrupt::Watched;

/// A file that appears under its name only when [`OutputFile::finish`] is reached.
pub(crate) struct OutputFile {
    temporary: tempfile::NamedTempFile,
    watched: Watched,
    path: PathBuf,
}

impl OutputFile {
    /// Opens a temporary file beside the wanted one; the folder is made where it is missing.
    ///
    /// Devices (`/dev/stdout`, `/dev/null`) cannot be renamed over: see [`write`].
    pub(crate) fn create(path: &Path) -> Result<OutputFile, Error> {
        if path.is_dir() {
            return Err(Error::failed(format!("cannot write `{}`", path.display()))
                .because("it is a directory")
                .hint(format!(
                    "name a file in it, for example `{}`",
                    path.join("report.html").display()
                )));
        }
        // A link stays a link; what it points to is replaced.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
            .unwrap_or(Path::new("."));
        let failed = |error| Error::write(&path, error);
        fs::create_dir_all(folder).map_err(failed)?;
        // A read-only file is a wish of its owner, though the folder would let us replace it.
        if path.exists() {
            fs::OpenOptions::new().append(true).open(&path).map_err(failed)?;
        }
        let name = path
            .file_name()
            .unwrap_or(OsStr::new("output"))
            .to_string_lossy()
            .into_owned();
        let prefix = format!(".{name}.");
        let mut builder = tempfile::Builder::new();
        builder.prefix(&prefix).suffix(".part");
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let temporary = builder.tempfile_in(folder).map_err(failed)?;
        let watched = Watched::new(temporary.path());
        Ok(OutputFile {
            temporary,
            watched,
            path,
        })
    }

    /// Puts the file in place, after its bytes have reached the disk.
    pub(crate) fn finish(self) -> Result<(), Error> {
        let OutputFile {
            mut temporary,
            watched,
            path,
        } = self;
        let failed = |error| Error::write(&path, error);
        temporary.flush().map_err(failed)?;
        like_the_old_one(temporary.as_file(), &path).map_err(failed)?;
        temporary.as_file().sync_all().map_err(failed)?;
        watched
            .finish(|| temporary.persist(&path))
            .map_err(|error| failed(error.error))?;
        Ok(())
    }
}

impl Write for OutputFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.temporary.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.temporary.flush()
    }
}

/// Where bytes go as they come: a file that appears whole, or standard output and devices, which cannot be renamed over.
pub(crate) enum Destination {
    /// A file.
    File(OutputFile),
    /// Standard output.
    Standard(io::Stdout),
    /// A device or a pipe.
    Device(File),
}

impl Destination {
    /// Opens it; `-` is standard output.
    pub(crate) fn open(path: &Path) -> Result<Destination, Error> {
        if path == Path::new("-") {
            return Ok(Destination::Standard(io::stdout()));
        }
        if is_device(path) {
            let device = fs::OpenOptions::new().write(true).open(path);
            return device
                .map(Destination::Device)
                .map_err(|error| Error::write(path, error));
        }
        OutputFile::create(path).map(Destination::File)
    }

    /// Puts it in place.
    pub(crate) fn finish(self) -> Result<(), Error> {
        match self {
            Destination::File(file) => file.finish(),
            Destination::Standard(_) | Destination::Device(_) => Ok(()),
        }
    }
}

impl Write for Destination {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Destination::File(file) => file.write(bytes),
            Destination::Standard(out) => match out.write(bytes) {
                // A reader that has seen enough (`| head`) is no failure.
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(bytes.len()),
                written => written,
            },
            Destination::Device(device) => device.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Destination::File(file) => file.flush(),
            Destination::Standard(out) => match out.flush() {
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
                flushed => flushed,
            },
            Destination::Device(device) => device.flush(),
        }
    }
}

/// An output that replaces another gets the other's rights; a new one has the usual ones already.
fn like_the_old_one(file: &File, path: &Path) -> io::Result<()> {
    match fs::metadata(path) {
        Ok(old) => file.set_permissions(old.permissions()),
        Err(_) => Ok(()),
    }
}

/// Writes bytes into a file, whole or not at all.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let mut file = Destination::open(path)?;
    file.write_all(bytes).map_err(|error| Error::write(path, error))?;
    file.finish()
}

/// Whether a path is neither missing nor a regular file nor a folder: a pipe or a device, which is written as it is.
pub(crate) fn is_device(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|facts| !facts.is_file() && !facts.is_dir())
}
