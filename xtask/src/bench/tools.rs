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

/// The key join of two Resource Graph files: what matched, by type; no relationships, no properties.
pub(crate) const KEY_JOIN: &str = r#"
import duckdb, sys
source, target = sys.argv[1:3]
db = duckdb.connect()
db.execute("SET threads=2")
def rows(path):
    return f"""SELECT lower(type) AS type,
        regexp_replace(regexp_replace(lower(id), '^/subscriptions/[^/]+', ''), 'iteration[0-9]+_', '', 'g') AS key
        FROM read_json('{path}', format='newline_delimited', columns={{id:'VARCHAR', type:'VARCHAR'}})"""
print(db.execute(f"""WITH s AS ({rows(source)}), t AS (SELECT DISTINCT key FROM ({rows(target)}))
    SELECT s.type, count(*), count(t.key) FROM s LEFT JOIN t USING (key) GROUP BY ALL ORDER BY ALL""").fetchall()[:3])
"#;
