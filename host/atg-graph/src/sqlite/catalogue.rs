//! What is stored: scopes, their snapshots, who writes.

use crate::{ScopeSummary, StoredSnapshot};
use rusqlite::{Connection, Row};
use std::collections::BTreeMap;

const COLUMNS: &str = "snapshot.id, scope.name, snapshot.number, stored_at, taken_at, subscription_id, tenant_id, \
                       title, resources, relationships, resource_groups, resource_types";

fn stored(row: &Row<'_>) -> Result<StoredSnapshot, rusqlite::Error> {
    let number = |at: usize| Ok::<u64, rusqlite::Error>(row.get::<_, i64>(at)?.cast_unsigned());
    Ok(StoredSnapshot {
        id: row.get(0)?,
        scope: row.get(1)?,
        number: number(2)?,
        stored_at: row.get(3)?,
        taken_at: row.get(4)?,
        subscription_id: row.get(5)?,
        tenant_id: row.get(6)?,
        title: row.get(7)?,
        resources: number(8)?,
        relationships: number(9)?,
        resource_groups: number(10)?,
        resource_types: number(11)?,
    })
}

pub(super) fn scopes(connection: &Connection) -> Result<Vec<ScopeSummary>, rusqlite::Error> {
    let mut statement = connection.prepare(&format!(
        "SELECT {COLUMNS}, newest.count FROM snapshot JOIN scope ON scope.id = snapshot.scope \
         JOIN (SELECT scope, max(number) AS number, count(number) AS count FROM snapshot \
               WHERE number IS NOT NULL GROUP BY scope) AS newest \
         ON newest.scope = snapshot.scope AND newest.number = snapshot.number"
    ))?;
    let rows = statement.query_map([], |row| {
        let last = stored(row)?;
        Ok(ScopeSummary {
            name: last.scope.clone(),
            snapshots: row.get::<_, i64>(12)?.cast_unsigned(),
            last,
        })
    })?;
    let mut scopes: Vec<ScopeSummary> = rows.collect::<Result<_, _>>()?;
    scopes.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(scopes)
}

pub(super) fn snapshots(connection: &Connection, scope: &str) -> Result<Vec<StoredSnapshot>, rusqlite::Error> {
    let mut statement = connection.prepare(&format!(
        "SELECT {COLUMNS} FROM snapshot JOIN scope ON scope.id = snapshot.scope \
         WHERE scope.name = ?1 AND snapshot.number IS NOT NULL ORDER BY snapshot.number"
    ))?;
    statement.query_map([scope], stored)?.collect()
}

pub(super) fn one(connection: &Connection, id: i64) -> Result<StoredSnapshot, rusqlite::Error> {
    let sql = format!("SELECT {COLUMNS} FROM snapshot JOIN scope ON scope.id = snapshot.scope WHERE snapshot.id = ?1");
    connection.query_row(&sql, [id], stored)
}

pub(super) fn counts(connection: &Connection, id: i64) -> Result<Vec<(String, u64)>, rusqlite::Error> {
    let text: String =
        connection.query_row("SELECT type_counts FROM snapshot WHERE id = ?1", [id], |row| row.get(0))?;
    let counts: BTreeMap<String, u64> = serde_json::from_str(&text)
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(error)))?;
    Ok(counts.into_iter().collect())
}

/// Scans that are being written, in words.
pub(super) fn writers(connection: &Connection) -> Result<Vec<String>, rusqlite::Error> {
    let mut statement = connection.prepare(
        "SELECT scope.name, writer, begun_at FROM snapshot JOIN scope ON scope.id = snapshot.scope \
         WHERE snapshot.number IS NULL ORDER BY snapshot.id",
    )?;
    let rows = statement.query_map([], |row| {
        let (scope, writer, begun): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        Ok(format!("`{scope}` by {writer} since {begun}"))
    })?;
    rows.collect()
}
