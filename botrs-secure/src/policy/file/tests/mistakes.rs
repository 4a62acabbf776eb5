//! Every kind of mistake, with line and column, and all of them at once.

use super::*;

/// What is wrong of a text, as `line:column: English`.
fn wrong(text: &str) -> Vec<String> {
    let error = rules(text).map(|rules| rules.tables).expect_err(text);
    let lines = error.to_string();
    let english = |line: &str| {
        let (zh, en) =
            line.split_once(" / ").unwrap_or_else(|| panic!("not in two languages: {line}"));
        let (place, zh) = zh.split_once(": ").expect(line);
        assert!(crate::locale::has_han(zh), "{line}");
        format!("{place}: {en}")
    };
    lines.lines().map(english).collect()
}

#[track_caller]
fn check(cases: &[(&str, &str)]) {
    for (text, message) in cases {
        assert_eq!(wrong(text), [*message], "{text}");
    }
}

#[test]
fn keys() {
    check(&[
        ("owner = [\"1\"]", "1:1: the file has no key `owner`: did you mean `owners`?"),
        ("\n  [trsut]\n", "2:4: the file has no key `trsut`: did you mean `trust`?"),
        (
            "[trust]\nx = 1",
            "2:1: [trust] has no key `x`: there are `guilds`, `groups`, `direct`, `c2c`",
        ),
        (
            "[deny]\ndirect = true",
            "2:1: [deny] has no key `direct`: direct messages are not trusted unless said: take \
             `direct` out of [trust]",
        ),
        (
            "[deny]\nc2c = true",
            "2:1: [deny] has no key `c2c`: C2C is not trusted unless said: take `c2c` out of [trust]",
        ),
        (
            "[replies]\ncallers = \"1s\"",
            "2:1: [replies] has no key `callers`: did you mean `caller`?",
        ),
        (
            "[roles.a]\npermissions = []\npermission = []",
            "3:1: [roles.NAME] has no key `permission`: did you mean `permissions`?",
        ),
        ("[guilds.1]\nuser = {}", "2:1: [guilds.ID] has no key `user`: did you mean `users`?"),
        (
            "[groups.0123456789abcdef0123456789ABCDEF]\nchannel_admin = \"admin\"",
            "2:1: [groups.OPENID] has no key `channel_admin`: groups have no administrators of \
             channels",
        ),
        (
            "[groups.0123456789abcdef0123456789ABCDEF.roles]\n4 = \"admin\"",
            "2:1: [groups.OPENID.roles] has no key `4`: there are `owner`, `admin`, `member`",
        ),
        (
            "[direct.roles]\n4 = \"admin\"",
            "1:9: [direct] has no key `roles`: nobody has roles in direct messages: give them by \
             person in [direct.users]",
        ),
        (
            "[c2c.roles]",
            "1:6: [c2c] has no key `roles`: nobody has roles in C2C: give them by person in \
             [c2c.users]",
        ),
    ]);
}

#[test]
fn repeated_keys() {
    check(&[
        ("owners = []\nowners = []", "2:1: `owners` is given twice: write it once"),
        ("[trust]\n[deny]\n[trust]", "3:2: `trust` is given twice: write it once"),
        ("[guilds.8]\n[guilds.08]", "2:9: `08` is given twice: write it once"),
        (
            "[c2c.users]\n0123456789abcdef0123456789ABCDEF = \"admin\"\n\
             0123456789ABCDEF0123456789ABCDEF = \"owner\"",
            "3:1: `0123456789ABCDEF0123456789ABCDEF` is given twice: write it once",
        ),
        (
            "[guilds.1.roles]\n\"11\" = \"admin\"\n11 = \"moderator\"",
            "3:1: `11` is given twice: write it once",
        ),
    ]);
}

