use super::*;

fn batch(rows: u32, texts: &[&str], cells: &[u32]) -> tables::Batch {
    let mut heap = Vec::new();
    let mut offsets = vec![0_u32];
    for text in texts {
        heap.extend_from_slice(text.as_bytes());
        offsets.push(heap.len() as u32);
    }
    let bytes = |words: &[u32]| words.iter().flat_map(|word| word.to_le_bytes()).collect();
    tables::Batch {
        rows,
        heap,
        offsets: bytes(&offsets),
        cells: bytes(cells),
    }
}

#[test]
fn rows_read_texts_and_marks() {
    let batch = Batch::new(batch(2, &["a", "ü", ""], &[0, 1, 2, u32::MAX, REDACTED, UNKNOWN]), 3).unwrap();
    let rows: Vec<Row<'_>> = batch.rows().collect();
    assert_eq!((batch.len(), batch.texts(), rows.len()), (2, 3, 2));
    let cells = |row: &Row<'_>| [0, 1, 2, 3].map(|place| format!("{:?}", row.cell(Column(place))));
    assert_eq!(cells(&rows[0]), [r#"Text("a")"#, r#"Text("")"#, "Redacted", "Absent"]);
    assert_eq!(cells(&rows[1]), [r#"Text("ü")"#, "Absent", "Unknown", "Absent"]);
    assert_eq!(batch.column(1), [2, u32::MAX]);
    assert_eq!(batch.column(7), [0_u32; 0]);
    assert_eq!(
        (batch.find("ü"), batch.find(""), batch.find("b")),
        (Some(1), Some(2), None)
    );
    for mark in [u32::MAX, REDACTED, UNKNOWN, FIRST_MARK, 3] {
        assert_eq!(batch.text(mark), None, "{mark:#x}");
    }
}

#[test]
fn a_batch_that_does_not_fit_its_table_is_refused() {
    assert!(Batch::new(batch(2, &["a"], &[0, 0]), 2).is_err());
    assert!(
        Batch::new(
            tables::Batch {
                offsets: Vec::new(),
                ..batch(0, &[], &[])
            },
            2
        )
        .is_err()
    );
    assert!(Batch::new(batch(0, &[], &[]), 2).unwrap().is_empty());
}

#[test]
fn a_heap_that_is_no_text_loses_only_what_is_none() {
    let mut broken = batch(2, &["good", "bad!"], &[0, 1]);
    broken.heap[4] = 0xff;
    let batch = Batch::new(broken, 1).unwrap();
    assert_eq!((batch.text(0), batch.text(1)), (Some("good"), None));
}

#[test]
fn a_number_beyond_the_heap_is_no_text() {
    let mut broken = batch(1, &["good"], &[0]);
    broken.heap.truncate(2);
    assert_eq!(Batch::new(broken, 1).unwrap().text(0), None);
}
