package dev.bantam.kit.web;

import java.util.regex.Pattern;

/** The character NUL in JSON, which has it as an escape only. No database keeps it as text. */
public final class NulEscape {
  /** Behind a backslash that is none of an escape itself. */
  private static final Pattern ESCAPE = Pattern.compile("(?<!\\\\)((?:\\\\{2})*+)\\\\u0000");

  private NulEscape() {}

  static boolean isIn(String json) {
    return ESCAPE.matcher(json).find();
  }

  /** The same JSON, with the character in its place that stands for what cannot be shown. */
  public static String replaced(String json) {
    return ESCAPE.matcher(json).replaceAll("$1\\\\ufffd");
  }
}
