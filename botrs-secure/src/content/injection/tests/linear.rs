//! The work grows with the text, whatever is in it.

use super::super::{look, work};

/// What could make a rule look far, again and again.
const REPEATED: [&str; 88] = [
    "'",
    "\"",
    "`",
    "<",
    ">",
    "/*",
    "/* ",
    "/*x",
    "<!-- ",
    "/*!",
    "*/",
    "(",
    ")",
    "[",
    "]",
    "{",
    "{{",
    "}}",
    "${",
    "#{",
    "=",
    ":",
    ";",
    "|",
    "&",
    "$",
    "$(",
    "@",
    "@@x",
    "%",
    "%n",
    "%s",
    "\\",
    "\\x0a",
    "\\n",
    "\n",
    "\r\n",
    "--",
    "#",
    "//",
    ".",
    "..",
    "../",
    "....//",
    "0x2e",
    "+",
    "a",
    "a ",
    "中",
    "’",
    "\u{fffd}",
    "or ",
    "or 1=1 ",
    "' or '",
    "'||'",
    "union select ",
    "order by 1,",
    "(select ",
    "sleep(1) ",
    "1,",
    "x'y",
    "<a ",
    "<script",
    "<script>",
    "</script>",
    "<!entity ",
    "on=",
    "onclick=",
    "javascript:",
    "t:",
    "data:",
    "alert(",
    "window['",
    "expression(",
    ";ls ",
    "<div id=x>",
    "<div id=x><!-- ",
    "<p style=position:fixed;",
    "xmlns:x=",
    "[1],alert",
    "alert.call(",
    "('//x",
    "<scr'",
    "<img src=//x.php?",
    "<a href=http://x@",
    "<a b=x<!-- -->t:",
    "<style>url(//",
    "</title><b>",
];

/// The steps for each byte that any content may take.
const STEPS: usize = 150;

fn steps(text: &str) -> usize {
    work::steps_of(|| look(text, &mut |_| {}))
}

#[test]
fn no_content_takes_more_than_so_many_steps_a_byte() {
    for piece in REPEATED {
        let text = piece.repeat(20_000 / piece.len());
        let steps = steps(&text);
        assert!(steps <= STEPS * text.len(), "{piece:?}: {} steps a byte", steps / text.len());
    }
}

#[test]
fn twice_the_text_is_twice_the_work() {
    for piece in REPEATED {
        let once = steps(&piece.repeat(4_000));
        let twice = steps(&piece.repeat(8_000));
        assert!(twice <= 2 * once + 2_000, "{piece:?}: {once} and {twice}");
    }
}

#[test]
fn an_opening_and_much_behind_it_is_looked_at_once() {
    for opening in REPEATED {
        for filler in ["a", " ", "'", "(", "\n", "1 "] {
            let text = opening.repeat(500) + &filler.repeat(10_000);
            let steps = steps(&text);
            assert!(steps <= STEPS * text.len(), "{opening:?} and {filler:?}: {steps}");
        }
    }
}
