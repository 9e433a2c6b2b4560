//! `export!`: what makes a plugin of a type.

/// The exports of a plugin of type `P`.
#[cfg(target_arch = "wasm32")]
#[derive(Debug)]
pub struct Exported<P>(std::marker::PhantomData<P>);

#[cfg(target_arch = "wasm32")]
mod guests {
    use super::Exported;
    use crate::bindings::exports::atg::plugin::{analyzer, formatter, metric};
    use crate::{Analyzer, Formatter, Metric, roles};

    impl<P: Metric> metric::Guest for Exported<P> {
        fn measure(
            name: String,
            comparison: metric::Comparison,
            score: metric::Scorecard,
            findings: metric::Findings,
        ) -> Result<(), metric::PluginError> {
            roles::measure::<P>(&name, comparison, score, findings)
        }
    }

    impl<P: Formatter> formatter::Guest for Exported<P> {
        fn render(
            name: String,
            report: formatter::Report,
            document: formatter::Document,
        ) -> Result<(), formatter::PluginError> {
            roles::render::<P>(&name, report, document)
        }
    }

    impl<P: Analyzer> analyzer::Guest for Exported<P> {
        fn analyze(
            name: String,
            evidence: analyzer::CaseFile,
            diagnoses: analyzer::Diagnoses,
        ) -> Result<(), analyzer::PluginError> {
            roles::analyze::<P>(&name, evidence, diagnoses)
        }
    }
}

/// Makes a plugin of a type that implements [`Metric`](crate::Metric), [`Formatter`](crate::Formatter) or
/// [`Analyzer`](crate::Analyzer), or several of them. Call it once, at the end of `src/lib.rs`:
///
/// ```
/// # use atg_sdk::prelude::*;
/// struct Kept;
///
/// impl Metric for Kept {
///     fn measure(_name: &str, comparison: &Comparison, score: &Scorecard, _: &Findings) -> Result<(), Error> {
///         let select = Select::new().columns(&["status"]).properties(&["location"]);
///         let (kept, total) = comparison.pairs(&select)?.count_equal("source:location", "target:location")?;
///         score.ratio(kept, total);
///         Ok(())
///     }
/// }
///
/// atg_sdk::export!(Kept: metric);
/// ```
#[macro_export]
macro_rules! export {
    ($plugin:ty: $($role:ident),+ $(,)?) => {
        const _: () = {
            $($crate::__export_role!($plugin: $role);)+

            #[cfg(target_arch = "wasm32")]
            #[unsafe(export_name = "cabi_realloc")]
            unsafe extern "C" fn realloc(old: *mut u8, old_len: usize, align: usize, new_len: usize) -> *mut u8 {
                // SAFETY: the caller is the canonical ABI, which keeps to the contract of `cabi_realloc`.
                unsafe { $crate::runtime::cabi_realloc(old, old_len, align, new_len) }
            }
        };
    };
}

/// One role of [`export!`].
#[doc(hidden)]
#[macro_export]
macro_rules! __export_role {
    ($plugin:ty: metric) => {
        $crate::__export_as!(
            $plugin,
            Metric,
            metric,
            __export_atg_plugin_metric_0_1_0_cabi,
            METRIC_PLUGIN
        );
    };
    ($plugin:ty: formatter) => {
        $crate::__export_as!(
            $plugin,
            Formatter,
            formatter,
            __export_atg_plugin_formatter_0_1_0_cabi,
            FORMATTER_PLUGIN
        );
    };
    ($plugin:ty: analyzer) => {
        $crate::__export_as!(
            $plugin,
            Analyzer,
            analyzer,
            __export_atg_plugin_analyzer_0_1_0_cabi,
            ANALYZER_PLUGIN
        );
    };
    ($plugin:ty: $other:ident) => {
        ::core::compile_error!(::core::concat!(
            "there is no role `",
            ::core::stringify!($other),
            "`: it is metric, formatter or analyzer"
        ));
    };
}

/// The exports of a role, and the section that describes them to whoever makes a component of the module. Sections of one
/// name would be joined to one, so each role has its own.
#[doc(hidden)]
#[macro_export]
macro_rules! __export_as {
    ($plugin:ty, $role:ident, $interface:ident, $exports:ident, $description:ident) => {
        const _: fn() = || {
            fn plays<P: $crate::$role>() {}
            plays::<$plugin>();
        };

        #[cfg(target_arch = "wasm32")]
        const _: () = {
            type Exported = $crate::export::Exported<$plugin>;
            $crate::bindings::exports::atg::plugin::$interface::$exports!(
                Exported with_types_in $crate::bindings::exports::atg::plugin::$interface
            );

            #[used]
            #[unsafe(link_section = ::core::concat!("component-type:atg:plugin:", ::core::stringify!($interface)))]
            static SECTION: [u8; $crate::bindings::$description.len()] = $crate::bindings::$description;
        };
    };
}
