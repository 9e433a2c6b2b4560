//! What the bench needs beside atg: a Python environment with DuckDB, kept in `target/tools`.

use std::path::PathBuf;

use crate::chore::{self, Chore, Failure};

/// DuckDB as PyPI has it; made at the first use.
pub(crate) fn duckdb_python(chore: &Chore) -> Result<PathBuf, Failure> {
    let folder = chore.target().join("tools/duckdb");
    let python = folder.join("bin/python");
    if !folder.join("ready").exists() {
        std::fs::create_dir_all(&folder)?;
        chore::run(&mut chore.command("python3", &["-m", "venv", &folder.to_string_lossy()]))?;
        chore::run(&mut chore.command(&python, &["-m", "pip", "install", "--quiet", "duckdb==2.0.0"]))?;
        std::fs::write(folder.join("ready"), "")?;
    }
    Ok(python)
}

/// The key join of two Resource Graph files, and what it can tell of what `fidelity` tells: overall, by type, and the list of
/// what is missing. No relationships, no properties.
pub(crate) const KEY_JOIN: &str = r#"
import duckdb, json, sys
source, target = sys.argv[1:3]
db = duckdb.connect()
db.execute("SET threads=2")
def rows(path):
    return f"""SELECT id, lower(type) AS type,
        regexp_replace(regexp_replace(lower(id), '^/subscriptions/[^/]+', ''), 'iteration[0-9]+_', '', 'g') AS key
        FROM read_json('{path}', format='newline_delimited', columns={{id:'VARCHAR', type:'VARCHAR'}})"""
db.execute(f"""CREATE TEMP TABLE joined AS
    WITH s AS ({rows(source)}), t AS (SELECT DISTINCT key FROM ({rows(target)}))
    SELECT s.type, s.id, t.key IS NOT NULL AS matched FROM s LEFT JOIN t USING (key)""")
by_type = db.execute("SELECT type, count(*), count(*) FILTER (matched) FROM joined GROUP BY ALL ORDER BY ALL").fetchall()
missing = db.execute("SELECT type, id FROM joined WHERE NOT matched ORDER BY ALL").fetchall()
overall = sum(row[2] for row in by_type) / sum(row[1] for row in by_type)
print(json.dumps({"overall": overall, "by_type": by_type, "missing": missing}))
"#;
