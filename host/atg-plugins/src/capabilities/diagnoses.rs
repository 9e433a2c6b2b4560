//! `diagnoses`: what an analyzer says, in a list that the host owns.

use std::sync::Arc;

use wasmtime::component::{HasData, Resource};

use super::Refusal;
use super::bindings::atg::plugin::diagnoses as wit;
use super::bindings::atg::plugin::diagnoses::{Host, HostDiagnoses};
use super::findings::Cleaner;
use crate::failure::{Kind, Stop};
use atg_core::diagnosis::{Diagnosis, Fix};

/// Diagnoses that a call may give.
const MOST: usize = 10_000;
/// Fixes, and fingerprints, of one diagnosis.
const EACH: usize = 1_000;

/// What the guest's handle stands for: the one list of the call.
pub struct DiagnosesHandle;

/// The diagnoses of one call.
#[derive(Debug)]
pub(crate) struct Diagnoses {
    cleaner: Cleaner,
    pub(crate) kept: Vec<Diagnosis>,
}

impl Diagnoses {
    pub(crate) fn new(plugin: Arc<str>) -> Diagnoses {
        Diagnoses {
            cleaner: Cleaner::new(plugin),
            kept: Vec::new(),
        }
    }

    fn fix(&mut self, fix: wit::Fix) -> Fix {
        let cleaner = &mut self.cleaner;
        Fix {
            kind: cleaner.word(fix.kind),
            address: cleaner.word(fix.address),
            path: cleaner.word(fix.path),
            // JSON in one line has no control characters outside escapes, so cleaning changes nothing that is valid.
            value: cleaner.message(fix.value),
            reason: cleaner.message(fix.reason),
            attributes: cleaner.attributes(fix.attributes),
        }
    }
}

impl HasData for Diagnoses {
    type Data<'a> = &'a mut Diagnoses;
}

impl Host for Diagnoses {}

impl HostDiagnoses for Diagnoses {
    fn emit(&mut self, _: Resource<DiagnosesHandle>, items: Vec<wit::Diagnosis>) -> Result<(), Refusal> {
        for item in items {
            if !(0.0..=1.0).contains(&item.confidence) {
                let message = format!("its confidence is {}, not between 0 and 1", item.confidence);
                return Err(Stop::new(Kind::BadOutput, message).into());
            }
            if self.kept.len() >= MOST
                || self.cleaner.is_full()
                || item.fixes.len() > EACH
                || item.explains.len() > EACH
            {
                return Err(Stop::new(
                    Kind::BadOutput,
                    format!("it gave more than {MOST} diagnoses, or {EACH} fixes of one"),
                )
                .into());
            }
            let diagnosis = Diagnosis {
                finding: self.cleaner.finding(item.finding),
                category: self.cleaner.word(item.category),
                retry: match item.retry.as_str() {
                    "transient" | "throttle" | "after-fix" => item.retry,
                    _ => "no".to_owned(),
                },
                confidence: item.confidence,
                explains: item
                    .explains
                    .into_iter()
                    .map(|fingerprint| self.cleaner.word(fingerprint))
                    .collect(),
                fixes: item.fixes.into_iter().map(|fix| self.fix(fix)).collect(),
            };
            self.kept.push(diagnosis);
        }
        Ok(())
    }

    fn drop(&mut self, _: Resource<DiagnosesHandle>) -> wasmtime::Result<()> {
        Ok(())
    }
}