#[test]
fn types() {
    check(&[
        ("locale = 1", "1:10: expected a string, not an integer: put it in quotes, \"1\""),
        ("locale = \"de\"", "1:10: a locale is \"zh\" or \"en\""),
        (
            "owners = [ 1234567890 ]",
            "1:12: expected a string, not an integer: put it in quotes, \"1234567890\"",
        ),
        (
            "owners = 12",
            "1:10: expected a list of strings, not an integer: put it in quotes, \"12\"",
        ),
        ("owners = true", "1:10: expected a list of strings, not a boolean"),
        ("trust = 1.5", "1:9: expected the table [trust], not a float"),
        ("[trust]\ndirect = \"yes\"", "2:10: expected true or false, not a string"),
        ("[trust]\nc2c = 1979-05-27", "2:7: expected true or false, not a date"),
        ("deny = []", "1:8: expected the table [deny], not a list"),
        ("roles = 1", "1:9: expected the table [roles.NAME], not an integer"),
        ("roles.a = 1", "1:11: expected the table [roles.NAME], not an integer"),
        ("guilds = []", "1:10: expected the table [guilds.ID], not a list"),
        ("guilds.1 = []", "1:12: expected the table [guilds.ID], not a list"),
        ("guilds.1.roles = []", "1:18: expected the table [guilds.ID.roles], not a list"),
        ("guilds.1.users = []", "1:18: expected the table [guilds.ID.users], not a list"),
        ("guilds.1.users.2 = {}", "1:20: expected a list of strings, not a table"),
        ("groups = 1", "1:10: expected the table [groups.OPENID], not an integer"),
        ("direct = true", "1:10: expected the table [direct], not a boolean"),
        ("direct.users = 1", "1:16: expected the table [direct.users], not an integer"),
        ("c2c.users = 1", "1:13: expected the table [c2c.users], not an integer"),
        ("[restrict]\ndisabled = true", "1:1: expected [[restrict]], in two brackets, not a table"),
        ("restrict = [1]", "1:13: expected the table [[restrict]], not an integer"),
        (
            "[replies]\ncaller = 30",
            "2:10: expected a duration with its unit, such as \"30s\", not an integer",
        ),
        ("[replies]\ncaller = 1.5", "2:10: expected a string, not a float"),
    ]);
}

#[test]
fn ids() {
    let number = "a guild-side id is 1 to 20 digits, such as \"1234567890\"";
    let openid = "an openid is 32 hexadecimal digits";
    for (text, at, id, kind) in [
        ("owners = [\"bob\"]", "1:11", "bob", number),
        ("owners = [\"1\", \"-1\"]", "1:16", "-1", number),
        ("owners = [\"\"]", "1:11", "", number),
        ("owners = \"18446744073709551616\"", "1:10", "18446744073709551616", number),
        ("owners = [\"１\"]", "1:11", "１", number),
        ("owner_openids = [\"1\"]", "1:18", "1", openid),
        ("[trust]\nguilds = [\"all\"]", "2:11", "all", number),
        ("[trust]\nguilds = \"any\"", "2:10", "any", number),
        ("[trust]\ngroups = \"ALL\"", "2:10", "ALL", openid),
        ("[deny]\nguilds = \"all\"", "2:10", "all", number),
        ("[deny]\ngroups = [\"1\"]", "2:11", "1", openid),
        ("[guilds.abc]", "1:9", "abc", number),
        ("[guilds.1.roles]\nadmin = \"admin\"", "2:1", "admin", number),
        ("[guilds.1.users]\n0123456789abcdef0123456789ABCDEF = \"admin\"", "2:1", OPENID, number),
        ("[groups.8000]", "1:9", "8000", openid),
        ("[direct.users]\nx = \"admin\"", "2:1", "x", number),
        ("[c2c.users]\n42 = \"admin\"", "2:1", "42", openid),
        ("[[restrict]]\nguild = \"x\"\ndisabled = true", "2:9", "x", number),
        ("[[restrict]]\nchannel = \"x\"\ndisabled = true", "2:11", "x", number),
        ("[[restrict]]\ngroup = \"1\"\ndisabled = true", "2:9", "1", openid),
    ] {
        assert_eq!(wrong(text), [format!("{at}: `{id}` is no id: {kind}")], "{text}");
    }
}

