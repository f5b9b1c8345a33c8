"""What Praan writes, in English and Hindi. No health data; names only where a letter makes no sense without."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "confirm",
    "reset",
    "changed",
    "invitation",
    "alert_urgent",
    "alert_warn",
    "alert_missing",
    "alert_over",
    "alert_withdrawn",
    "alert_came",
    "alert_not_due",
    "report",
]
LONGEST_NAME = 60
# Mail programs make links of whatever looks like one; a name must not lead anywhere.
LINKLIKE = re.compile(r"[:/\\@<>]")
DOTTED = re.compile(r"[.\u3002\uff0e\uff61](?=\S)")
# Not printable by themselves; Devanagari writes half letters with them.
JOINERS = "\u200c\u200d"


@dataclass(frozen=True, slots=True)
class Words:
    """A letter's text. `{…}` stand for names; `link` labels the button; None = nothing to follow."""

    subject: str
    before: tuple[str, ...]
    link: str | None
    after: tuple[str, ...]


ROLES = {
    "en": {"MANAGER": "a co-manager, who may also log and change things", "READ_ONLY": "a reader, who may look"},
    "hi": {"MANAGER": "साथी, जो दर्ज भी कर सके और बदल भी सके", "READ_ONLY": "पाठक, जो केवल देख सके"},
}
SIGNED = {"en": "Praan, care for your family", "hi": "प्राण, आपके परिवार का ख़याल"}
IN_FULL = {"en": "If the button does not work, open this address:", "hi": "बटन काम न करे तो यह पता खोलें:"}

