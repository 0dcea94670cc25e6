//! Records of a table that are none of its rows: totals, the footer of a report, the notes that LinkedIn puts above or
//! below its rows, and the header once more, where files were put together. Words here are data. A record that says more than such a one does is a row, whatever it is called: a
//! company may be called Total.

use csv::StringRecord;

use super::known::known_as;

/// How records begin that stand below a report.
const FOOTERS: &[&str] =
    &["grand total", "total records", "confidential information", "copyright", "report generated", "filtered by"];

/// What totals are called, by what it is [`known_as`]: English, German, French, Spanish, Italian, Dutch, Portuguese.
const TOTALS: &str = "total totals grandtotal grandtotals subtotal subtotals sum count recordcount totalrecords totalcount \
                      summe gesamt gesamtsumme gesamtergebnis zwischensumme teilergebnis insgesamt anzahl \
                      totaux totalgeneral soustotal somme \
                      suma sumatotal \
                      totale totali totalegenerale subtotale somma \
                      totaal eindtotaal subtotaal algemeentotaal \
                      totais totalgeral soma";

/// What is counted in them.
const COUNTED: &str = "record records row rows contact contacts account accounts company companies lead leads \
                       datensatz datensatze eintrag eintrage kontakt kontakte zeile zeilen \
                       enregistrement enregistrements ligne lignes registro registros fila filas \
                       riga righe rij rijen linha linhas";

/// What notes are called.
const NOTES: &str = "notes hinweise remarques notas note opmerkingen observacoes";

/// How the notes go on of which no heading is there.
const NOTE_BEGINS: &str = "when exporting your connection data";

/// Looks at one record after the other.
#[derive(Debug, Default)]
pub(super) struct Beside {
    /// The names of the columns, if they stand in the file.
    header: Vec<String>,
    /// Notes have begun and no row has ended them.
    is_in_notes: bool,
}

impl Beside {
    /// Below a header.
    pub(super) fn below(header: &[String]) -> Self {
        Self { header: header.to_vec(), ..Self::default() }
    }

    /// Why a record is no row, in words; `None` of one that is.
    pub(super) fn why(&mut self, record: &StringRecord) -> Option<&'static str> {
        let filled: Vec<&str> = record.iter().map(str::trim).filter(|cell| !cell.is_empty()).collect();
        let (first, others) = filled.split_first()?;
        if is_header(record, &self.header) {
            self.is_in_notes = false;
            return Some("it is the header once more, not one of the rows");
        }
        // Notes stand in the first cell alone; a row of one name among them can't be told from them.
        let is_alone = others.is_empty() && record.get(0).is_some_and(|cell| cell.trim() == *first);
        self.is_in_notes = is_alone && (self.is_in_notes || begins_notes(first));
        if self.is_in_notes {
            return Some("it is a note on the list, not one of its rows");
        }
        let begins = first.to_lowercase();
        let is_footer = filled.len() <= 2 && FOOTERS.iter().any(|footer| begins.starts_with(footer));
        if is_footer {
            return Some("it belongs to the report, not to its rows");
        }
        (is_total(first) && others.iter().all(|cell| is_sum(cell))).then_some("it is a total, not one of the rows")
    }
}

/// Whether a record is that header once more, in whatever case. The mark of a file that begins there may still stand before it.
pub(super) fn is_header(record: &StringRecord, header: &[String]) -> bool {
    let cells = || record.iter().map(|cell| cell.trim_start_matches('\u{feff}').trim());
    let behind = |n: usize| cells().skip(n).all(str::is_empty);
    let is_same = |(cell, name): (&str, &String)| {
        let is_known = || !cell.is_empty() && known_as(cell) == known_as(name) && !known_as(name).is_empty();
        cell == name || is_known()
    };
    !header.is_empty()
        && behind(header.len())
        && record.len() >= header.iter().rposition(|name| !name.is_empty()).map_or(0, |last| last + 1)
        && cells().zip(header).all(is_same)
}

fn begins_notes(cell: &str) -> bool {
    let heading = cell.strip_suffix(':').map(known_as);
    heading.is_some_and(|heading| is_one_of(NOTES, &heading)) || cell.to_lowercase().starts_with(NOTE_BEGINS)
}

