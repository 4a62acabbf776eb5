//! Names of HTML and of the scripts in it.

use crate::content::injection::table::Table;

/// What a tag can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tag {
    Script,
    /// Shows another document: `iframe`, `object`.
    Frame,
    /// The same, and nobody uses it any more.
    Old,
    /// Turns the document into another: `base`, `meta`.
    Head,
    /// Where a browser changes between HTML and another language.
    Foreign,
    /// Has a style or an animation in it.
    Style,
    /// What the markup is broken out of: `title`, `textarea`.
    Raw,
    /// Anything else.
    Plain,
}

pub(super) static TAGS: Table<Tag, 128> = Table::new(&[
    ("script", Tag::Script),
    ("iframe", Tag::Frame),
    ("frame", Tag::Frame),
    ("object", Tag::Frame),
    ("embed", Tag::Frame),
    ("applet", Tag::Frame),
    ("portal", Tag::Frame),
    ("layer", Tag::Old),
    ("ilayer", Tag::Old),
    ("fencedframe", Tag::Frame),
    ("webview", Tag::Frame),
    ("mglyph", Tag::Foreign),
    ("malignmark", Tag::Foreign),
    ("annotation", Tag::Foreign),
    ("xml", Tag::Old),
    ("import", Tag::Old),
    ("base", Tag::Head),
    ("meta", Tag::Head),
    ("link", Tag::Head),
    ("style", Tag::Style),
    ("set", Tag::Style),
    ("animate", Tag::Style),
    ("animatetransform", Tag::Style),
    ("animatemotion", Tag::Style),
    ("title", Tag::Raw),
    ("textarea", Tag::Raw),
    ("noscript", Tag::Raw),
    ("noembed", Tag::Raw),
    ("noframes", Tag::Raw),
    ("xmp", Tag::Raw),
    ("plaintext", Tag::Raw),
    ("template", Tag::Raw),
    ("select", Tag::Raw),
]);

/// What an attribute can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Attribute {
    /// The address of what is shown or run.
    Source,
    /// A whole document.
    Document,
    /// What a `meta` stands for.
    Header,
    /// The attribute that an animation sets.
    Target,
    /// A behaviour from elsewhere.
    Behaviour,
    Rel,
    /// The encoding of the document.
    Charset,
    Style,
    /// The handler of an event, as XML names it.
    Handler,
    /// The event of an element, as XML names it.
    Event,
    /// Where a form is sent.
    Action,
    /// The name under which scripts of the page see an element.
    Name,
    /// The language of a script.
    Language,
}

pub(super) static ATTRIBUTES: Table<Attribute, 64> = Table::new(&[
    ("src", Attribute::Source),
    ("href", Attribute::Source),
    ("data", Attribute::Source),
    ("code", Attribute::Source),
    ("archive", Attribute::Source),
    ("classid", Attribute::Source),
    ("codebase", Attribute::Source),
    ("srcdoc", Attribute::Document),
    ("http-equiv", Attribute::Header),
    ("attributename", Attribute::Target),
    ("implementation", Attribute::Behaviour),
    ("datasrc", Attribute::Behaviour),
    ("rel", Attribute::Rel),
    ("charset", Attribute::Charset),
    ("style", Attribute::Style),
    ("handler", Attribute::Handler),
    ("event", Attribute::Event),
    ("action", Attribute::Action),
    ("formaction", Attribute::Action),
    ("name", Attribute::Name),
    ("id", Attribute::Name),
    ("language", Attribute::Language),
    ("manifest", Attribute::Behaviour),
]);

/// What a call can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Call {
    /// Shows that a script runs: `alert`.
    Dialog,
    /// Runs a text: `eval`.
    Eval,
    /// Sends or fetches something.
    Net,
    /// Makes a text of numbers, or a function of a text: `fromCharCode`, `constructor`.
    Make,
    /// Writes into the document.
    Write,
}

pub(super) static CALLS: Table<Call, 128> = Table::new(&[
    ("alert", Call::Dialog),
    ("confirm", Call::Dialog),
    ("prompt", Call::Dialog),
    ("msgbox", Call::Dialog),
    ("vibrate", Call::Dialog),
    ("eval", Call::Eval),
    ("execscript", Call::Eval),
    ("settimeout", Call::Eval),
    ("setinterval", Call::Eval),
    ("setimmediate", Call::Eval),
    ("function", Call::Eval),
    ("importscripts", Call::Eval),
    ("import", Call::Eval),
    ("fetch", Call::Net),
    ("sendbeacon", Call::Net),
    ("xmlhttprequest", Call::Net),
    ("geturl", Call::Net),
    ("fromcharcode", Call::Make),
    ("fromcodepoint", Call::Make),
    ("constructor", Call::Make),
    ("atob", Call::Make),
    ("btoa", Call::Make),
    ("unescape", Call::Make),
    ("decodeuricomponent", Call::Make),
    ("decodeuri", Call::Make),
    ("write", Call::Write),
    ("writeln", Call::Write),
    ("insertadjacenthtml", Call::Write),
    ("createcontextualfragment", Call::Write),
]);

/// Properties of a page that an element of this name hides from its scripts, and that no form asks for.
pub(super) static HIDDEN: Table<(), 64> = Table::new(&[
    ("getelementbyid", ()),
    ("getelementsbytagname", ()),
    ("queryselector", ()),
    ("queryselectorall", ()),
    ("createelement", ()),
    ("attributes", ()),
    ("parentnode", ()),
    ("childnodes", ()),
    ("firstchild", ()),
    ("lastchild", ()),
    ("nodename", ()),
    ("nodetype", ()),
    ("tagname", ()),
    ("ownerdocument", ()),
    ("documentelement", ()),
    ("currentscript", ()),
    ("defaultview", ()),
    ("cookie", ()),
    ("innerhtml", ()),
    ("outerhtml", ()),
    ("removechild", ()),
    ("appendchild", ()),
    ("setattribute", ()),
    ("removeattribute", ()),
    ("__proto__", ()),
]);

/// What people who try write between two tags, to see it on a page.
pub(super) const MARKS: [&[u8]; 4] = [b"xss", b"injectx", b"hacked", b"pwned"];

/// Objects that hold the functions of a window, or the page itself.
pub(super) static GLOBALS: Table<(), 64> = Table::new(&[
    ("window", ()),
    ("self", ()),
    ("top", ()),
    ("parent", ()),
    ("frames", ()),
    ("this", ()),
    ("globalthis", ()),
    ("document", ()),
    ("opener", ()),
    ("content", ()),
    ("location", ()),
]);

/// Parts of a page that scripts are after.
pub(super) static SECRETS: Table<(), 64> = Table::new(&[
    ("cookie", ()),
    ("domain", ()),
    ("location", ()),
    ("localstorage", ()),
    ("sessionstorage", ()),
    ("hash", ()),
    ("outerhtml", ()),
    ("innerhtml", ()),
    ("defaultview", ()),
    ("documentelement", ()),
]);
