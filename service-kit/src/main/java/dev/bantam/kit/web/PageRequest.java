package dev.bantam.kit.web;

import dev.bantam.kit.problem.InputError;
import dev.bantam.kit.problem.InvalidInputException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is asked for. Lists go from the newest identifier down, so a position is the
 * identifier that the part before ended with, and things made meanwhile shift nothing.
 *
 * @param before the identifier that the part lies behind; null for the first part
 */
public record PageRequest(int limit, @Nullable String before) {
  public static final int DEFAULT_LIMIT = 50;
  public static final int MAX_LIMIT = 500;

  /** Reads the query parameters, and refuses both at once if both are wrong. */
  public static PageRequest of(@Nullable Integer limit, @Nullable String cursor) {
    var errors = new ArrayList<InputError>();
    if (limit != null && (limit < 1 || limit > MAX_LIMIT)) {
      errors.add(
          InputError.parameter("limit", "%d must be in [1, %d]".formatted(limit, MAX_LIMIT)));
    }
    String before = null;
    try {
      before = cursor == null ? null : decoded(cursor);
    } catch (IllegalArgumentException e) {
      errors.add(
          InputError.parameter(
              "cursor", "\"%s\" must be the \"next\" of a list's answer".formatted(cursor)));
    }
    if (!errors.isEmpty()) throw new InvalidInputException(errors);
    return new PageRequest(limit == null ? DEFAULT_LIMIT : limit, before);
  }

  private static String decoded(String cursor) {
    var text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
    if (!text.matches("[A-Za-z0-9_.:-]{1,200}")) throw new IllegalArgumentException(text);
    return text;
  }

  /** How many to read: one more than asked for shows whether there is a next part. */
  public int fetch() {
    return limit + 1;
  }

  /** The answer made of {@link #fetch} rows. */
  public <R, T> Page<T> answer(List<R> rows, Function<R, String> id, Function<R, T> resource) {
    var shown = rows.subList(0, Math.min(limit, rows.size()));
    var next = rows.size() > limit ? encoded(id.apply(shown.getLast())) : null;
    return new Page<>(shown.stream().map(resource).toList(), next);
  }

  private static String encoded(String id) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(id.getBytes(StandardCharsets.UTF_8));
  }
}
