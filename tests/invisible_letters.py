"""Letters that nobody sees and letters that look like others, as data of the tests of text."""

from __future__ import annotations

# What must never be kept in a word of Latin letters, by its Unicode name.
UNSEEN = {
    "soft hyphen": "\u00ad",
    "zero width space": "\u200b",
    "zero width non-joiner": "\u200c",
    "zero width joiner": "\u200d",
    "left-to-right mark": "\u200e",
    "right-to-left override": "\u202e",
    "left-to-right isolate": "\u2066",
    "word joiner": "\u2060",
    "invisible times": "\u2062",
    "invisible plus": "\u2064",
    "inhibit symmetric swapping": "\u206a",
    "zero width no-break space": "\ufeff",
    "combining grapheme joiner": "\u034f",
    "arabic letter mark": "\u061c",
    "hangul choseong filler": "\u115f",
    "hangul jungseong filler": "\u1160",
    "hangul filler": "\u3164",
    "halfwidth hangul filler": "\uffa0",
    "khmer vowel inherent aq": "\u17b4",
    "mongolian vowel separator": "\u180e",
    "mongolian free variation selector": "\u180b",
    "variation selector-1": "\ufe00",
    "variation selector-16": "\ufe0f",
    "variation selector-17": "\U000e0100",
    "language tag": "\U000e0001",
    "tag latin small letter e": "\U000e0065",
    "reserved among the tags": "\U000e0fff",
    "interlinear annotation anchor": "\ufff9",
    "object replacement": "\ufffc",
    "musical symbol begin beam": "\U0001d173",
    "shorthand format letter overlap": "\U0001bca0",
    "null": "\x00",
    "delete": "\x7f",
    "backspace": "\x08",
    "a control of C1": "\x9f",
    "half of a surrogate pair": "\ud83d",
    "noncharacter": "\ufdd0",
    "noncharacter of another plane": "\U0010ffff",
}

# "Teodora" in letters that look like hers, or carry something that hers do not.
LOOK_ALIKE = (
    "Ｔｅｏｄｏｒａ",
    "𝐓𝐞𝐨𝐝𝐨𝐫𝐚",
    "𝕿𝖊𝖔𝖉𝖔𝖗𝖆",
    "𝕋𝕖𝕠𝕕𝕠𝕣𝕒",
    "𝚃𝚎𝚘𝚍𝚘𝚛𝚊",
    "ⓣⓔⓞⓓⓞⓡⓐ",
    "🄣🄔🄞🄓🄞🄡🄐",
    "🅃🄴🄾🄳🄾🅁🄰",
    "🆃🅴🅾🅳🅾🆁🅰",
    "🇹🇪🇴🇩🇴🇷🇦",
    "ᴛᴇᴏᴅᴏʀᴀ",
    "ᵀᵉᵒᵈᵒʳᵃ",
    "Tеоdоrа",  # Cyrillic е, о, а
    "Теодоra".replace("д", "d"),
    "ТЕОDОRА",  # Cyrillic Т, Е, О, А
    "ΤΕΟDΟRΑ",  # Greek Τ, Ε, Ο, Α
    "Tεοdοrα",  # Greek ε, ο, α
    "Tєodora",
    "Τeoԁora",
    "Teoժora".replace("ժ", "ԁ"),
    "Teօdօra",  # Armenian օ
    "ᎢeodorᎪ",  # Cherokee
    "Ṫéöḍőŕâ",
    "Téodora",
    "T\u0336e\u0336o\u0336d\u0336o\u0336r\u0336a\u0336",
    "T\u20dde\u20ddo\u20ddd\u20ddo\u20ddr\u20dda",
    "Ŧɇøđøɍⱥ",
)

# The same name spelled, broken, joined, or written as a program would read it.
SPELLED = (
    "T e o d o r a",
    "T.e.o.d.o.r.a",
    "T-E-O-D-O-R-A",
    "T·e·o·d·o·r·a",
    "T🌵e🌵o🌵d🌵o🌵r🌵a",
    "T\ne\no\nd\no\nr\na",
    "T1e2o3d4o5r6a",
    "(T)(e)(o)(d)(o)(r)(a)",
    "T\u2003e\u2003o\u2003d\u2003o\u2003r\u2003a",
    "T\u2800e\u2800o\u2800d\u2800o\u2800r\u2800a",
    "te od or a",
    "Teo-dora",
    "Teo-\ndora",
    "Teo🌵dora",
    "Teo(dora)",
    "<b>Teo</b>dora",
    "Teo<!-- -->dora",
    "Teo&shy;dora",
    "Teo&#173;dora",
    "Teo&ZeroWidthSpace;dora",
    "&#84;eodora",
    "&lt;b&gt;Teo&lt;/b&gt;dora",
    "teodora",
    "TEODORA",
    "teodora2019",
    "#TeodoraAvanza",
    "#YoSoyTeodora",
    "@teodora_q",
    "teodora.q@example.org",
    "https://example.org/teodora/",
    "Teodora🇵🇪",
    "«Teodora»",
    "Teodora’s",
    "&amp;#84;eodora",
    "%2554eodora",
    "&amp;lt;b>Teo&amp;lt;/b>dora",
    "Teodoraaa",
    "Teeeooodoooraaa",
    "Teodor@",
    "T€odor@",
    "arodoeT",
    "a r o d o e t",
    "Teodorita",
    "TEODORITAS",
    "Teodoracha",
)

# The other names of Teodora Quispe Mamani, in other ways.
OTHER_NAMES = ("Qui$pe", "Qu¡spe", "Quiiispe", "epsiuQ", "inamam", "Q. M. T.", "T. Q.", "T.Q.M.", "M@m@ni")

# "Teodora Quispe" without a border that would show where a name begins.
JOINED = (
    "teodoraquispe",
    "#teodoraquispe",
    "@quispeteodora",
    "misteodoraquispes",
    "TEODORAQUISPEMAMANI",
    "teodora_quispe",
    "quispe-teodora",
    "Teo dora Quis pe",
    "Teo\u2800dora Quis\u2800pe",
    "teo/dora\u00b7quis/pe",
    "ｔｅｏｄｏｒａｑｕｉｓｐｅ",
    "te\u00adodoraqu\u200bispe",
    "QUlSPE",  # a small L
    "QuІspe",  # Cyrillic І
    "Marnani",  # r and n
)

# What only resembles it: nothing of this names her.
OTHER_WORDS = (
    *("Te0dora", "T30d0r4", "Teodoro", "Teodolito", "quisperas", "Mamanita", "mamá ni papá", "teo", "dora"),
    # What a search for fond forms, initials, signs and letters drawn out may take for her.
    *("teodor@example.org", "teodorita", "t. q.", "P. D.", "mamanis", "mamita", "Teoodoora", "quiispe"),
)