#[test]
fn roles() {
    check(&[
        (
            "[guilds.1.roles]\n11 = \"moderater\"",
            "2:6: there is no role `moderater`: did you mean `moderator`?",
        ),
        (
            "[guilds.1.users]\n11 = [\"admin\", \"x\"]",
            "2:16: there is no role `x`: there are `admin`, `moderator`, `owner`",
        ),
        (
            "[guilds.1]\nchannel_admin = \"member\"",
            "2:17: there is no role `member`: there are `admin`, `moderator`, `owner`",
        ),
        (
            "[guilds.1.roles]\n5 = \"moderator\"",
            "2:1: role 5 administrates one channel only: write `channel_admin` in [guilds.ID] instead",
        ),
        (
            "[guilds.1.roles]\n05 = \"moderator\"",
            "2:1: role 5 administrates one channel only: write `channel_admin` in [guilds.ID] instead",
        ),
        ("[roles.admin]\npermissions = []", "1:8: `admin` is a built-in role: choose another name"),
        ("[roles.Owner]\npermissions = []", "1:8: `Owner` is a built-in role: choose another name"),
        ("[roles.\" \"]\npermissions = []", "1:8: a role has a name"),
        (
            "[roles.a]\nrank = \"admin\"",
            "1:8: the role has no `permissions`, such as permissions = [\"MuteMembers\"]",
        ),
        (
            "[roles.a]\npermissions = []\nrank = \"owner\"",
            "3:8: `owner` is no rank here: a role of one's own is at most of the rank `admin`",
        ),
        (
            "[roles.a]\npermissions = []\nrank = \"mod\"",
            "3:8: `mod` is no rank here: there are `member`, `moderator`, `admin`",
        ),
        (
            "[roles.a]\npermissions = [\"MuteMembers\", \"BanMember\"]",
            "2:31: there is no permission `BanMember`: did you mean `BanMembers`?",
        ),
        (
            "[roles.a]\npermissions = \"file-tests.trad\"",
            "2:15: there is no permission `file-tests.trad`: did you mean `file-tests.trade`?",
        ),
        (
            "[roles.a]\npermissions = [\"Administrator\"]",
            "2:16: a role of one's own cannot hold Administrator: use the built-in role `owner`, or \
             name each permission",
        ),
    ]);
}

#[test]
fn a_role_that_is_named_like_a_built_in_one_changes_nothing_of_that() {
    let text = "[guilds.1.roles]\n11 = \"admin\"\n[roles.admin]\npermissions = [\"ManageRoles\"]";
    let (policy, _) =
        crate::policy::file::read::read(&text.to_owned().into(), Policy::new(), Some(&registry()));
    let admin = policy.tables.guild_role(GuildId::new(1), RoleId::new(11));
    assert_eq!(admin, Role::admin());
}

#[test]
fn restrictions_that_loosen() {
    let only = "a restriction only tightens: it has `disabled = true`, `require` and `cooldown`";
    for key in ["allow", "enabled", "public"] {
        let text = format!("[[restrict]]\ndisabled = true\n{key} = true");
        assert_eq!(wrong(&text), [format!("3:1: [[restrict]] has no key `{key}`: {only}")]);
    }
    check(&[
        (
            "[[restrict]]\nperm = \"SendMessages\"",
            "2:1: [[restrict]] has no key `perm`: a restriction does not replace a command's \
             permission, it adds to it: write `require`",
        ),
        (
            "[[restrict]]\nowners_only = true",
            "2:1: [[restrict]] has no key `owners_only`: write `require = [\"Administrator\"]`",
        ),
        (
            "[[restrict]]\ndisabled = false",
            "2:12: a restriction only tightens: write `disabled = true`, or remove it",
        ),
        ("[[restrict]]\nrequire = []", "2:11: `require` is empty: name permissions, or remove it"),
        ("[[restrict]]\ncooldown = \"0s\"", "2:12: a duration is more than zero"),
        ("[replies]\nchannel = \"0s\"", "2:11: a duration is more than zero"),
    ]);
}

#[test]
fn restrictions_that_cannot_be() {
    check(&[
        (
            "\n[[restrict]]\ncommand = \"ban\"",
            "2:1: this restriction restricts nothing: say `disabled`, `require` or `cooldown`",
        ),
        (
            "[[restrict]]\n[[restrict]]\ndisabled = true",
            "1:1: this restriction restricts nothing: say `disabled`, `require` or `cooldown`",
        ),
        (
            "[[restrict]]\nguild = \"1\"\nchannel = \"2\"\ndisabled = true",
            "3:1: a restriction is for one place: say one of `guild`, `channel` and `group`, and \
             write another [[restrict]]",
        ),
        (
            "[[restrict]]\ncommand = \"bann\"\ndisabled = true",
            "2:11: there is no command `bann`; did you mean `ban`?",
        ),
        (
            "[[restrict]]\ncommand = \"config sett\"\ndisabled = true",
            "2:11: there is no command `config sett`; did you mean `config set`?",
        ),
        ("[[restrict]]\ncommand = \"\"\ndisabled = true", "2:11: there is no command ``"),
        (
            "[[restrict]]\ncommand = 1\ndisabled = true",
            "2:11: expected a string, not an integer: put it in quotes, \"1\"",
        ),
        (
            "[[restrict]]\ncommand = \"ban\"\ncooldown = \"29s\"",
            "2:11: the cooldown of ban is 30s: a restriction can only lengthen it, not make it 29s",
        ),
        (
            "[[restrict]]\ncooldown = \"5 minutes\"",
            "2:12: expected a unit at character 2: ms, s, m, h or d",
        ),
    ]);
    // Other tests have permissions of their own, which are known too.
    let nothing_near = wrong("[[restrict]]\nrequire = [\"Ban\"]");
    let listed = "2:12: there is no permission `Ban`: there are `SendMessages`, `DeleteMessages`, ";
    assert!(nothing_near[0].starts_with(listed), "{nothing_near:?}");
}

