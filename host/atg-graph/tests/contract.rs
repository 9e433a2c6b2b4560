//! What every store must do, run on each backend.

#[path = "contract/estates.rs"]
mod estates;
#[path = "contract/suite.rs"]
mod suite;

use atg_graph::SqliteStore;

/// One test a promise, on a store that `$make` makes anew; whatever it answers beside the store is kept meanwhile.
macro_rules! contract {
    ($module:ident, $make:expr, [$($promise:ident),+ $(,)?]) => {
        mod $module {
            use super::*;
            $(
                #[test]
                fn $promise() {
                    let (_kept, store) = $make;
                    suite::$promise(&store);
                }
            )+
        }
    };
}

macro_rules! every_promise {
    ($module:ident, $make:expr) => {
        contract!(
            $module,
            $make,
            [
                an_empty_store_says_how_to_fill_it,
                what_is_stored_is_loaded_the_same,
                every_edge_fixture_is_loaded_the_same,
                an_estate_without_resources_is_kept,
                a_mapping_and_a_filter_act_as_on_the_file,
                stated_relationships_coverage_and_facts_are_kept,
                an_unfinished_scan_is_invisible,
                a_dropped_scan_leaves_nothing,
                unchanged_rows_are_kept_once,
                snapshots_are_found_by_name_number_and_subscription,
                unknown_scopes_list_the_nearest_first,
                names_that_could_not_be_asked_for_are_refused,
                counts_are_those_of_the_snapshot,
                pruning_keeps_the_newest,
                pruning_spares_what_a_scan_builds_on,
                abandoned_scans_go_away,
                several_writers_at_once,
                bodies_are_read_from_any_thread,
                an_export_tells_everything,
                an_export_reads_as_the_original,
                an_export_keeps_secrets_in,
                two_snapshots_are_compared,
            ]
        );
    };
}

fn sqlite() -> (tempfile::TempDir, SqliteStore) {
    let folder = tempfile::tempdir().expect("a folder");
    let store = SqliteStore::open_or_create(folder.path().join(".atg/graph.db")).expect("a store");
    (folder, store)
}

every_promise!(on_sqlite, sqlite());
