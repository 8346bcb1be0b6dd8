package dev.bantam.cli.conformance;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A glob over case names: {@code *} is any text, folders too, {@code ?} one character, {@code
 * [a-z]} one of some, and {@code {int8,int16}} one of several texts.
 */
public final class CaseFilter {
  private final Pattern pattern;

  public CaseFilter(String glob) {
    var regex = new StringBuilder();
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      switch (c) {
        case '*' -> regex.append(".*");
        case '?' -> regex.append('.');
        case '[', ']' -> regex.append(c);
        case '{' -> regex.append("(?:");
        case '}' -> regex.append(')');
        case ',' -> regex.append('|');
        case '-' -> regex.append('-');
        default -> regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    try {
      pattern = Pattern.compile(regex.toString());
    } catch (PatternSyntaxException e) {
      throw new BantamException(
          ErrorCode.INVALID_REQUEST,
          "filter \"%s\" has a bracket without its partner, must have both".formatted(glob),
          e);
    }
  }

  public boolean accepts(String name) {
    return pattern.matcher(name).matches();
  }
}