#[test]
fn a_permission_that_is_near_none_brings_the_list() {
    // Other tests of this process have permissions of their own.
    let found = wrong("[[restrict]]\nrequire = [\"Ban\"]");
    let start = "2:12: there is no permission `Ban`: there are `SendMessages`, `DeleteMessages`, ";
    assert!(found.len() == 1 && found[0].starts_with(start), "{found:?}");
    assert!(found[0].contains("`file-tests.trade`"), "{found:?}");
}

#[test]
fn what_is_no_toml() {
    for (text, at) in [
        ("owners = [\"1\"", "1:14"),
        ("owners\n", "1:7"),
        ("x = \n", "1:5"),
        ("a = \"\\q\"", "1:7"),
        ("[trust\n", "1:7"),
        ("owners = [1]\ndeny = {", "2:9"),
    ] {
        let found = wrong(text);
        assert!(found[0].contains("this is no TOML: "), "{text}: {found:?}");
        assert_eq!(found[0].split(": ").next(), Some(at), "{text}: {found:?}");
    }
}

#[test]
fn every_mistake_is_told_at_once_in_the_order_of_the_file() {
    let text = "owner = 1\n[trust]\nguilds = [1, \"x\"]\nguilds = []\n[guilds.1.roles]\n5 = \"adm\"\n\
                [roles.owner]\n[[restrict]]\ncommand = \"nope\"\ndisabled = true\n";
    let error = rules(text).unwrap_err();
    assert_eq!(error.lines().collect::<Vec<_>>(), [1, 3, 3, 4, 6, 6, 7, 7]);
    // With the names of a bot, what is wrong of these comes with the rest.
    let policy = Policy::parse("").unwrap();
    let file = crate::policy::File { path: None, source: text.to_owned().into() };
    let error = Policy { file: Some(file.into()), ..policy }.rules(&registry()).unwrap_err();
    assert_eq!(error.lines().collect::<Vec<_>>(), [1, 3, 3, 4, 6, 6, 7, 7, 9]);
}

#[test]
fn names_of_the_bot_are_checked_when_it_is_built_and_not_before() {
    let text =
        "[roles.a]\npermissions = [\"Nope\"]\n[[restrict]]\ncommand = \"nope\"\ndisabled = true";
    let policy = Policy::parse(text).expect("nothing but names");
    let error = policy.rules(&registry()).unwrap_err();
    assert_eq!(error.lines().collect::<Vec<_>>(), [2, 4]);
    assert!(Policy::parse("[roles.a]\npermissions = [\"Administrator\"]").is_err());
    assert!(Policy::parse("[[restrict]]").is_err());
    let required = "[[restrict]]\nrequire = [\"Nope\"]";
    assert!(Policy::parse(required).expect("nothing but names").rules(&registry()).is_err());
}

#[test]
fn mistakes_of_code_have_no_place_in_the_file() {
    let policy = Policy::parse("[[restrict]]\ncommand = \"x1\"\ndisabled = true").unwrap();
    let policy = policy.restrict(Restriction::everywhere().command("x2").disabled());
    let error = policy.rules(&registry()).unwrap_err();
    assert_eq!(error.lines().collect::<Vec<_>>(), [2]);
    let text = error.to_string();
    let (code, file) = text.split_once('\n').unwrap();
    assert!(code.starts_with("没有命令 `x2`") && file.starts_with("2:11: "), "{text}");
}

