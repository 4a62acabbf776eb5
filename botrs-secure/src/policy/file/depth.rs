//! How deep a TOML text goes.
//!
//! The parser bounds brackets and the parts of a key, each by itself: dotted keys within each other's tables go thousands
//! deep in a few kilobytes, and whatever walks through or drops that overflows the stack, which ends the program.

use toml_parser::decoder::Encoding;
use toml_parser::parser::{EventReceiver, parse_document};
use toml_parser::{ErrorSink, Source, Span};

/// How deep a value may be: as deep as the parser lets brackets be. A list of tables in a header counts once.
const MOST: usize = 80;

/// The byte at which a text goes too deep, if it does. It need not be TOML.
pub(crate) fn too_deep(text: &str) -> Option<usize> {
    deeper_than(MOST, text)
}

fn deeper_than(most: usize, text: &str) -> Option<usize> {
    let mut depth = Depth { most, table: 0, open: Vec::new(), now: 0, too_deep: None };
    parse_document(&Source::new(text).lex().into_vec(), &mut depth, &mut ());
    depth.too_deep
}

struct Depth {
    most: usize,
    /// That of the keys below the last header.
    table: usize,
    /// That of the values in each bracket that is open.
    open: Vec<usize>,
    now: usize,
    too_deep: Option<usize>,
}

impl Depth {
    fn deeper(&mut self, span: Span) -> bool {
        self.now += 1;
        if self.now > self.most {
            self.too_deep.get_or_insert(span.start());
        }
        self.too_deep.is_none()
    }

    fn open(&mut self, span: Span) -> bool {
        let is_good = self.deeper(span);
        self.open.push(self.now);
        is_good
    }

    fn close(&mut self) {
        self.open.pop();
        self.next();
    }

    /// The next key begins where this one did.
    fn next(&mut self) {
        self.now = self.open.last().copied().unwrap_or(self.table);
    }
}

impl EventReceiver for Depth {
    fn std_table_open(&mut self, _: Span, _: &mut dyn ErrorSink) {
        self.now = 0;
    }

    fn std_table_close(&mut self, _: Span, _: &mut dyn ErrorSink) {
        self.table = self.now + 1;
    }

    fn array_table_open(&mut self, _: Span, _: &mut dyn ErrorSink) {
        self.now = 0;
    }

    fn array_table_close(&mut self, _: Span, _: &mut dyn ErrorSink) {
        self.table = self.now + 2;
    }

    fn inline_table_open(&mut self, span: Span, _: &mut dyn ErrorSink) -> bool {
        self.open(span)
    }

    fn inline_table_close(&mut self, _: Span, _: &mut dyn ErrorSink) {
        self.close();
    }

    fn array_open(&mut self, span: Span, _: &mut dyn ErrorSink) -> bool {
        self.open(span)
    }

    fn array_close(&mut self, _: Span, _: &mut dyn ErrorSink) {
        self.close();
    }

    fn key_sep(&mut self, span: Span, _: &mut dyn ErrorSink) {
        self.deeper(span);
    }

    fn scalar(&mut self, _: Span, _: Option<Encoding>, _: &mut dyn ErrorSink) {
        self.next();
    }

    fn newline(&mut self, _: Span, _: &mut dyn ErrorSink) {
        if self.open.is_empty() {
            self.next();
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use toml::de::{DeTable, DeValue};

    use super::*;

    /// How deep the parser's own value is.
    fn depth(value: &DeValue<'_>) -> usize {
        let deepest = match value {
            DeValue::Table(table) => table.values().map(|value| depth(value.get_ref())).max(),
            DeValue::Array(values) => values.iter().map(|value| depth(value.get_ref())).max(),
            _ => return 0,
        };
        1 + deepest.unwrap_or_default()
    }

    proptest! {
        /// Whatever the parser makes of a text that is no TOML.
        #[test]
        fn nothing_goes_deeper_unseen(text in r"(a\.a|a|\.|=|1|'b'|\[|\]|\[\[|\]\]|\{|\}|,|#|\n| |\{a\.a=|a\.a=|\[a){0,60}") {
            let (root, _) = DeTable::parse_recoverable(&text);
            let real = depth(&DeValue::Table(root.into_inner()));
            // A part of a header may stand for a list and its last table. The root counts as one, and so
            // do an empty table and its list.
            if let Some(less) = real.checked_sub(4) {
                prop_assert!(deeper_than(less / 2, &text).is_some(), "{real}");
            }
        }
    }

    #[test]
    fn ordinary_texts_are_not_too_deep_however_long() {
        let tables = "[[a.b]]\nc.d = [1.5, { e.f = [0.5, '....'] }, {}]\n".repeat(200);
        let list = format!("a = [\n{}]\n", "  { b.c = 1.5 }, # [[[[\n".repeat(200));
        let table = format!("a = {{ {}}}", "b.c = 1, ".repeat(200));
        let headers = "[a.b]\n[c.d]\n".repeat(200);
        let keys = "a.b.c = { d.e = 1, f.g = 2 }\n".repeat(200);
        let open =
            "a = [1, 2\n".to_owned() + &"[[b.c]]\nd.e = [{ f.g = 1 }]\nh.i = 1\n".repeat(200);
        for text in [
            &*tables,
            &list,
            &table,
            &headers,
            &keys,
            &open,
            "",
            "\u{feff}a = 1",
            "a = \"\"\"\n[[[[\n\"\"\"",
        ] {
            assert_eq!(too_deep(text), None, "{text}");
        }
    }

    #[test]
    fn keys_and_brackets_count_together() {
        let keys = "a.".repeat(39) + "a";
        let at = |text: &str| too_deep(text).map(|at| text[at..].to_owned());
        let closes = "}]".repeat(10);
        for text in
            [format!("[{keys}]\n{keys} = [1]"), format!("x = {{ {keys} = {{ {keys} = 1 }} }}")]
        {
            assert_eq!(at(&text), None, "{text}");
        }
        for (text, place) in [
            (format!("[{keys}]\n{keys} = [[1]]"), "[1]]"),
            (format!("[[{keys}]]\n{keys} = [1]"), "[1]"),
            (format!("x = {{ {keys} = {{ {keys}.b = 1 }} }}"), ".b = 1 } }"),
            (format!("x = [1, {{ {keys} = {{ b = 1, {keys} = 1 }} }}]"), ".a = 1 } }]"),
            (
                format!("a.b = {}1{closes}", "[{a.a.a.a.a.a.a.a=".repeat(10)),
                ".a.a=[{a.a.a.a.a.a.a.a=1",
            ),
        ] {
            let found = at(&text).unwrap_or_else(|| panic!("{text}"));
            assert!(found.starts_with(place), "{text}: {found}");
        }
    }
}
