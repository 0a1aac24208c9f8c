import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { line, visible } from "../../../../src/operations/report/visible";

describe("a text that nobody vouches for", () => {
  it.each([
    ["a terminal's command", "\u001b[2J\u001b]0;title\u0007", "\\u001b[2J\\u001b]0;title\\u0007"],
    ["a return over the line", "DRIFTED\rIN_SYNC", "DRIFTED\\rIN_SYNC"],
    ["a line break", "one\ntwo\u2028three\u0085four", "one\\ntwo\\u2028three\\u0085four"],
    ["a command of one byte", "\u009b31m", "\\u009b31m"],
    [
      "a turned direction",
      "\u202egpj.exe\u202c \u2066x\u2069",
      "\\u202egpj.exe\\u202c \\u2066x\\u2069",
    ],
    [
      "what has no width",
      "a\u200bb\u200dc\ufeffd\u00ade\u2060f",
      "a\\u200bb\\u200dc\\ufeffd\\u00ade\\u2060f",
    ],
    ["invisible letters", "a\u3164b\u{e0041}", "a\\u3164b\\udb40\\udc41"],
    ["half a character", "a\ud800b", "a\\ud800b"],
  ])("shows %s", (_, text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  it("stays as it is where it is harmless", () => {
    const text = 'aws_lb.this["é 日本語 🎉"] → "quoted" `code` \\n';
    expect(line(text)).toBe(text);
  });

  it("is cut, with its length, and never within a character", () => {
    expect(line("x".repeat(1000), 10)).toBe("xxxxxxxxxx… (1,000 characters)");
    expect(line("123456789🎉🎉", 10)).toBe("123456789… (13 characters)");
  });

  it("becomes one bounded line of nothing but visible characters, whatever it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 2000 }), (text) => {
        const shown = line(text);
        expect(shown).not.toMatch(/[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u);
        // Each character takes at most twelve, as an escaped pair.
        expect(shown.length).toBeLessThanOrEqual(300 * 6 + 30);
      }),
    );
  });
});