LETTERS: dict[str, dict[Kind, Words]] = {
    "en": {
        "confirm": Words(
            "Confirm your e-mail address",
            ("Welcome to Praan.", "Please confirm that this is your address:"),
            "Confirm my address",
            (
                "The link works once, for 30 minutes. Praan can send you a new one at any time.",
                "If you did not ask for this, do not open the link: it would tie your address to somebody else's"
                " account. Nothing happens if you leave it.",
            ),
        ),
        "reset": Words(
            "Choose a new password",
            ("Somebody, we hope you, asked for a new password for Praan.", "You can choose it here:"),
            "Choose a new password",
            (
                "The link works once, for 30 minutes.",
                "If it was not you, you need not do anything: your password stays as it is.",
            ),
        ),
        "changed": Words(
            "Your password was changed",
            (
                "The password of your Praan account was changed just now, and every device was signed out.",
                "If it was not you, ask for a new password on the sign-in page at once.",
            ),
            None,
            (),
        ),
        "invitation": Words(
            "{from_name} invites you to Praan",
            (
                "{from_name} asks you to help care for {member_name} on Praan, as {role}.",
                "Have a look, and decide for yourself:",
            ),
            "See the invitation",
            (
                "Only this e-mail address can accept the invitation.",
                "If you do not know {from_name}, you need not do anything.",
            ),
        ),
        "alert_urgent": Words(
            "{member_name}: an urgent reading waits in Praan",
            (
                "A reading of {member_name} is far outside the usual range. Please look at once.",
                "Chest pain, trouble breathing, weakness, or sudden trouble seeing or speaking: call the emergency"
                " number first.",
            ),
            "See the reading",
            ("Praan compares readings with published ranges. This is not a diagnosis.",),
        ),
        "alert_warn": Words(
            "{member_name}: a reading to look at waits in Praan",
            ("A reading of {member_name} is outside the usual range. Please look when you can.",),
            "See the reading",
            ("Praan compares readings with published ranges. This is not a diagnosis.",),
        ),
        "alert_missing": Words(
            "{member_name}: a reading has not come",
            ("A reading of {member_name} that was due is still missing. Perhaps they would like a call.",),
            "See what is missing",
            ("This is a reminder and not a diagnosis.",),
        ),
        "alert_over": Words(
            "{member_name}: all clear",
            ("What Praan told you about {member_name} is over.",),
            "See how it went",
            ("Praan compares readings with published ranges. This is not a diagnosis.",),
        ),
        "alert_withdrawn": Words(
            "{member_name}: a reading was corrected or taken back",
            (
                "The reading of {member_name} that Praan told you about was corrected or deleted. That is no"
                " all-clear: it says nothing about how {member_name} is.",
            ),
            "See what is there now",
            ("Praan compares readings with published ranges. This is not a diagnosis.",),
        ),
        "alert_came": Words(
            "{member_name}: a reading has come",
            ("A reading of {member_name} that was missing has come.",),
            "See the reading",
            ("This says only that it came, and is not a diagnosis.",),
        ),
        "alert_not_due": Words(
            "{member_name}: no reading is asked for any more",
            ("The reading of {member_name} that was missing has not come, and is not asked for any more.",),
            "See what was missing",
            ("This is a reminder and not a diagnosis.",),
        ),
        "report": Words(
            "{member_name}: the weekly report is ready",
            ("The report on {member_name}'s week is ready to read.",),
            "Read the report",
            ("It opens once you have signed in. Nothing about anybody's health stands in this letter.",),
        ),
    },
    "hi": {
        "confirm": Words(
            "अपना ई-मेल पता पक्का करें",
            ("प्राण में आपका स्वागत है।", "कृपया पक्का करें कि यह पता आपका ही है:"),
            "हाँ, यह पता मेरा है",
            (
                "यह लिंक एक ही बार और 30 मिनट तक काम करता है। नया लिंक आप कभी भी मँगा सकते हैं।",
                "अगर यह आपने नहीं माँगा, तो लिंक न खोलें: खोलने पर आपका पता किसी और के खाते से जुड़ जाएगा।"
                " न खोलने पर कुछ नहीं होगा।",
            ),
        ),
        "reset": Words(
            "नया पासवर्ड चुनें",
            ("किसी ने, शायद आपने ही, प्राण के लिए नया पासवर्ड माँगा है।", "उसे यहाँ चुनें:"),
            "नया पासवर्ड चुनें",
            (
                "यह लिंक एक ही बार और 30 मिनट तक काम करता है।",
                "अगर यह आपने नहीं माँगा, तो कुछ न करें: आपका पासवर्ड वैसा ही रहेगा।",
            ),
        ),
        "changed": Words(
            "आपका पासवर्ड बदल गया है",
            (
                "आपके प्राण खाते का पासवर्ड अभी बदला गया है, और सभी उपकरण साइन आउट कर दिए गए हैं।",
                "अगर यह आपने नहीं किया, तो साइन-इन पेज पर तुरंत नया पासवर्ड माँगें।",
            ),
            None,
            (),
        ),
        "invitation": Words(
            "{from_name} आपको प्राण पर बुला रहे हैं",
            (
                "{from_name} चाहते हैं कि प्राण पर {member_name} का ख़याल रखने में आप उनका साथ दें: {role}।",
                "देखकर ख़ुद तय करें:",
            ),
            "न्योता देखें",
            (
                "यह न्योता केवल इसी ई-मेल पते से स्वीकार हो सकता है।",
                "अगर आप {from_name} को नहीं जानते, तो आपको कुछ नहीं करना है।",
            ),
        ),
        "alert_urgent": Words(
            "{member_name}: प्राण में एक रीडिंग तुरंत देखें",
            (
                "{member_name} की एक रीडिंग सामान्य सीमा से बहुत बाहर है। कृपया तुरंत देखें।",
                "सीने में दर्द हो, साँस लेने में तकलीफ़ हो, कमज़ोरी हो, या देखने-बोलने में अचानक दिक़्क़त हो, तो पहले"
                " आपातकालीन नंबर पर फ़ोन करें।",
            ),
            "रीडिंग देखें",
            ("प्राण रीडिंग की तुलना प्रकाशित सीमाओं से करता है। यह रोग की पहचान नहीं है।",),
        ),
        "alert_warn": Words(
            "{member_name}: प्राण में एक रीडिंग देखने लायक़ है",
            ("{member_name} की एक रीडिंग सामान्य सीमा से बाहर है। समय मिलते ही देख लें।",),
            "रीडिंग देखें",
            ("प्राण रीडिंग की तुलना प्रकाशित सीमाओं से करता है। यह रोग की पहचान नहीं है।",),
        ),
        "alert_missing": Words(
            "{member_name}: एक रीडिंग नहीं आई",
            ("{member_name} की एक रीडिंग, जो होनी थी, अब तक दर्ज नहीं हुई है। शायद उन्हें आपका फ़ोन अच्छा लगे।",),
            "देखें, क्या बाक़ी है",
            ("यह केवल याद दिलाने के लिए है, रोग की पहचान नहीं।",),
        ),
        "alert_over": Words(
            "{member_name}: अब सब ठीक है",
            ("{member_name} के बारे में प्राण ने जो बताया था, वह बात अब ख़त्म हो गई है।",),
            "देखें, क्या हुआ था",
            ("प्राण रीडिंग की तुलना प्रकाशित सीमाओं से करता है। यह रोग की पहचान नहीं है।",),
        ),
        "alert_withdrawn": Words(
            "{member_name}: एक रीडिंग सुधारी या हटाई गई",
            (
                "{member_name} की जिस रीडिंग के बारे में प्राण ने बताया था, वह सुधारी या हटाई गई है। इसका मतलब यह नहीं"
                " कि सब ठीक है: {member_name} की तबीयत के बारे में यह कुछ नहीं कहता।",
            ),
            "देखें, अब क्या दर्ज है",
            ("प्राण रीडिंग की तुलना प्रकाशित सीमाओं से करता है। यह रोग की पहचान नहीं है।",),
        ),
        "alert_came": Words(
            "{member_name}: रीडिंग आ गई है",
            ("{member_name} की जो रीडिंग बाक़ी थी, वह आ गई है।",),
            "रीडिंग देखें",
            ("यह केवल बताता है कि रीडिंग आई है, यह रोग की पहचान नहीं है।",),
        ),
        "alert_not_due": Words(
            "{member_name}: अब कोई रीडिंग बाक़ी नहीं मानी जा रही",
            ("{member_name} की जो रीडिंग बाक़ी थी, वह नहीं आई, और अब वह माँगी भी नहीं जा रही है।",),
            "देखें, क्या बाक़ी था",
            ("यह केवल याद दिलाने के लिए है, रोग की पहचान नहीं।",),
        ),
        "report": Words(
            "{member_name}: हफ़्ते की रिपोर्ट तैयार है",
            ("{member_name} के हफ़्ते की रिपोर्ट पढ़ने के लिए तैयार है।",),
            "रिपोर्ट पढ़ें",
            ("यह साइन इन करने के बाद खुलती है। सेहत की कोई जानकारी इस चिट्ठी में नहीं है।",),
        ),
    },
}

