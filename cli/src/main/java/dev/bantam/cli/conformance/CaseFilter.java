package dev.bantam.cli.conformance;

import java.util.regex.Pattern;

/** A glob over case names: {@code *} is any text, folders too, and {@code ?} one character. */
public final class CaseFilter {
  private final Pattern pattern;

  public CaseFilter(String glob) {
    var regex = new StringBuilder();
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      switch (c) {
        case '*' -> regex.append(".*");
        case '?' -> regex.append('.');
        default -> regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    pattern = Pattern.compile(regex.toString());
  }

  public boolean accepts(String name) {
    return pattern.matcher(name).matches();
  }
}