#[test]
fn nothing_before_a_mistake_shifts_its_column() {
    for (text, at) in [
        ("locale = 1", "1:10"),
        ("\u{feff}locale = 1", "1:10"),
        ("# 注释\r\nlocale = 1", "2:10"),
        ("\r\n\r\n  locale = 1", "3:12"),
        ("owners = [\"1\", \"乙\"]", "1:16"),
        ("owners = [ '甲', 1]", "1:12"),
        ("trust = { \"金😀\" = 1, c2c = 1 }", "1:11"),
        ("a = '''\n\n'''\nlocale = 'zh'", "1:1"),
    ] {
        let found = wrong(text);
        assert!(found[0].starts_with(&format!("{at}: ")), "{text:?}: {found:?}");
    }
    let found = wrong("trust = { \"金😀\" = 1, c2c = 1 }");
    assert!(found[1].starts_with("1:27: "), "{found:?}");
}

#[test]
fn nothing_of_the_file_moves_a_terminal_or_floods_it() {
    let text = format!("\"a\\u001b[31m\\n{}\" = 1\nlocale = \"zh\"", "x".repeat(10_000));
    let error = rules(&text).unwrap_err().to_string();
    assert!(
        !error.contains('\u{1b}') && error.lines().count() == 1 && error.len() < 1_000,
        "{error}"
    );
    let many: String = (0..1_000).map(|n| format!("k{n} = 1\n")).collect();
    let error = rules(&many).unwrap_err();
    assert_eq!(error.to_string().lines().count(), 101);
    assert!(error.to_string().ends_with("另有 900 处错误 / and 900 more mistakes"));
}

#[test]
fn intrusion() {
    check(&[
        (
            "[intrusion]\nthresold = 1",
            "2:1: [intrusion] has no key `thresold`: did you mean `threshold`?",
        ),
        ("[content]\nmax_length = 100001", "2:14: expected 0 to 100000"),
        (
            "[content]\nlink = \"refused\"",
            "2:8: there is no action `refused`: did you mean `refuse`?",
        ),
        ("[content]\nbidi = true", "2:8: expected a string, not a boolean"),
        (
            "[content]\nsql = \"off\"",
            "2:1: [content] has no key `sql`: there are `max_length`, `injection`, `sql_injection`, \
             `script_injection`, `command_injection`, `template_injection`, `crlf_injection`, \
             `log_injection`, `path_traversal`, `blocked_word`, `link`, `control_character`, `bidi`, \
             `too_long`, `words`, `allowed_words`, `link_hosts`",
        ),
        ("[content]\nlink_hosts = [\"https://qq.com\"]", "2:15: `https://qq.com` is no host name"),
        (
            "[[content.words]]\nwords = [\"...\"]",
            "1:11: the word \"...\" has no letter and no digit",
        ),
        (
            "[[content.words]]\nfile = \"words.txt\"",
            "2:8: no file can be named here: a text of the program has no directory, and 16 files are the \
             most",
        ),
        ("[content]\nwords = [\"x\"]", "2:10: expected the table [[content.words]], not a string"),
        ("[intrusion]\nthreshold = 13", "2:13: expected 0 to 12"),
        ("[intrusion]\nthreshold = -1", "2:13: expected 0 to 12"),
        ("[intrusion]\nthreshold = 99999999999", "2:13: expected 0 to 12"),
        ("[intrusion]\nthreshold = \"5\"", "2:13: expected an integer, not a string"),
        ("[intrusion]\npermission = 14", "2:14: expected 0 to 13"),
        ("[intrusion]\nconfirmation = 1.0", "2:16: expected an integer, not a float"),
        ("[intrusion]\nwindow = \"0s\"", "2:10: a duration is more than zero"),
        ("[intrusion]\nwindow = \"30d1ms\"", "2:10: at most 30 days"),
        ("[intrusion]\nblock = \"31d\"", "2:9: at most 30 days"),
        (
            "[intrusion]\nblock = 24",
            "2:9: expected a duration with its unit, such as \"30s\", not an integer",
        ),
        (
            "[intrusion]\nalert_channel = 9000",
            "2:17: expected a string, not an integer: put it in quotes, \"9000\"",
        ),
        (
            "[intrusion]\nalert_channel = \"general\"",
            "2:17: `general` is no id: a guild-side id is 1 to 20 digits, such as \"1234567890\"",
        ),
        ("intrusion = 5", "1:13: expected the table [intrusion], not an integer"),
    ]);
}