PAGE = """\
<!doctype html>
<html lang="{language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{subject}</title></head>
<body style="margin:0;padding:24px;background:#fbf7f0;color:#2a2420;\
font:16px/1.6 'Noto Sans',system-ui,sans-serif">
<div style="max-width:32rem;margin:0 auto;padding:24px;background:#ffffff;border-radius:16px">
{body}
<p style="margin:24px 0 0;color:#655b53;font-size:14px">{signed}</p>
</div>
</body>
</html>
"""
PARAGRAPH = '<p style="margin:0 0 16px">{words}</p>'
BUTTON = """\
<p style="margin:24px 0"><a href="{link}" style="display:inline-block;padding:12px 24px;border-radius:24px;\
background:#14625f;color:#ffffff;text-decoration:none;font-weight:600">{label}</a></p>
<p style="margin:0 0 16px;color:#655b53;font-size:14px">{in_full}<br><a href="{link}" style="color:#14625f;\
word-break:break-all">{link}</a></p>"""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter in words: `subject`, and the same text plain and as HTML."""

    subject: str
    text: str
    html: str


def write(kind: Kind, language: str, link: str, names: Mapping[str, str]) -> Letter:
    """The letter in the person's language (English for one that we do not write).

    `names` fill the words; the value of `role` is MANAGER or READ_ONLY.
    """
    language = language if language in LETTERS else "en"
    words = LETTERS[language][kind]
    told = {key: harmless(name) for key, name in names.items() if key != "role"}
    if "role" in names:
        told["role"] = ROLES[language][names["role"]]
    subject = words.subject.format(**told)
    before = [part.format(**told) for part in words.before]
    after = [part.format(**told) for part in words.after]
    text = "\n\n".join([*before, *([link] if words.link else []), *after, f"-- \n{SIGNED[language]}\n"])
    body = [PARAGRAPH.format(words=html.escape(part)) for part in before]
    if words.link:
        body.append(
            BUTTON.format(link=html.escape(link), label=html.escape(words.link), in_full=IN_FULL[language])
        )
    body += [PARAGRAPH.format(words=html.escape(part)) for part in after]
    page = PAGE.format(
        language=language, subject=html.escape(subject), body="\n".join(body), signed=SIGNED[language]
    )
    return Letter(subject, text, page)


def headline(kind: Kind, language: str, names: Mapping[str, str]) -> tuple[str, str]:
    """Subject and first sentences of the letter, for where there is no room for more."""
    words = LETTERS[language if language in LETTERS else "en"][kind]
    told = {key: harmless(name) for key, name in names.items()}
    return words.subject.format(**told), words.before[0].format(**told)


def harmless(name: str) -> str:
    """A name that somebody chose, as it may stand in a letter to somebody else: one short line without links."""
    line = " ".join(DOTTED.sub(". ", LINKLIKE.sub(" ", name)).split())
    printable = "".join(letter for letter in line if letter.isprintable() or letter in JOINERS)
    return printable if len(printable) <= LONGEST_NAME else printable[: LONGEST_NAME - 1] + "…"