fn is_one_of(words: &str, known: &str) -> bool {
    // What most rows begin with stands nowhere in them, which is seen at once.
    words.contains(known) && words.split_whitespace().any(|word| word == known)
}

/// `Total`, `Total:`, `Total: 3 records`, `Summe (3)`, `Total 3`.
fn is_total(cell: &str) -> bool {
    let end = cell.find(|c: char| c == ':' || c == '(' || c == '=' || c.is_ascii_digit()).unwrap_or(cell.len());
    let (called, rest) = cell.split_at(end);
    is_one_of(TOTALS, &known_as(called)) && (rest.trim_matches([':', '=', ' ']).is_empty() || is_sum(rest))
}

/// A number, with what it counts: `5`, `$1,200`, `EUR 3.000,00`, `(12 records)`.
fn is_sum(cell: &str) -> bool {
    const MOST_CODE: usize = 3;
    let words: String = cell.chars().map(|c| if c.is_alphabetic() { c } else { ' ' }).collect();
    let is_unit = |word: &str| {
        let is_code = word.chars().count() == MOST_CODE && word.chars().all(char::is_uppercase);
        is_code || is_one_of(COUNTED, &known_as(word))
    };
    cell.contains(|c: char| c.is_ascii_digit()) && !cell.contains('@') && words.split_whitespace().all(is_unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_beside(cells: &[&str]) -> bool {
        Beside::default().why(&StringRecord::from(cells)).is_some()
    }

    #[test]
    fn totals_of_every_language_are_no_rows_and_who_is_called_so_is_one() {
        for cells in [
            &["Total", ""][..],
            &["Total:"],
            &["Total: 1 record", ""],
            &["Total: 12 records", "", "$1,200"],
            &["", "Grand Total", "5", "EUR 3.000,00"],
            &["Subtotal", "", ""],
            &["Gesamt", "1"],
            &["Summe", "5"],
            &["Zwischensumme (3 Datensätze)"],
            &["Total général", "3"],
            &["Sous-total", "3"],
            &["Suma", "3"],
            &["Totale", "3"],
            &["Totaal", "€ 3"],
            &["Total geral: 3 registros"],
            &["Count", "7"],
        ] {
            assert!(is_beside(cells), "{cells:?}");
        }
        for cells in [
            &["Total", "total.example"][..],
            &["Total", "Energy"],
            &["Total", "sum@a.io"],
            &["Total Wine", ""],
            &["TotalEnergies", "5"],
            &["Total: the film", ""],
            &["A B", "Total"],
            &["Sum", "Wong", "5"],
            &["Dana Cole", "5"],
        ] {
            assert!(!is_beside(cells), "{cells:?}");
        }
        for word in TOTALS.split_whitespace().chain(COUNTED.split_whitespace()).chain(NOTES.split_whitespace()) {
            assert_eq!(known_as(word), word);
        }
    }

    #[test]
    fn the_header_is_no_row_wherever_it_stands() {
        let header = ["First Name", "Last Name", ""].map(str::to_owned);
        for (cells, want) in [
            (&["First Name", "Last Name", ""][..], true),
            (&["\u{feff}First Name", " Last Name "], true),
            (&["First Name", "", ""], false),
            (&["First Name", "Last Name", "x"], false),
            (&["Last Name", "First Name", ""], false),
        ] {
            let why = Beside::below(&header).why(&StringRecord::from(cells));
            assert_eq!(why.is_some(), want, "{cells:?}");
        }
    }

    #[test]
    fn notes_end_where_a_row_begins() {
        let mut beside = Beside::default();
        let record = |cells: &[&str]| StringRecord::from(cells);
        assert!(beside.why(&record(&["Dana", "Cole"])).is_none());
        assert!(beside.why(&record(&["Notes:", "", ""])).is_some());
        assert!(beside.why(&record(&["Some addresses are missing, and so on.", "", ""])).is_some());
        assert!(beside.why(&record(&["Lee", "Ray", ""])).is_none());
        assert!(beside.why(&record(&["Cher", "", ""])).is_none(), "the notes have ended");
        assert!(beside.why(&record(&["", "", "Notes:"])).is_none(), "a cell of a row");
    }
}
