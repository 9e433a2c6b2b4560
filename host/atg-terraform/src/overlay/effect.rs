//! What a fix costs.

/// What a fix costs, as the host computes it; a plugin's word for it is not asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// Nothing of the source is lost.
    Lossless,
    /// Something is done outside of the configuration: import, registration, waiting.
    Action,
    /// Information of the source disappears or changes.
    Lossy,
    /// The resource, or all that makes it one, disappears.
    Drops,
    /// Nothing that a program can do.
    Manual,
}

impl Effect {
    /// All, from the least to the most.
    pub const ALL: [Effect; 5] = [
        Effect::Lossless,
        Effect::Action,
        Effect::Lossy,
        Effect::Drops,
        Effect::Manual,
    ];

    /// Its word.
    pub const fn word(self) -> &'static str {
        match self {
            Effect::Lossless => "lossless",
            Effect::Action => "action",
            Effect::Lossy => "lossy",
            Effect::Drops => "drops",
            Effect::Manual => "manual",
        }
    }

    /// Whether it makes an error go away by losing something.
    pub const fn loses(self) -> bool {
        matches!(self, Effect::Lossy | Effect::Drops)
    }
}
