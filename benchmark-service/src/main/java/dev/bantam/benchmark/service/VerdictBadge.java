package dev.bantam.benchmark.service;

import dev.bantam.benchmark.Verdict;

/** A verdict as a small picture (SVG) for a page that links to the release. */
final class VerdictBadge {
  /** Of a character on average, in pixels; the texts are stretched to it, whatever the font. */
  private static final int CHARACTER = 7;

  private static final int MARGIN = 6;

  private VerdictBadge() {}

  /** The name is one that a release may bear, so nothing in it means anything to XML. */
  static String of(String release, Verdict verdict) {
    int left = length(release) + 2 * MARGIN;
    int right = length(verdict.toString()) + 2 * MARGIN;
    return """
        <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="20" role="img" aria-label="%2$s: %3$s">
        <title>%2$s: %3$s</title>
        <clipPath id="r"><rect width="%1$d" height="20" rx="3"/></clipPath>
        <g clip-path="url(#r)"><rect width="%4$d" height="20" fill="#444c56"/>\
        <rect x="%4$d" width="%5$d" height="20" fill="%6$s"/></g>
        <g fill="#fff" font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size="11">\
        <text x="%7$d" y="14" textLength="%8$d" lengthAdjust="spacingAndGlyphs">%2$s</text>\
        <text x="%9$d" y="14" textLength="%10$d" lengthAdjust="spacingAndGlyphs">%3$s</text></g>
        </svg>
        """
        .formatted(
            left + right,
            release,
            verdict,
            left,
            right,
            colour(verdict),
            MARGIN,
            length(release),
            left + MARGIN,
            length(verdict.toString()));
  }

  private static int length(String text) {
    return CHARACTER * text.length();
  }

  /** White reads well on each: at least 4.5 to 1. */
  private static String colour(Verdict verdict) {
    return switch (verdict) {
      case WORSE -> "#b42318";
      case UNKNOWN -> "#616b76";
      case BETTER -> "#0b61c4";
      case SAME -> "#1a7f37";
    };
  }
}
